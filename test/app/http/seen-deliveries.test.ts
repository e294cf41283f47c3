// Which deliveries are remembered, and how many.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeenDeliveries } from "../../../src/app/http/seen-deliveries.ts";

const MINUTE = 60_000;

function world() {
  const time = { ms: 1_000_000 };
  return { time, seen: createSeenDeliveries({ now: () => time.ms }) };
}

describe(createSeenDeliveries, () => {
  it("knows a delivery for a minute after it was noted last", () => {
    const step = fc.record({
      delivery: fc.nat(5).map(String),
      ms: fc.nat(MINUTE + 1),
      isNoted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { time, seen } = world();
        const noted = new Map<string, number>();
        for (const { delivery, ms, isNoted } of steps) {
          time.ms += ms;
          expect(seen.has(delivery)).toBe(time.ms - (noted.get(delivery) ?? 0) < MINUTE);
          if (!isNoted) continue;
          seen.add(delivery);
          noted.set(delivery, time.ms);
        }
      }),
    );
  });

  it("remembers the newest ten thousand", () => {
    const { seen } = world();
    for (let n = 0; n < 25_000; n += 1) seen.add(`d${n}`);
    expect([seen.has("d14999"), seen.has("d15000"), seen.has("d24999")]).toEqual([false, true, true]);
  });

  it("does not forget with the place that a delivery had what it was noted for again", () => {
    const { seen } = world();
    seen.add("again");
    for (let n = 0; n < 5_000; n += 1) seen.add(`d${n}`);
    seen.add("again");
    for (let n = 5_000; n < 10_000; n += 1) seen.add(`d${n}`);
    expect([seen.has("again"), seen.has("d0"), seen.has("d1")]).toEqual([true, false, true]);
  });
});
