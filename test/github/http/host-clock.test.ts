// GitHub's time over a machine whose clock is wrong.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHostClock } from "../../../src/github/http/host-clock.ts";

const DAY = 24 * 60 * 60_000;

/** GitHub, a way to it, and a machine whose clock shows so much more. */
function aMachine(skewMs: number) {
  let real = Date.UTC(2026, 0, 1);
  let skew = skewMs;
  const waits: number[] = [];
  const clock = createHostClock({
    now: () => real + skew,
    after: (ms) => {
      waits.push(ms);
      return () => undefined;
    },
  });
  return {
    clock,
    waits,
    /** How much more the clock shows than GitHub's. */
    ahead: () => clock.now() - real,
    pass: (ms: number) => {
      real += ms;
    },
    set: (ms: number) => {
      skew = ms;
    },
    /** A request that GitHub dates after `there` and whose answer is here after `back`, milliseconds. */
    exchange: (there = 0, back = 0) => {
      const answered = clock.ask();
      real += there;
      const date = new Date(real).toUTCString();
      real += back;
      answered(date);
    },
  };
}

const skews = fc.oneof(
  fc.constantFrom(0, 5_000, -5_000, 20_000, -20_000, 30 * DAY, -30 * DAY),
  fc.integer({ min: -30 * DAY, max: 30 * DAY }),
);

describe(createHostClock, () => {
  it("is the machine's until GitHub was heard", () => {
    expect(aMachine(5_000).ahead()).toBe(5_000);
  });

  it.each([5_000, -5_000, 20_000, -20_000, 30 * DAY, -30 * DAY])(
    "is GitHub's from the first answer on, on a machine %i ms ahead",
    (skewMs) => {
      const machine = aMachine(skewMs);
      machine.pass(400);
      machine.exchange();
      expect(machine.ahead()).toBe(-400);
      machine.pass(30 * DAY);
      expect(machine.ahead()).toBe(-400);
    },
  );

  it("shows no moment before one that GitHub has told, and is at most a second and the way off", () => {
    const step = fc.record({
      pause: fc.integer({ min: 0, max: 10_000 }),
      there: fc.integer({ min: 0, max: 30_000 }),
      back: fc.integer({ min: 0, max: 1_000 }),
      set: fc.option(skews, { freq: 4 }),
    });
    fc.assert(
      fc.property(skews, fc.array(step, { minLength: 1 }), (skewMs, steps) => {
        const machine = aMachine(skewMs);
        for (const { pause, there, back, set } of steps) {
          machine.pass(pause);
          if (set !== null) machine.set(set);
          machine.exchange(there, back);
          expect(machine.ahead()).toBeGreaterThanOrEqual(-999 - back);
          expect(machine.ahead()).toBeLessThanOrEqual(999 + 2_000 - back);
        }
      }),
    );
  });

  it("lets a clock that is right alone, however long answers take", () => {
    const steps = fc.array(fc.tuple(fc.nat(3_000), fc.nat(30_000), fc.nat(2_000)));
    fc.assert(
      fc.property(steps, (all) => {
        const machine = aMachine(0);
        for (const [pause, there, back] of all) {
          machine.pass(pause);
          machine.exchange(there, back);
          expect(machine.ahead()).toBe(0);
        }
      }),
    );
  });

  it.each([undefined, null, 7, "", "soon"])("learns nothing from the date %j", (date) => {
    const machine = aMachine(5_000);
    machine.clock.ask()(date);
    expect(machine.ahead()).toBe(5_000);
  });

  it("waits as the machine does", () => {
    const machine = aMachine(30 * DAY);
    machine.clock.after(1_000, () => undefined);
    machine.exchange();
    expect(machine.waits).toEqual([1_000]);
  });
});
