import { describe, expect, it } from "vitest";
import { branch } from "../../../src/plan/branch/branch.ts";
import { revertMessage } from "../../../src/text/comments/commit-message.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, type Deviation } from "../../support/plan/observation.ts";
import { HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { aBranch, aCommit, aPull, iterationCommit, MAIN } from "../../support/plan/view-parts.ts";

const person = aCommit("f".repeat(40), { parents: [someSha(2)] });
const kept = iterationCommit(1);
const unkept = iterationCommit(2, someSha(1));
const takeBack = aCommit("e".repeat(40), {
  message: revertMessage({ program: "carton", iterations: [2], commits: [unkept.id] }),
  parents: [unkept.id],
});
const rejected = () => aKeptProgram().rejected(800);
const short = (id: string) => id.slice(0, 7);
/** What the journal will say about the branch, once something must be written. */
const synced = (deviation: Deviation) =>
  planned(deviation, { after: HOUR }).events.filter(({ type }) => type === "branch.sync");
/** How the plan takes something back. */
const undoes = (deviation: Deviation) =>
  planned(deviation).says.filter((line) => /^(?:put|take back) /.test(line));

describe(branch, () => {
  it("takes back a commit that was not kept, by a new commit, before anything starts", () => {
    const { actions, says, again, events } = planned(
      { journal: rejected(), branch: aBranch([unkept, kept]) },
      { after: HOUR },
    );
    expect(says).toContain(`put autoloop/carton back to the tree of ${short(kept.id)}`);
    expect(actions.find(({ type }) => type === "branch.restore")).toMatchObject({
      expectedHead: unkept.id,
      message: takeBack.message,
    });
    expect(again).toBe(true);
    expect(typesOf(events)).not.toContain("iteration.start");
  });

  it("takes back all commits of an iteration at once, and those of two", () => {
    const fix = { ...iterationCommit(2, unkept.id), id: "d".repeat(40) };
    const later = { ...iterationCommit(3, fix.id), id: "c".repeat(40) };
    const journal = rejected().rejected(800);
    expect(undoes({ journal, branch: aBranch([later, fix, unkept, kept]) })).toEqual([
      `put autoloop/carton back to the tree of ${short(kept.id)}`,
    ]);
  });

  it("takes back what lies below a person's commits, newest first", () => {
    const view = { branch: aBranch([person, unkept, kept]) };
    expect(undoes({ journal: rejected(), ...view })).toEqual([
      `take back ${short(unkept.id)} on autoloop/carton`,
    ]);
    const later = { ...iterationCommit(3, person.id), id: "c".repeat(40) };
    const both = { journal: rejected().rejected(800), branch: aBranch([later, person, unkept, kept]) };
    expect(undoes(both)).toEqual([`take back ${short(later.id)}, ${short(unkept.id)} on autoloop/carton`]);
  });

  it("pauses and names the files where a machine cannot, and leaves it to people from then on", () => {
    const conflict = { in: "revert" as const, paths: ["src/a", "src/b"] };
    const { events } = planned({ journal: rejected(), branch: aBranch([person, unkept, kept]), conflict });
    expect(events).toMatchObject([
      { type: "branch.sync", head: person.id, left: [unkept.id] },
      {
        type: "loop.pause",
        kind: "conflict",
        reason: expect.stringMatching(/Iteration 2 .*: src\/a, src\/b\.$/),
      },
    ]);
    const journal = rejected()
      .event({ type: "branch.sync", how: "pushed", head: person.id, left: [unkept.id] })
      .paused("conflict")
      .resumed();
    expect(undoes({ journal, branch: aBranch([person, unkept, kept]) })).toEqual([]);
  });

  it.each([
    ["a commit that was kept", [kept]],
    ["a person's commit", [person, kept]],
    ["what was taken back", [takeBack, unkept, kept]],
    ["what was taken back and a person brought back", [person, takeBack, unkept, kept]],
    ["another program's commit", [iterationCommit(2, someSha(1), "other"), kept]],
    ["an iteration's commit that nobody remembers", [iterationCommit(99, someSha(1)), kept]],
    ["a commit without a parent", [{ ...unkept, parents: [] }]],
    ["a merge that carries an iteration's trailers", [{ ...unkept, parents: [someSha(1), MAIN] }]],
  ])("leaves %s alone", (_, commits) => {
    expect(undoes({ journal: rejected(), branch: aBranch(commits) })).toEqual([]);
  });

  it("is not impressed by another program's word that something was taken back", () => {
    const message = revertMessage({ program: "box", iterations: [2], commits: [unkept.id] });
    expect(
      undoes({ journal: rejected(), branch: aBranch([{ ...person, message }, unkept, kept]) }),
    ).toHaveLength(1);
  });

  it("leaves alone what a person merged, whichever way", () => {
    const journal = rejected();
    const pulls = [aPull(journal.state, { state: "merged", head: unkept.id })];
    expect(undoes({ journal, pulls, branch: aBranch([person, unkept, kept], { behind: 1 }) })).toEqual([]);
    const elsewhere = [{ ...pulls[0], base: "release" }] as typeof pulls;
    expect(undoes({ journal, pulls: elsewhere, branch: aBranch([person, unkept, kept]) })).toHaveLength(1);
    const merge = aCommit(MAIN, { parents: ["9".repeat(40), unkept.id] });
    expect(undoes({ journal, branch: aBranch([merge, unkept, kept], { ahead: 0 }) })).toEqual([]);
  });

  it("moves nothing while the loop stands still or an iteration is in flight", () => {
    const view = { branch: aBranch([unkept, kept]) };
    const stopped = rejected().event({ type: "loop.stop", reason: "Closed.", by: null });
    for (const journal of [rejected().paused(), stopped, rejected().begun()]) {
      expect(undoes({ journal, ...view })).toEqual([]);
    }
  });

  it.each([
    ["pushed", aBranch([person, kept])],
    ["merge", aBranch([{ ...person, parents: [someSha(1), MAIN] }, kept])],
    ["fast-forward", aBranch([aCommit(MAIN)], { ahead: 0 })],
    ["revert", aBranch([takeBack, unkept, kept])],
  ])("notes what happened to the branch: %s", (how, seen) => {
    expect(synced({ journal: rejected(), branch: seen })).toMatchObject([{ how, head: seen.head }]);
    expect(planned({ journal: rejected(), branch: seen }).events).toEqual([]);
  });

  it("knows what it left itself", () => {
    expect(synced({})).toEqual([]);
  });

  it("forgets a branch that went without any work being lost", () => {
    const pushed = aProgram().baseline(760).event({ type: "branch.sync", how: "pushed", head: person.id });
    expect(synced({ journal: pushed, branch: "absent" })).toMatchObject([{ how: "gone", head: person.id }]);
    const journal = aKeptProgram();
    const pulls = [aPull(journal.state, { state: "merged" })];
    expect(synced({ journal, pulls, branch: "absent" })).toMatchObject([{ how: "gone" }]);
  });
});
