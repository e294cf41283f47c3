// Which rule decided what.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explain, plan } from "../../src/plan/plan.ts";
import { POLICY } from "../support/loop/loop.ts";
import { aKeptProgram, anObservation, type Deviation } from "../support/plan/observation.ts";
import { HOUR, lastEvent } from "../support/plan/planned.ts";
import { worlds } from "../support/plan/worlds.ts";

/** What each rule that had something to say added: types of actions and events, and what else. */
function said(deviation: Deviation, after = 1_000): Readonly<Record<string, readonly string[]>> {
  const seen = anObservation(deviation);
  const steps = explain(seen, lastEvent(seen) + after, POLICY).map((step) => {
    const flags = [step.again ? "again" : "", step.halted ? "halted" : ""].filter((flag) => flag !== "");
    const acts = step.actions.map(({ type }) => type);
    const events = step.events.map(({ type }) => type);
    const others = [
      ...step.blocked.map(({ key }) => `blocked by ${key}`),
      ...step.notices.map(({ kind }) => `notice ${kind}`),
      ...step.wakeAt.map(() => "wake"),
    ];
    return [step.rule, [...events, ...acts, ...others, ...flags]] as const;
  });
  return Object.fromEntries(steps.filter(([, all]) => all.length > 0));
}

describe(explain, () => {
  it("tells the start of an iteration rule by rule", () => {
    expect(said({}, HOUR)).toEqual({
      start: ["iteration.start", "wake"],
      dispatch: ["run.start"],
      memory: ["memory.commit"],
      status: ["wake"],
    });
  });

  it("tells what blocks and what is asked of people", () => {
    const problem = { key: "agent", value: "x", allowed: "claude", line: 1, message: "is unknown" };
    expect(said({ configProblems: [problem] })).toMatchObject({
      configuration: ["blocked by agent", "notice problems"],
    });
  });

  it("names every rule, also those with nothing to say, in the order in which they are asked", () => {
    const seen = anObservation({ journal: aKeptProgram().paused() });
    const steps = explain(seen, lastEvent(seen), POLICY);
    expect(steps.map(({ rule }) => rule).slice(0, 4)).toEqual([
      "unwritten",
      "unreadRole",
      "integrity",
      "orphanedRuns",
    ]);
    expect(steps.map(({ rule }) => rule).slice(-2)).toEqual(["notices", "labels"]);
    expect(steps.every(({ actions, events }) => actions.length + events.length === 0)).toBe(true);
  });

  it("leaves out the rules that nobody asks once the journal cannot be trusted, never what is shown", () => {
    const seen = anObservation({ journal: { broken: "torn" } });
    const rules = explain(seen, lastEvent(seen), POLICY).map(({ rule }) => rule);
    expect(rules.slice(2, 4)).toEqual(["integrity", "memory"]);
    expect(said({ journal: { broken: "torn" } }).integrity).toEqual(["notice journal-broken", "halted"]);
  });

  it("holds exactly what the plan holds, each action and event under the rule that decided it", () => {
    fc.assert(
      fc.property(worlds, ({ deviation, when }) => {
        const seen = anObservation(deviation);
        const world = [seen, lastEvent(seen) + when.after, { ...POLICY, ...when.policy }] as const;
        const steps = explain(...world);
        const { actions, events } = plan(...world);
        const told = steps.flatMap(({ rule, actions: all }) => all.map((action) => ({ rule, action })));
        expect(told).toEqual(expect.arrayContaining([...actions]));
        expect(events).toEqual(
          steps.flatMap(({ rule, events: all }) => all.map(({ type }) => ({ rule, type }))),
        );
      }),
      { numRuns: 50 },
    );
  });
});
