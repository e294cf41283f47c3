import { describe, expect, it } from "vitest";
import { progressSince } from "../../src/plan/progress.ts";
import { aJournal } from "../support/plan/journal.ts";

describe(progressSince, () => {
  it("tells where the program stands after every fifth iteration, and at no other time", () => {
    const journal = aJournal();
    let before = journal.state;
    const told: unknown[] = [];
    const step = (next: () => unknown) => {
      next();
      told.push(progressSince(before, journal.state));
      before = journal.state;
    };
    step(() => journal.baseline(760));
    step(() => journal.accepted(700));
    for (let n = 0; n < 3; n += 1) step(() => journal.rejected(710));
    step(() => journal.failed("it broke"));
    step(() => journal.paused());
    step(() => journal.resumed());
    for (let n = 0; n < 5; n += 1) step(() => journal.accepted(690 - n));
    const line = { baseline: 760, errors: 1, status: "active" };
    expect(told).toEqual([
      ...[null, null, null, null, null],
      { ...line, iterations: 5, kept: 1, discarded: 3, best: 700 },
      ...[null, null, null, null, null, null],
      { ...line, iterations: 10, kept: 6, discarded: 3, best: 686 },
    ]);
  });

  it("says nothing of a program that is not there, or that was taken over just now", () => {
    const { state } = aJournal().baseline(760);
    const many = { ...state, counts: { accepted: 20, rejected: 0, errors: 0 } };
    expect([progressSince(null, many), progressSince(many, null), progressSince(many, state)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
