import { describe, expect, it } from "vitest";
import { ratesFor, waitFor } from "../../src/domain/rates.ts";

describe(ratesFor, () => {
  it("keeps nothing but the number of requests at the same time where the host has no limits", () => {
    expect(ratesFor(0)).toEqual({ buckets: [], concurrent: 75 });
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

describe(waitFor, () => {
  it("is nothing for what costs nothing, however empty the bucket is", () => {
    const [bucket] = ratesFor(1_000).buckets;
    expect(bucket === undefined ? -1 : waitFor(bucket, 1e12, 0, 0)).toBe(0);
    expect(bucket === undefined ? 0 : waitFor(bucket, 1e12, 0, 1)).toBeGreaterThan(0);
  });
});
