// When the demo's facts add up to "it works", and what it says where they do not.

import { describe, expect, it } from "vitest";
import { type Facts, shortcomings, type Wanted } from "../../../sandbox/demo/facts.ts";

const FACTS: Facts = {
  ...{ issues: 1, status_comments: 1, iterations_ended: 2, iteration_comments: 2, branches: 1 },
  ...{ pull_requests_open: 1, baseline: 760, best: 700, direction: "lower", change: "Wider." },
  ...{ steering_honoured: false, journal_verified: true, requests: 50, seconds: 20 },
};
const WANTED: Wanted = { iterations: 1, change: "Wider.", best: 700, steering: false };

describe("a demo", () => {
  it("works where everything is as it has to be", () => {
    expect(shortcomings(FACTS, WANTED)).toEqual([]);
  });

  it.each<[Partial<Facts>, Partial<Wanted>, string]>([
    [{ best: 720 }, {}, "the best metric 700, not 720"],
    [{ change: "" }, {}, 'a change that says "Wider.", not ""'],
    [{}, { steering: true }, "the steering comment read, acknowledged and followed"],
    [
      { iterations_ended: 1, iteration_comments: 1 },
      {},
      "the baseline and at least 1 iterations, not 1 in all",
    ],
    [{ pull_requests_open: 0 }, {}, "one open draft pull request, not 0"],
  ])("does not with %j where %j is wanted", (facts, wanted, said) => {
    expect(shortcomings({ ...FACTS, ...facts }, { ...WANTED, ...wanted })).toEqual([said]);
  });

  it("may say and reach anything where nothing certain is wanted", () => {
    expect(
      shortcomings({ ...FACTS, best: 601, change: "?" }, { ...WANTED, best: null, change: null }),
    ).toEqual([]);
  });
});
