import { describe, expect, it } from "vitest";
import { EXECUTOR_NAMES, EXECUTORS, traits, traitsNamed } from "../../src/domain/executors.ts";

describe("the executors", () => {
  it("are found by the name in their row", () => {
    expect(EXECUTORS.map(({ name }) => name)).toEqual(["local", "actions"]);
    expect(EXECUTOR_NAMES.map((name) => traits(name))).toEqual(EXECUTORS);
    expect(EXECUTOR_NAMES.map(traitsNamed)).toEqual(EXECUTORS);
  });

  it("have no row for a name that this version does not know", () => {
    expect(["", "cloud", "constructor", "Local"].map(traitsNamed)).toEqual([null, null, null, null]);
  });

  it("need a workflow where runs are elsewhere, and read their request from the memory branch there", () => {
    for (const { isHere, needsWorkflow, readsRequest } of EXECUTORS)
      expect({ needsWorkflow, readsRequest }).toEqual({ needsWorkflow: !isHere, readsRequest: !isHere });
  });
});
