import { describe, expect, it } from "vitest";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import { lateRed } from "../../../src/plan/iteration/late-red.ts";
import type { JournalBuilder } from "../../support/plan/journal.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { bodyOf, HOUR, MINUTE, planned, typesOf, type When } from "../../support/plan/planned.ts";
import { aBranch, aCheck, aCommit, aPull, iterationCommit, MAIN } from "../../support/plan/view-parts.ts";

const KEPT = Date.parse(aKeptProgram().state.recent.at(-1)?.ended_at ?? "");
const red = aCheck("failure");
const seen = (deviation: Deviation = {}, when: When = {}) => planned({ checks: [red], ...deviation }, when);
const merge = { ...aCommit("d".repeat(40)), parents: [someSha(1), MAIN] };
const merged = aBranch([merge, iterationCommit(1)]);

/** What is said of a world in which nothing is revoked, and of its moment. */
type Quiet = readonly [says: string, deviation: Deviation, when?: When];

const named = ([says, deviation, when = {}]: Quiet) => ({ says, deviation, when });

describe(lateRed, () => {
  it("revokes what was kept, takes its commit back and edits the comment that told of it", () => {
    const result = seen();
    expect(result.events).toMatchObject([
      { type: "iteration.revoke", iteration: 1, head: someSha(1), check: "test" },
    ]);
    expect(result.says).toContainEqual(expect.stringMatching(/^put autoloop\/carton back to the tree of/));
    expect(result.again).toBe(true);
    expect(bodyOf(result, "comment of iteration 1")).toMatch(/^<!--.*-->\n### ↩️ Iteration 1: revoked, 750\n/);
    expect(result.says).toContain("edit pull request #2");
  });

  it("ends the iteration in flight on it without counting it, and its run with it", () => {
    const { events, says } = seen({ journal: aKeptProgram().begun() });
    expect(events).toMatchObject([
      {
        type: "iteration.error",
        iteration: 2,
        uncounted: true,
        reason: expect.stringContaining("Iteration 1"),
      },
      { type: "iteration.revoke", iteration: 1 },
    ]);
    expect(says).toContain("clean up run nonce-2-1");
  });

  it("looks through a merge of the default branch", () => {
    const below = { branch: merged, checksAt: { [someSha(1)]: [red] } };
    expect(typesOf(seen({ ...below, checks: [] }).events)).toContain("iteration.revoke");
    expect(
      typesOf(seen({ branch: merged, checks: [red], checksAt: { [someSha(1)]: [] } }).events),
    ).not.toContain("iteration.revoke");
  });

  it("revokes while the loop stands still, and takes back when it goes on", () => {
    const { events, says } = seen({ journal: aKeptProgram().paused() });
    expect(typesOf(events)).toEqual(["iteration.revoke"]);
    expect(says.filter((one) => one.startsWith("put "))).toEqual([]);
  });

  it.each(["head", "below a merge"])("goes by the end of the check, not by the look (%s)", (where) => {
    const at = (hours: number) => new Date(KEPT + hours * HOUR).toISOString();
    const of = (check: CheckView) =>
      where === "head"
        ? { checks: [check] }
        : { branch: merged, checks: [], checksAt: { [someSha(1)]: [check] } };
    const revokes = (check: CheckView, after: number) =>
      typesOf(planned(of(check), { after }).events).includes("iteration.revoke");
    const days = 24 * HOUR;
    expect(revokes(aCheck("failure", { endedAt: at(23) }), 3 * days)).toBe(true);
    expect(revokes(aCheck("failure", { endedAt: at(24) }), 3 * days)).toBe(false);
    expect(revokes(aCheck("failure", { endedAt: at(25) }), 2 * days)).toBe(false);
    // Nobody tells when it ended: it has now.
    expect(revokes(aCheck("failure"), 23 * HOUR)).toBe(true);
    expect(revokes(aCheck("failure"), 25 * HOUR)).toBe(false);
    // The app was away for too long.
    expect(revokes(aCheck("failure", { endedAt: at(1) }), 7 * days)).toBe(false);
  });

  it("names a check that failed within the day, whatever failed after it", () => {
    const late = aCheck("failure", { name: "late", endedAt: new Date(KEPT + 30 * HOUR).toISOString() });
    const early = aCheck("failure", { name: "early", endedAt: new Date(KEPT + HOUR).toISOString() });
    const { events } = planned({ checks: [late, early] }, { after: 40 * HOUR });
    expect(events).toMatchObject([{ type: "iteration.revoke", check: "early" }]);
  });

  const quiet: readonly Quiet[] = [
    ["is still running beside the red one", { checks: [red, aCheck("pending", { name: "slow" })] }],
    ["is green", { checks: [aCheck("success")] }],
    ["is red and of nobody who runs code", { checks: [aCheck("failure", { app: "vercel" })] }],
    ["was cancelled", { checks: [aCheck("failure", { isCancelled: true })] }],
    ["is red and not required", { required: ["lint"] }],
    ["is red, and nobody may tell whether it is required", { required: "unknown" }],
  ];
  it.each(quiet.map(named))("does nothing where a check $says", ({ deviation }) => {
    expect(typesOf(seen(deviation).events)).not.toContain("iteration.revoke");
  });

  const over: readonly Quiet[] = [
    ["is a day old", {}, { after: 24 * HOUR }],
    [
      "is no commit but the baseline",
      { journal: baselineOnly(), branch: aBranch([aCommit("e".repeat(40))]) },
    ],
    ["is not on the branch", { branch: aBranch([aCommit("e".repeat(40))]) }],
    ["went with its branch", { branch: "absent", checks: [] }],
    ["was merged by a person", { pulls: [aPull(aKeptProgram().state, { state: "merged" })] }],
    ["has the next iteration's commit on it", { journal: aKeptProgram().begun(), committed: true }],
    ["is of a program that has ended", { journal: ended() }],
    ["is in a journal that somebody has tampered with", { journal: aKeptProgram().paused("tampered") }],
    [
      "is no longer remembered",
      { journal: forgotten(), branch: aBranch([iterationCommit(1)]) },
      { after: MINUTE },
    ],
  ];
  it.each(over.map(named))("does nothing where what was kept $says", ({ deviation, when }) => {
    expect(typesOf(seen(deviation, when).events)).not.toContain("iteration.revoke");
  });

  it("does nothing where the program asks for no CI, or is none yet", () => {
    const text = programText("ci: none");
    expect(typesOf(seen({ journal: aKeptProgram(text), text }).events)).toEqual([]);
    expect(typesOf(planned({ journal: "absent" }).events)).not.toContain("iteration.revoke");
  });

  it("leaves a comment alone that says so already", () => {
    const journal = aKeptProgram().event({
      ...{ type: "iteration.revoke", iteration: 1, head: someSha(1), check: "test" },
    });
    const { says } = planned({ journal, branch: aBranch([iterationCommit(1)]) });
    expect(says).not.toContainEqual(expect.stringMatching(/^edit the comment of iteration 1/));
  });
});

function baselineOnly(): JournalBuilder {
  return aKeptProgram().event({
    ...{ type: "iteration.revoke", iteration: 1, head: someSha(1), check: "test" },
  });
}

function ended(): JournalBuilder {
  return aKeptProgram().event({ type: "loop.complete", reason: "Done." });
}

/** As many iterations as are remembered, within the day. */
function forgotten(): JournalBuilder {
  const journal = aKeptProgram();
  for (let n = 0; n < 40; n += 1) journal.rejected(755);
  return journal;
}
