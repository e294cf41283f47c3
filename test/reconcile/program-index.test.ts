import { describe, expect, it } from "vitest";
import { createProgramIndex } from "../../src/reconcile/program-index.ts";
import { anObservation } from "../support/observation.ts";

const repository = { installation: 1, owner: "octo", name: "carton" };
const key = { ...repository, issue: 7 };

describe(createProgramIndex, () => {
  it("knows nothing at first and what it was told last", () => {
    const index = createProgramIndex();
    expect(index.nameOf(key)).toBeNull();
    index.learn(key, "carton");
    index.learn(key, "box");
    expect(index.nameOf(key)).toBe("box");
    expect(index.programsOf(repository)).toEqual([key]);
  });

  it("learns a whole registry", () => {
    const index = createProgramIndex();
    const { registry } = anObservation({ neighbours: [{}] });
    if (registry === "absent") throw new Error("no registry");
    index.learnAll(repository, registry);
    expect(index.nameOf({ ...repository, issue: 1 })).toBe("carton");
    expect(index.nameOf({ ...repository, issue: 100 })).toBe("neighbour-0");
  });

  it("finds a program by its canonical branch, in its repository alone", () => {
    const index = createProgramIndex();
    index.learn(key, "carton");
    expect(index.programOf(repository, "autoloop/carton")).toEqual(key);
    expect(index.programOf(repository, "autoloop/box")).toBeNull();
    for (const other of [{ installation: 2 }, { owner: "cat" }, { name: "box" }]) {
      expect(index.programOf({ ...repository, ...other }, "autoloop/carton")).toBeNull();
      expect(index.programsOf({ ...repository, ...other })).toEqual([]);
    }
  });
});
