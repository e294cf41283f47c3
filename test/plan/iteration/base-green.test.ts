import { describe, expect, it } from "vitest";
import { baseGreen, pausedOnRed } from "../../../src/plan/iteration/base-green.ts";
import { plan } from "../../../src/plan/plan.ts";
import { POLICY } from "../../support/loop/loop.ts";
import {
  aKeptProgram,
  anObservation,
  aProgram,
  type Deviation,
  programText,
} from "../../support/plan/observation.ts";
import { finished, HOUR, lastEvent, MINUTE, planned, typesOf } from "../../support/plan/planned.ts";
import { refused } from "../../support/plan/red-iteration.ts";
import { aBranch, aCheck, iterationCommit, MAIN } from "../../support/plan/view-parts.ts";

const DAY = 24 * HOUR;
const red = aCheck("failure");
const due = (deviation: Deviation = {}) => planned(deviation, { after: DAY });
const first = (deviation: Deviation = {}) =>
  planned({ journal: aProgram().baseline(760), ...deviation }, { after: MINUTE });

describe(pausedOnRed, () => {
  it("pauses on a branch that is red for other reasons than a keep of today, and names the checks", () => {
    const { events, says } = due({ checks: [red, aCheck("failure", { name: "lint" })] });
    expect(events).toMatchObject([
      { type: "loop.pause", kind: "ci-red-on-base", reason: expect.stringContaining("test, lint") },
    ]);
    expect(says.filter((one) => one.startsWith("start "))).toEqual([]);
  });

  it("pauses before the first change where the default branch is red", () => {
    expect(first({ checksAt: { [MAIN]: [red] } }).events).toMatchObject([{ kind: "ci-red-on-base" }]);
    expect(typesOf(first({ checksAt: { [MAIN]: [aCheck("success")] } }).events)).toEqual(["iteration.start"]);
  });

  it("looks at the default branch where that is merged first", () => {
    const behind = { branch: aBranch([iterationCommit(1)], { behind: 1 }), checks: [] };
    expect(due({ ...behind, checksAt: { [MAIN]: [red] } }).events).toMatchObject([
      { kind: "ci-red-on-base" },
    ]);
    expect(due(behind).says).toContainEqual(expect.stringMatching(/^merge main into/));
  });

  it.each<readonly [string, Deviation]>([
    ["is not required", { required: ["lint"] }],
    ["runs no code", { checks: [aCheck("failure", { app: "netlify" })] }],
    ["was cancelled", { checks: [aCheck("failure", { isCancelled: true })] }],
    ["is our own", { checks: [aCheck("failure", { own: true })] }],
  ])("starts where what is red %s", (_, deviation) => {
    expect(typesOf(due({ checks: [red], ...deviation }).events)).toEqual(["iteration.start"]);
  });

  it("measures the baseline on red, which costs no agent, and asks nobody where no CI is asked for", () => {
    expect(typesOf(planned({ journal: aProgram(), checksAt: { [MAIN]: [red] } }).events)).toEqual([
      "iteration.start",
    ]);
    const text = programText("ci: none");
    expect(typesOf(due({ journal: aKeptProgram(text), text, checks: [red] }).events)).toEqual([
      "iteration.start",
    ]);
  });

  it("asks for the checks of the base when the baseline has been measured, and of no other", () => {
    const asking = (deviation: Deviation, after = MINUTE) => {
      const seen = { ...anObservation(deviation), checksAt: "unread", requiredChecks: "unread" } as const;
      return plan(seen, lastEvent(seen) + after, POLICY).reads;
    };
    expect(asking({ journal: aProgram().baseline(760) })).toEqual([{ type: "checks", commits: [MAIN] }]);
    const measured = { journal: aProgram().begun("baseline"), run: finished(760) };
    expect(asking(measured)).toEqual([{ type: "checks", commits: [MAIN] }]);
    expect(asking({ journal: aProgram().begun("baseline") })).toEqual([]);
    expect(asking({}, DAY)).toEqual([]);
    expect(asking({ checks: [red] }, DAY)).toEqual([{ type: "requiredChecks", branch: "main" }]);
    expect(asking({ journal: aKeptProgram().paused("ci-red-on-base"), branch: "absent" }, DAY)).toEqual([
      { type: "checks", commits: [MAIN] },
    ]);
    expect(asking({ journal: aProgram(), defaultBranch: "absent", branch: "absent" })).toEqual([]);
  });

  it("looks again where an iteration ended in this very look, before it starts on what nobody has looked at", () => {
    const journal = aProgram().baseline(760).begun();
    const seen = anObservation({ journal, run: { state: "lost", loss: { code: "run-deleted" } } });
    const late = { ...seen, checksAt: "unread" } as const;
    const decided = plan(late, lastEvent(seen) + 2 * HOUR, POLICY);
    expect(decided.events.map(({ type }) => type)).toEqual(["iteration.error"]);
    expect(decided.again).toBe(true);
  });
});

describe(baseGreen, () => {
  const paused = () => aKeptProgram().paused("ci-red-on-base");

  it.each([
    ["green", [aCheck("success")]],
    ["silent", []],
  ])("goes on by itself once the base is %s, with an iteration that is due", (_, checks) => {
    expect(due({ journal: paused(), checks }).events).toMatchObject([
      { type: "loop.resume", by: null, reason: "CI is no longer red without Autoloop's changes." },
      { type: "iteration.start" },
    ]);
  });

  it.each([
    ["is red", [red]],
    ["is under way again", [aCheck("pending")]],
  ])("stays while a check %s", (_, checks) => {
    expect(due({ journal: paused(), checks }).events).toEqual([]);
  });

  it("goes on where nobody asks for CI any more", () => {
    const when = { after: DAY, policy: { ci: "none" } } as const;
    expect(typesOf(planned({ journal: paused(), checks: [red] }, when).events)).toContain("loop.resume");
  });

  it("ends no other pause, and not that of a change which waits for CI", () => {
    expect(due({ journal: aKeptProgram().paused("plateau") }).events).toEqual([]);
    const waiting = { journal: refused().paused("ci-red-on-base"), committed: true, checks: [red] };
    expect(planned(waiting, { after: DAY, policy: { ciAttempts: 5 } }).events).toEqual([]);
  });

  it("waits while there is nothing to stand on", () => {
    const nowhere = { journal: paused(), branch: "absent", defaultBranch: "absent", checks: [] } as const;
    expect(typesOf(due(nowhere).events)).not.toContain("loop.resume");
  });
});
