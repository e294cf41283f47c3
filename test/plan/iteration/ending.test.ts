import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/journal/fold.ts";
import type { Cost, RunState } from "../../../src/domain/journal/iteration.ts";
import { abandon, end } from "../../../src/plan/iteration/ending.ts";
import { aKeptProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, planned, typesOf } from "../../support/plan/planned.ts";

const UNKNOWN: Cost = { usd: null, input_tokens: null, output_tokens: null };
const COST: Cost = { usd: null, input_tokens: 1_200, output_tokens: null };
const SPENT = { cost: COST, seconds: 7 };
const PART = "Its cost was counted shortly before, and is no less.";
const CLOSED = { issue: { state: "closed" } } as const;
const STOPPED = "Stopped before it ended. The issue was closed.";

/** What is remembered of the second iteration when it is ended like this. */
function ended(deviation: Deviation, journal = aKeptProgram().begun(), after = 0) {
  const { events } = planned({ ...deviation, journal }, { after });
  const record = fold(journal.state, events)?.recent.at(-1);
  return {
    types: typesOf(events),
    number: record?.number,
    cost: record?.cost,
    reason: record?.reason,
    record,
  };
}

describe(abandon, () => {
  it.each<[string, RunState | "reported", string]>([
    ["goes on", { state: "running", spent: SPENT }, `${STOPPED} ${PART}`],
    ["was lost", { state: "lost", loss: { code: "report-unsigned" }, spent: SPENT }, `${STOPPED} ${PART}`],
    ["has come to its end", "reported", STOPPED],
  ])(
    "tells what a run has cost that %s when its program is stopped, and nothing else of it",
    (_, run, reason) => {
      const seen =
        run === "reported"
          ? finished(700, { cost: COST, seconds: { total: 7, agent: 5, evaluation: 1 } })
          : run;
      const { types, record } = ended({ ...CLOSED, run: seen });
      expect(types).toEqual(["loop.stop", "iteration.report", "iteration.error"]);
      expect(record).toMatchObject({
        ...{ number: 2, verdict: "error", reason, cost: COST, seconds: 7 },
        ...{ metric: null, answer: null, paths: [] },
      });
    },
  );

  it.each<[string, Deviation["run"]]>([
    ["has said nothing yet", { state: "running" }],
    ["has not begun", { state: "running", queued: true }],
    ["nobody here knows of", { state: "unknown", doubt: { code: "other-worker", holds: "b", asked: "a" } }],
    ["was never heard of", { state: "absent" }],
    ["was lost without a count", { state: "lost", loss: { code: "report-unsigned" } }],
    ["counted and found nothing out", { state: "running", spent: { cost: UNKNOWN, seconds: 7 } }],
    ["has ended and knows nothing", finished(700, { cost: UNKNOWN })],
  ])("says that the cost is unknown of a run that %s: it is never zero", (_, run) => {
    const { types, cost, reason } = ended({ ...CLOSED, ...(run === undefined ? {} : { run }) });
    expect(types).toEqual(["loop.stop", "iteration.error"]);
    expect({ cost, reason }).toEqual({ cost: UNKNOWN, reason: STOPPED });
  });

  it("tells it once: the report of what CI still looks at stays what it was", () => {
    const journal = aKeptProgram()
      .begun()
      .event({
        ...{ type: "iteration.report", iteration: 2, measurement: null, gates: [], paths: [] },
        ...{ answer: null, cost: { ...COST, usd: 2 }, seconds: 9 },
      });
    const { types, cost } = ended({ ...CLOSED, run: { state: "running", spent: SPENT } }, journal);
    expect(types).toEqual(["loop.stop", "iteration.error"]);
    expect(cost).toEqual({ ...COST, usd: 2 });
  });

  it("tells what a run on GitHub Actions has cost when a pause ends it, should that be known one day", () => {
    const journal = aKeptProgram().begun("improve", "actions").paused();
    const { types, cost } = ended({ run: { state: "running", spent: SPENT } }, journal);
    expect(types).toEqual(["iteration.report", "iteration.error"]);
    expect(cost).toEqual(COST);
  });
});

describe(end, () => {
  it("tells what a run has cost that was lost, or did not end in its time", () => {
    const lost = ended({ run: { state: "lost", loss: { code: "report-unsigned" }, spent: SPENT } });
    expect(lost).toMatchObject({
      number: 2,
      cost: COST,
      reason: expect.stringMatching(/^The run was lost: .*no less\.$/),
    });
    const late = ended({ run: { state: "running", spent: SPENT } }, aKeptProgram().begun(), HOUR);
    expect(late).toMatchObject({
      number: 2,
      cost: COST,
      reason: `No report arrived before the deadline. ${PART}`,
    });
  });
});

describe("an iteration that is confirmed in pairs", () => {
  const pair = { base: 762, candidate: 770 };
  const report = (pairs: number) => finished(700, { pairs: Array.from({ length: pairs }, () => pair) });

  it("ends with its pairs in the journal, none more than were ordered", () => {
    const journal = () => aKeptProgram(programText("confirm: 9")).begun("improve", "local", 9);
    const { record, types, reason } = ended({ run: report(2), text: programText("confirm: 9") }, journal());
    expect(types).toContain("iteration.reject");
    expect(reason).toMatch(/better in 0 of 2 pairs only/);
    expect(record?.confidence).toEqual({ pairs: 2, better: 0, base: 762, change: 8, noise: 0 });
    const { record: more } = ended({ run: report(30), text: programText("confirm: 9") }, journal());
    expect(more?.confidence?.pairs).toBe(9);
  });

  it("is none where the run was ordered none, whatever it brings back", () => {
    const { events } = planned({ journal: aKeptProgram().begun(), run: report(2) });
    expect(typesOf(events)).not.toContain("iteration.reject");
    expect(ended({ run: finished(900, { pairs: [pair] }) }).record).not.toHaveProperty("confidence");
  });
});
