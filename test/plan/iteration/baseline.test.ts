import { describe, expect, it } from "vitest";
import type { Measurement, Report } from "../../../src/domain/journal/iteration.ts";
import {
  askAboutBaseline,
  askWithoutBaseline,
  baselineDoubt,
  confirmingDoubt,
} from "../../../src/plan/iteration/baseline.ts";
import { aDefinition } from "../../support/plan/journal.ts";
import { aProgram, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, planned, typesOf } from "../../support/plan/planned.ts";
import { ruled } from "../../support/plan/ruled.ts";

const flying = () => aProgram().begun("baseline");
const KB = 'guardrails: { kb: "<= 5" }';
const failed = (cause?: Extract<Measurement, { outcome: "failed" }>["cause"]): Partial<Report> => {
  const measurement = { outcome: "failed" as const, reason: "It broke.", ...(cause ? { cause } : {}) };
  return { outcome: "failed", problem: "It broke.", measurement };
};

describe(askWithoutBaseline, () => {
  it.each<[string, Partial<Report>, string]>([
    [
      "a gate fails",
      { gates: [{ name: "lint", passed: false, seconds: 1, detail: "" }] },
      "Failed gate: lint.",
    ],
    ["the evaluation ends with an error", failed("exit"), "The run broke: It broke."],
    ["a tool is missing", failed("missing"), "The run broke: It broke."],
    ["nothing can be read", failed(), "The run broke: It broke."],
    ["the evaluation says no", { measurement: { outcome: "rejected", reason: "odd" } }, "odd"],
  ])("asks at once where %s, and counts no iteration", (_, report, why) => {
    const { events } = planned({ journal: flying(), run: finished(760, report) });
    expect(typesOf(events)).toEqual(["iteration.report", "iteration.error", "loop.pause"]);
    expect(events[2]).toMatchObject({ kind: "baseline", by: null, reason: expect.stringContaining(why) });
    expect(events[1]).toMatchObject({ uncounted: true });
  });

  it.each<[string, Parameters<typeof planned>[0], number]>([
    ["the run is lost", { run: { state: "lost", loss: { code: "report-unreadable", why: "x" } } }, 0],
    ["no report comes", { run: { state: "running" } }, HOUR],
    ["the time is over", { run: finished(760, failed("timeout")) }, 0],
    ["the system ended it", { run: finished(760, failed("killed")) }, 0],
    ["the agent's half broke", { run: finished(760, { outcome: "failed", measurement: null }) }, 0],
  ])("asks only the second time where %s", (_, deviation, after) => {
    const first = planned({ journal: flying(), ...deviation }, { after });
    expect(typesOf(first.events)).toContain("iteration.error");
    expect(typesOf(first.events)).not.toContain("loop.pause");
    const again = flying()
      .event({ type: "iteration.error", iteration: 0, reason: "It was lost.", uncounted: true })
      .begun("baseline");
    const second = planned({ journal: again, ...deviation }, { after: 2 * HOUR });
    expect(second.events).toContainEqual(expect.objectContaining({ type: "loop.pause", kind: "baseline" }));
  });
});

describe(askAboutBaseline, () => {
  const measured = (
    metric: number,
    settings = "repeat: 1",
    secondary: Readonly<Record<string, number>> = {},
  ) =>
    planned({
      journal: aProgram(programText(settings)).begun("baseline"),
      text: programText(settings),
      run: finished(metric, { measurement: { outcome: "measured", metric, secondary } }),
    });

  it.each<[string, Parameters<typeof measured>, string]>([
    ["meets the target already", [590, "target-metric: 600"], "meets the target metric of 600 already"],
    ["is 0", [0], "The untouched branch measures 0"],
    [
      "breaks a guardrail",
      [760, KB, { kb: 6 }],
      "breaks a guardrail, and so would every change of it: kb is 6, allowed is at most 5.",
    ],
  ])("asks about a baseline that %s, and keeps it", (_, args, why) => {
    const { events } = measured(...args);
    expect(typesOf(events)).toEqual(["iteration.report", "iteration.accept", "loop.pause"]);
    expect(events[2]).toMatchObject({ kind: "baseline", reason: expect.stringContaining(why) });
    expect(events[1]).toMatchObject({ metric: args[0] });
  });

  it("goes on where nothing is odd", () => {
    const { events } = measured(760, KB, { kb: 5 });
    expect(typesOf(events)).toEqual(["iteration.report", "iteration.accept", "iteration.start"]);
  });
});

describe(baselineDoubt, () => {
  it("has no opinion without a definition, or a measurement", () => {
    expect(baselineDoubt(null, 0, { outcome: "measured", metric: 0, secondary: {} })).toBeNull();
    expect(baselineDoubt(aDefinition(), 0, null)).toBeNull();
    expect(baselineDoubt(aDefinition(), 0, { outcome: "rejected", reason: "odd" })).toBeNull();
  });
});

describe("the counts of a baseline's soft gates", () => {
  const gate = { name: "lint", passed: true, seconds: 1 };

  it("are kept with it, and handed to every run after it", () => {
    const journal = aProgram().baseline(760, {
      gates: [
        { ...gate, count: 3 },
        { ...gate, name: "test" },
      ],
    });
    expect(journal.state.gate_counts).toEqual({ lint: 3 });
    const orders = planned({ journal }, { after: 2 * HOUR }).actions.flatMap((action) =>
      action.type === "run.start" ? [action.request.gateCounts] : [],
    );
    expect(orders).toEqual([{ lint: 3 }]);
  });

  it("are no key where no gate counted", () => {
    expect(aProgram().baseline(760, { gates: [gate] }).state).not.toHaveProperty("gate_counts");
  });
});

describe(confirmingDoubt, () => {
  const measured = (settings: readonly string[], total: number) => {
    const text = programText(...settings);
    return planned({
      journal: aProgram(text).begun("baseline"),
      text,
      run: finished(760, { seconds: { total, agent: 0, evaluation: total } }),
    });
  };

  it("asks before it goes on where confirming one change would not end in the time of a run", () => {
    const { events } = measured(["confirm: 9", "timeout-minutes: 180"], 7_200);
    expect(events.at(-1)).toMatchObject({
      ...{ type: "loop.pause", kind: "baseline", by: null },
      reason:
        "To confirm one change in pairs may take 38 h, going by what the baseline took, and a run has 3 h in all: raise `timeout-minutes`, set `confirm` to 5 or none, or make the evaluation shorter.",
    });
  });

  it("asks nothing where it would, or nothing is confirmed", () => {
    expect(typesOf(measured(["confirm: 9"], 20).events)).not.toContain("loop.pause");
    expect(typesOf(measured(["repeat: 1"], 7_200).events)).not.toContain("loop.pause");
    expect(confirmingDoubt(ruled().world, null)).toBeNull();
  });
});
