import { describe, expect, it } from "vitest";
import { branch, bringUpToDate } from "../../src/plan/branch.ts";
import { someSha } from "../support/journal.ts";
import { aKeptProgram, type Deviation } from "../support/observation.ts";
import { HOUR, planned, typesOf } from "../support/planned.ts";
import { aBranch, aCommit, iterationCommit, MAIN } from "../support/view-parts.ts";

const person = aCommit("f".repeat(40), { parents: [someSha(1)] });
const kept = iterationCommit(1);
const unkept = iterationCommit(2, someSha(1));
/** What the journal will say about the branch, once something must be written. */
const synced = (deviation: Deviation) =>
  planned(deviation, { after: HOUR }).events.filter(({ type }) => type === "branch.sync");

describe(branch, () => {
  it("takes back a commit that was not kept, by a new commit, before anything starts", () => {
    const journal = aKeptProgram().rejected(800);
    const { says, again, events } = planned({ journal, branch: aBranch([unkept, kept]) }, { after: HOUR });
    expect(says).toContain(`put autoloop/carton back to the tree of ${someSha(1).slice(0, 7)}`);
    expect(again).toBe(true);
    expect(typesOf(events)).not.toContain("iteration.start");
  });

  it.each([
    ["a commit that was kept", [kept]],
    ["a person's commit, also on top of one that was not kept", [person, unkept, kept]],
    ["another program's commit", [iterationCommit(2, someSha(1), "other"), kept]],
    ["an iteration's commit that nobody remembers", [iterationCommit(99, someSha(1)), kept]],
    ["a commit without a parent", [{ ...unkept, parents: [] }]],
  ])("leaves %s alone", (_, commits) => {
    const journal = aKeptProgram().rejected(800);
    const { says } = planned({ journal, branch: aBranch(commits) });
    expect(says.filter((line) => line.startsWith("put "))).toEqual([]);
  });

  it("moves nothing while the loop stands still or an iteration is in flight", () => {
    const view = { branch: aBranch([unkept, kept]) };
    const stopped = aKeptProgram().rejected(800).event({ type: "loop.stop", reason: "Closed.", by: null });
    for (const journal of [aKeptProgram().rejected(800).paused(), stopped]) {
      expect(planned({ journal, ...view }).says.filter((line) => line.startsWith("put "))).toEqual([]);
    }
  });

  it.each([
    ["pushed", aBranch([person, kept])],
    ["merge", aBranch([{ ...person, parents: [someSha(1), MAIN] }, kept])],
    ["fast-forward", aBranch([aCommit(MAIN)], { ahead: 0 })],
  ])("notes what others did to the branch: %s", (how, seen) => {
    expect(synced({ branch: seen })).toMatchObject([{ how, head: seen.head }]);
    expect(planned({ branch: seen }).events).toEqual([]);
  });

  it("knows what it left itself", () => {
    expect(synced({})).toEqual([]);
  });
});

describe(bringUpToDate, () => {
  const due = (deviation: Deviation) => planned(deviation, { after: HOUR });
  const behind = (ahead: number) =>
    aBranch(ahead === 0 ? [aCommit("e".repeat(40))] : [kept], { ahead, behind: 2 });

  it("merges the default branch into a branch with work of its own, before an iteration starts", () => {
    const { says, again, events } = due({ branch: behind(1) });
    expect(says).toEqual(["merge main into autoloop/carton"]);
    expect({ again, events }).toEqual({ again: true, events: [] });
  });

  it("fast-forwards a branch without work of its own", () => {
    expect(due({ branch: behind(0) }).says).toContain(`fast-forward autoloop/carton to ${MAIN.slice(0, 7)}`);
  });

  it("pauses when a machine cannot merge", () => {
    expect(due({ branch: behind(1), mergeConflict: true }).events).toMatchObject([
      { type: "loop.pause", kind: "conflict", by: null },
    ]);
  });

  it("does nothing before an iteration is due", () => {
    expect(planned({ branch: behind(1) }).says).toEqual([]);
  });

  it.each([
    ["the branch is up to date", {}],
    ["there is no branch yet", { branch: "absent" as const }],
  ])("lets an iteration start where %s", (_, deviation) => {
    expect(typesOf(due(deviation).events)).toContain("iteration.start");
  });
});
