import { describe, expect, it } from "vitest";
import { explain } from "../../src/plan/plan.ts";
import { saysOf } from "../../src/plan/step.ts";
import { POLICY } from "../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../support/plan/observation.ts";
import { finished, HOUR, lastEvent } from "../support/plan/planned.ts";

/** What each rule that had something to say said. */
function says(deviation: Deviation, after = 1_000): Readonly<Record<string, readonly string[]>> {
  const seen = anObservation(deviation);
  const steps = explain(seen, lastEvent(seen) + after, POLICY);
  return Object.fromEntries(steps.map((step) => [step.rule, saysOf(step)] as const));
}

describe(saysOf, () => {
  it("is nothing of a rule that had nothing to say", () => {
    expect(says({}).lifecycle).toEqual([]);
  });

  it("names events with their reasons, and actions as a dry run does", () => {
    const { collect } = says({ journal: aKeptProgram().begun(), run: finished(800) });
    expect(collect).toEqual([
      "journal iteration.report",
      "journal iteration.reject: Worse than the best so far (750).",
      "would clean up run nonce-2-1",
    ]);
  });

  it("names what blocks, what people are shown, and when it is looked again", () => {
    const problem = { key: "agent", value: "x", allowed: "claude", line: 1, message: "is unknown" };
    expect(says({ configProblems: [problem] }).configuration).toEqual([
      "no iteration starts: agent: is unknown",
      'has people shown the notice "problems"',
    ]);
    expect(says({}, HOUR).start).toContainEqual(expect.stringMatching(/^looks again at 2026-/));
    expect(says({ journal: { broken: "torn" } }).integrity).toContainEqual(
      expect.stringMatching(/^ends all deciding/),
    );
    const behind = { journal: aKeptProgram(), defaultBranch: { name: "main", head: "f".repeat(40) } };
    const { branch } = anObservation(behind).view;
    if (branch === "absent") throw new Error("no branch");
    expect(says({ ...behind, branch: { ...branch, behind: 1 } }, HOUR).start).toContain(
      "looks again at once",
    );
  });
});
