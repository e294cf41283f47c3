import { describe, expect, it } from "vitest";
import type { Cost } from "../../../src/domain/journal/iteration.ts";
import { spend } from "../../../src/domain/settings/spending.ts";
import { someFacts, someSha } from "../../support/plan/journal.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";

const cost = (usd: number | null, tokens: number | null): Cost => ({
  usd,
  input_tokens: tokens,
  output_tokens: tokens === null ? null : 10,
});
const [MONDAY, TUESDAY] = ["2026-11-30T23:59:59.000Z", "2026-12-01T00:00:00.000Z"];

describe(spend, () => {
  it("adds up money and tokens, by day and in all", () => {
    const one = spend(undefined, cost(0.1, 90), MONDAY);
    const two = spend(one, cost(0.2, 190), MONDAY);
    expect(two).toEqual({
      since: MONDAY,
      total: { usd: 0.3, tokens: 300, unpriced: 0, uncounted: 0 },
      day: { date: "2026-11-30", usd: 0.3, tokens: 300, unpriced: 0, uncounted: 0 },
    });
    expect(spend(two, cost(1, 0), TUESDAY)).toMatchObject({
      since: MONDAY,
      total: { usd: 1.3, tokens: 310 },
      day: { date: "2026-12-01", usd: 1, tokens: 10 },
    });
  });

  it("counts what is unknown, and takes it for nothing nowhere", () => {
    const half: Cost = { usd: null, input_tokens: 5, output_tokens: null };
    expect(spend(undefined, half, MONDAY).total).toEqual({ usd: 0, tokens: 5, unpriced: 1, uncounted: 1 });
    expect(spend(undefined, null, MONDAY).total).toEqual({ usd: 0, tokens: 0, unpriced: 1, uncounted: 1 });
    expect(spend(undefined, cost(0, 0), MONDAY).total).toMatchObject({ unpriced: 0, uncounted: 0 });
  });

  it("does not empty a day because a clock was put back", () => {
    const later = spend(undefined, cost(1, 0), TUESDAY);
    expect(spend(later, cost(1, 0), MONDAY).day).toMatchObject({ date: "2026-12-01", usd: 2 });
  });
});

describe("the fold", () => {
  const started = (budgeted: boolean, attempt = 1) => ({
    ...({ type: "iteration.start", iteration: 2, kind: attempt === 1 ? "improve" : "fix", attempt } as const),
    ...{ base: someSha(1), definition: "d", executor: "local", place: "here", nonce: `n${attempt}` },
    ...{ deadline: "2026-01-02T00:00:00.000Z", steering: [] },
    ...(budgeted ? { budgeted: true as const } : {}),
  });
  const report = { type: "iteration.report", iteration: 2, ...someFacts(740), cost: cost(0.5, 100) } as const;
  const rejected = { type: "iteration.reject", iteration: 2, reason: "Worse." } as const;

  it("counts each run of an iteration that began under a budget once", () => {
    const journal = aKeptProgram().event(started(true)).event(report).event(rejected);
    expect(journal.state.spent?.total).toEqual({ usd: 0.5, tokens: 110, unpriced: 0, uncounted: 0 });
  });

  it("counts every attempt, those without a report too", () => {
    const journal = aKeptProgram().event(started(true)).event(report).event(started(true, 2)).event(rejected);
    expect(journal.state.spent?.total).toEqual({ usd: 0.5, tokens: 110, unpriced: 1, uncounted: 1 });
  });

  it("counts nothing where there is no budget", () => {
    const journal = aKeptProgram().event(started(false)).event(report).event(rejected);
    expect(journal.state).not.toHaveProperty("spent");
  });
});
