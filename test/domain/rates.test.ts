import { describe, expect, it } from "vitest";
import { type Bucket, costOf, drawnUntil, mostMissing, ratesFor, waitFor } from "../../src/domain/rates.ts";

describe(ratesFor, () => {
  it("keeps nothing but the number of requests at the same time where the host has no limits", () => {
    expect(ratesFor(0)).toEqual({ buckets: [], concurrent: 75 });
  });

  it("takes three quarters of what GitHub allows", () => {
    const of = (share?: number) =>
      ratesFor(1_000, share).buckets.map(({ name, capacity, intervalMs }) => [name, capacity, intervalMs]);
    // A minute of the two last gives 225 + 447 and 500 + 1,000 points, an hour of the second 15 + 360 writes.
    expect(of()).toEqual([
      ["pace", 1, 1_000],
      ["writes", 15, 10_000],
      ["rest", 225, 134],
      ["graphql", 500, 60],
    ]);
    expect(of(0.5)).toEqual([
      ["pace", 1, 2_000],
      ["writes", 7, 20_000],
      ["rest", 112, 268],
      ["graphql", 250, 120],
    ]);
  });

  it("gives a process that is cut off a share of everything", () => {
    const [whole, part] = [ratesFor(1_000), ratesFor(1_000, 1 / 8)];
    expect(part.concurrent).toBe(9);
    for (const [index, { capacity, intervalMs }] of part.buckets.entries()) {
      const all = whole.buckets[index];
      const [own, others] = [capacity / intervalMs, (all?.capacity ?? 0) / (all?.intervalMs ?? 1)];
      expect(own).toBeLessThanOrEqual(others);
    }
  });
});

const HALF_A_SECOND: Bucket = {
  ...{ name: "x", capacity: 4, intervalMs: 500 },
  costs: { "rest-read": 1, "rest-write": 5, "graphql-read": 0, "graphql-write": 0 },
};

describe(costOf, () => {
  it("takes every mutation of a document for a write, and the document for one pause", () => {
    const [pace, writes, rest, graphql] = ratesFor(1_000).buckets;
    const costs = [pace, writes, rest, graphql].map((bucket) => bucket && costOf(bucket, "graphql-write", 4));
    expect(costs).toEqual([1, 4, 0, 20]);
  });
});

describe(drawnUntil, () => {
  it("counts from now where the bucket is full, and from its state where it is not", () => {
    expect(drawnUntil(HALF_A_SECOND, 0, 10_000, 3)).toBe(11_500);
    expect(drawnUntil(HALF_A_SECOND, 10_600, 10_000, 2)).toBe(11_600);
  });

  it("takes a bucket for empty whose state a clock that was put back cannot have left", () => {
    expect(drawnUntil(HALF_A_SECOND, 1e12, 10_000, 1)).toBe(12_500);
  });
});

describe(waitFor, () => {
  it("is the time until the tokens are there", () => {
    expect(waitFor(HALF_A_SECOND, 0, 10_000, 4)).toBe(0);
    expect(waitFor(HALF_A_SECOND, 11_500, 10_000, 1)).toBe(0);
    expect(waitFor(HALF_A_SECOND, 11_501, 10_000, 1)).toBe(1);
    expect(waitFor(HALF_A_SECOND, 12_000, 10_000, 2)).toBe(1_000);
  });

  it("gives more than a bucket ever holds when it is full, and what is owed comes back first", () => {
    const [, writes] = ratesFor(1_000, 1 / 8).buckets;
    if (writes === undefined) throw new Error("no bucket of writes");
    const cost = costOf(writes, "graphql-write", 4);
    expect([writes.capacity, cost]).toEqual([1, 4]);
    const full = 1e9;
    expect(waitFor(writes, full, full, cost)).toBe(0);
    const after = drawnUntil(writes, full, full, cost);
    expect(waitFor(writes, after, full, 1)).toBe(4 * writes.intervalMs);
    expect(drawnUntil(writes, 1e12, 0, 0)).toBe(mostMissing(writes) * writes.intervalMs);
  });

  it("is nothing for what costs nothing, however empty the bucket is", () => {
    const [bucket] = ratesFor(1_000).buckets;
    expect(bucket === undefined ? -1 : waitFor(bucket, 1e12, 0, 0)).toBe(0);
    expect(bucket === undefined ? 0 : waitFor(bucket, 1e12, 0, 1)).toBeGreaterThan(0);
  });
});
