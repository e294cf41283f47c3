import { describe, expect, it } from "vitest";
import { type IterationRange, joined, withRecord } from "../../../src/domain/journal/ranges.ts";
import { aJournal } from "../../support/plan/journal.ts";

const records = aJournal().baseline(760).rejected(800).accepted(700).failed().state.recent;

describe("withRecord", () => {
  it("counts verdicts and takes metrics only from what was kept", () => {
    expect(records.reduce(withRecord, [])).toEqual([
      { from: 0, to: 3, accepted: 2, rejected: 1, errors: 1, metric_from: 760, metric_to: 700 },
    ]);
  });

  it("takes no metric from a range that ends without anything kept", () => {
    expect(records.slice(1, 2).reduce(withRecord, [])).toMatchObject([
      { metric_from: null, metric_to: null },
    ]);
    const rejected = aJournal().baseline(760).rejected(800).state.recent;
    expect(rejected.reduce(withRecord, [])).toMatchObject([{ metric_from: 760, metric_to: 760 }]);
  });

  it("begins a range every 50 iterations and keeps 20 of them for ever", () => {
    const [record] = records;
    if (record === undefined) throw new Error("no record");
    let ranges: readonly IterationRange[] = [];
    for (let number = 0; number < 5_000; number++) ranges = withRecord(ranges, { ...record, number });
    expect(ranges).toHaveLength(20);
    expect(ranges[0]).toMatchObject({ from: 0, to: 4_049, accepted: 4_050 });
    expect(ranges.at(-1)).toMatchObject({ from: 4_950, to: 4_999, accepted: 50 });
  });
});

describe("joined", () => {
  it("keeps the first and the last known metric", () => {
    const none = { from: 0, to: 1, accepted: 0, rejected: 2, errors: 0, metric_from: null, metric_to: null };
    const some = { from: 2, to: 3, accepted: 2, rejected: 0, errors: 0, metric_from: 9, metric_to: 8 };
    expect(joined(none, some)).toMatchObject({
      from: 0,
      to: 3,
      accepted: 2,
      rejected: 2,
      metric_from: 9,
      metric_to: 8,
    });
    expect(joined(some, none)).toMatchObject({ metric_from: 9, metric_to: 8 });
  });
});
