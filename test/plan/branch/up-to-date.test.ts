import { describe, expect, it } from "vitest";
import { bringUpToDate, isToBeginAgain } from "../../../src/plan/branch/up-to-date.ts";
import { emptyDraft } from "../../../src/plan/draft.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, aProgram, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { aBranch, aCommit, aPull, iterationCommit, MAIN } from "../../support/plan/view-parts.ts";

const kept = iterationCommit(1);
const due = (deviation: Deviation) => planned(deviation, { after: HOUR });
const behind = (ahead: number) =>
  aBranch(ahead === 0 ? [aCommit("e".repeat(40))] : [kept], { ahead, behind: 2 });
const merged = (change: Parameters<typeof aPull>[1] = {}) => [
  aPull(aKeptProgram().state, { state: "merged", ...change }),
];
const moves = (deviation: Deviation) =>
  due(deviation).actions.filter(({ type }) => type.startsWith("branch."));

describe(bringUpToDate, () => {
  it("merges the default branch into a branch with work of its own, before an iteration starts", () => {
    const { says, again, events } = due({ branch: behind(1) });
    expect(says).toEqual(["merge main into autoloop/carton"]);
    expect({ again, events }).toEqual({ again: true, events: [] });
  });

  it("fast-forwards a branch without work of its own", () => {
    expect(due({ branch: behind(0) }).says).toContain(`fast-forward autoloop/carton to ${MAIN.slice(0, 7)}`);
  });

  it.each([
    [["src/a", "src/b"], /Changed on both sides: src\/a, src\/b\.$/],
    [Array.from({ length: 12 }, (_, index) => `f${index}`), /f9 and 2 more\.$/],
    [[], /GitHub does not say in which files\.$/],
  ])("pauses when a machine cannot merge, with the files as far as they are known: %j", (paths, reason) => {
    expect(due({ branch: behind(1), conflict: { in: "merge", paths } }).events).toMatchObject([
      { type: "loop.pause", kind: "conflict", by: null, reason: expect.stringMatching(reason) },
    ]);
  });

  it("starts the branch again where all of it was merged in other commits, and journals that before", () => {
    const plan = due({ branch: behind(1), pulls: merged() });
    expect(plan.actions.map(({ type }) => type).slice(0, 2)).toEqual(["memory.commit", "branch.reset"]);
    expect(plan.actions[1]).toMatchObject({ branch: "autoloop/carton", expectedHead: kept.id, to: MAIN });
    expect(plan.events.at(-1)).toMatchObject({ type: "branch.sync", how: "restart", head: MAIN });
    expect(plan.again).toBe(true);
  });

  it.each<[string, Deviation]>([
    ["somebody committed since", { pulls: merged({ head: "d".repeat(40) }) }],
    ["it was merged somewhere else", { pulls: merged({ base: "release" }) }],
    ["the pull request is from a fork", { pulls: merged({ sameRepository: false, own: false }) }],
    ["another one of it is open", { pulls: [aPull(aKeptProgram().state, { number: 3 }), ...merged()] }],
    [
      "a newer one was closed",
      {
        pulls: [aPull(aKeptProgram().state, { number: 3, state: "closed", own: false }), ...merged()],
        journal: aKeptProgram().pull(3, "closed"),
      },
    ],
    ["it was closed", { pulls: merged({ state: "closed" }), journal: aKeptProgram().pull(2, "closed") }],
  ])("never starts it again where %s: it merges as ever", (_, deviation) => {
    expect(moves({ branch: behind(1), ...deviation })).toMatchObject([{ type: "branch.merge" }]);
  });

  it("creates a branch again that was deleted with its work, at the very commit that the journal knows", () => {
    const journal = aKeptProgram()
      .event({ type: "branch.sync", how: "deleted", head: someSha(1) })
      .pull(2, "closed")
      .paused("branch-deleted")
      .resumed();
    expect(moves({ journal, branch: "absent" })).toEqual([
      { type: "branch.create", branch: "autoloop/carton", at: someSha(1) },
    ]);
  });

  it("starts on the default branch where the deleted one was merged", () => {
    const { events } = due({ branch: "absent", pulls: merged() });
    expect(typesOf(events)).toEqual(["pull.merged", "branch.sync", "iteration.start"]);
    expect(events.at(-1)).toMatchObject({ base: MAIN });
  });

  it("does nothing before an iteration is due", () => {
    expect(planned({ branch: behind(1) }).says).toEqual([]);
    expect(
      planned({ branch: behind(1), pulls: merged() }).actions.filter(({ type }) =>
        type.startsWith("branch."),
      ),
    ).toEqual([]);
  });

  it.each([
    ["the branch is up to date", {}],
    ["there is no branch yet", { journal: aProgram().baseline(760), branch: "absent" as const }],
  ])("lets an iteration start where %s", (_, deviation) => {
    expect(typesOf(due(deviation).events)).toContain("iteration.start");
  });
});

const worldOf = (deviation: Deviation) => ({ seen: anObservation(deviation), now: 0, policy: POLICY });

describe("bringUpToDate of a branch that was merged in other commits", () => {
  const world = worldOf({ branch: behind(1), pulls: merged() });
  const restart = { type: "branch.reset", branch: "autoloop/carton", expectedHead: kept.id, to: MAIN };

  it("does not journal a second time that it begins again", () => {
    const announced = { ...aKeptProgram().state, branch_head: MAIN };
    expect(bringUpToDate(world, emptyDraft(announced, 0))).toMatchObject({
      ...{ events: [], actions: [restart], again: true },
    });
    expect(bringUpToDate(world, emptyDraft(aKeptProgram().state, 0))).toMatchObject({
      ...{ events: [{ type: "branch.sync", how: "restart", head: MAIN }], actions: [restart], again: true },
    });
  });

  it("has nothing to do before adoption, or in a repository without a commit", () => {
    expect(bringUpToDate(world, emptyDraft(null, 0))).toBeNull();
    const empty = worldOf({ branch: behind(1), defaultBranch: "absent" });
    expect(bringUpToDate(empty, emptyDraft(aKeptProgram().state, 0))).toBeNull();
  });
});

describe(isToBeginAgain, () => {
  const branch = aBranch([iterationCommit(2, kept.id), kept], { behind: 1 });
  const pulls = merged({ head: branch.head });
  const toBegin = (branch_head: string | null, deviation: Deviation = {}) =>
    isToBeginAgain(
      worldOf({ branch, pulls, ...deviation }),
      { ...aKeptProgram().state, branch_head },
      branch,
    );

  it("is so where the merged branch does not hold the head that was announced", () => {
    expect(toBegin(MAIN)).toBe(true);
    expect(toBegin("d".repeat(40))).toBe(true);
  });

  it.each<[string, string | null, Deviation]>([
    ["its head is the one that the journal knows", branch.head, {}],
    ["an earlier commit of it is", kept.id, {}],
    ["the journal knows none", null, {}],
    ["the default branch is gone", MAIN, { defaultBranch: "absent" }],
    ["it was not merged", MAIN, { pulls: [aPull(aKeptProgram().state, { head: branch.head })] }],
    ["it was moved since", MAIN, { pulls: merged() }],
  ])("is not so where %s", (_, announced, deviation) => {
    expect(toBegin(announced, deviation)).toBe(false);
  });
});
