import { describe, expect, it } from "vitest";
import { createProgramIndex } from "../../../src/reconcile/read/program-index.ts";
import { parseRegistry, rowOf, withRow } from "../../../src/text/journal/registry.ts";
import { aJournal } from "../../support/plan/journal.ts";
import { anObservation } from "../../support/plan/observation.ts";

const repository = { account: "1", owner: "octo", name: "carton" };
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

  it("reads the registry of each repository, and again when it says something else", () => {
    const index = createProgramIndex();
    const there = { ...repository, name: "box" };
    const withOne = withRow(null, rowOf(aJournal("carton").state, null));
    const withTwo = withRow(parseRegistry(withOne), { ...rowOf(aJournal("tile").state, null), issue: 9 });
    expect(index.registryIn(repository, withOne)).toEqual(parseRegistry(withOne));
    expect(index.registryIn(repository, withOne)).toBe(index.registryIn(repository, withOne));
    expect(index.rowsOf(there)).toEqual([]);
    expect(index.registryIn(there, withOne)).toEqual(parseRegistry(withOne));
    expect(index.registryIn(repository, withTwo)).toEqual(parseRegistry(withTwo));
    expect(index.nameOf({ ...repository, issue: 9 })).toBe("tile");
    expect(index.nameOf({ ...there, issue: 9 })).toBeNull();
    expect(index.registryIn(repository, "{}")).toBe("absent");
    expect(index.rowsOf(repository)).toEqual(parseRegistry(withTwo).programs);
  });

  it("finds a program by its canonical branch, in its repository alone", () => {
    const index = createProgramIndex();
    index.learn(key, "carton");
    expect(index.programOf(repository, "autoloop/carton")).toEqual(key);
    expect(index.programOf(repository, "autoloop/box")).toBeNull();
    for (const other of [{ account: "2" }, { owner: "cat" }, { name: "box" }]) {
      expect(index.programOf({ ...repository, ...other }, "autoloop/carton")).toBeNull();
      expect(index.programsOf({ ...repository, ...other })).toEqual([]);
    }
  });
});

describe("inFlightElsewhere", () => {
  const here = { account: "1", owner: "octo", name: "carton" };
  const there = { account: "1", owner: "octo", name: "box" };
  const row = (in_flight: number | null) => ({ ...rowOf(aJournal("box").state, null), in_flight });
  const registry = (in_flight: number | null) => ({ v: 1, programs: [row(in_flight)] }) as const;

  it("knows the iterations of the account's other repositories, until they end", () => {
    const index = createProgramIndex();
    expect(index.inFlightElsewhere(here)).toEqual([]);
    index.learnAll(there, registry(3));
    expect(index.inFlightElsewhere(here)).toEqual([row(3)]);
    expect(index.inFlightElsewhere(there)).toEqual([]);
    expect(index.inFlightElsewhere({ ...here, account: "2" })).toEqual([]);
    index.learnAll(there, registry(null));
    expect(index.inFlightElsewhere(here)).toEqual([]);
  });
});
