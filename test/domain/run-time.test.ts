import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXECUTORS, traits } from "../../src/domain/executors.ts";
import { isTooLong, measurementsOf, runTimeOf } from "../../src/domain/run-time.ts";

const HERE = traits("local");
const HOSTED = traits("actions");
const HOUR = 3_600;
const asked = { limit: HOUR, asksAgent: true, gates: 0, measurements: 1, took: [] as readonly number[] };
const times = (count: number, seconds: number) => Array.from({ length: count }, () => seconds);

describe(runTimeOf, () => {
  it("gives the agent what its program says, and measuring the same while nothing is known", () => {
    expect(runTimeOf({ ...asked, gates: 2, measurements: 3 }, HERE)).toEqual({
      ...{ agent: HOUR, gates: 2 * HOUR, evaluation: HOUR, measurements: 3, total: 6 * HOUR },
    });
    expect(runTimeOf({ ...asked, asksAgent: false }, HERE)).toMatchObject({ agent: 0, total: HOUR });
  });

  it.each([
    [4, 100, HOUR],
    [5, 100, 200],
    [5, 10, 60],
    [9, 7_200, 14_400],
  ])("believes the median of five: after %i of %i s each may take %i s", (count, seconds, evaluation) => {
    expect(runTimeOf({ ...asked, took: times(count, seconds) }, HERE)).toMatchObject({ evaluation });
  });

  it("is not led astray by one that took long, and is more patient on hosted machines", () => {
    const took = [...times(4, 100), 5_000];
    expect(runTimeOf({ ...asked, took }, HERE).evaluation).toBe(200);
    expect(runTimeOf({ ...asked, took }, HOSTED).evaluation).toBe(300);
  });

  it("shares what a hosted run may take among evaluations of which nothing is known", () => {
    const time = runTimeOf({ ...asked, measurements: 10 }, HOSTED);
    expect(time).toMatchObject({ agent: HOUR, evaluation: 1_440, total: 5 * HOUR });
    expect(isTooLong(time, HOSTED)).toBe(false);
  });

  it("is too long there where it is known, where the agent alone is, and nowhere else", () => {
    const slow = { ...asked, measurements: 9, took: times(5, HOUR) };
    expect(isTooLong(runTimeOf(slow, HOSTED), HOSTED)).toBe(true);
    expect(isTooLong(runTimeOf(slow, HERE), HERE)).toBe(false);
    expect(isTooLong(runTimeOf({ ...asked, limit: 6 * HOUR }, HOSTED), HOSTED)).toBe(true);
  });

  it("adds up, and leaves a minute to each evaluation at least, whatever is asked", () => {
    const any = fc.record({
      limit: fc.integer({ min: 60, max: 86_400 }),
      asksAgent: fc.boolean(),
      gates: fc.nat(3),
      measurements: fc.integer({ min: 1, max: 120 }),
      took: fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 15 }),
    });
    fc.assert(
      fc.property(any, fc.constantFrom(...EXECUTORS), (some, place) => {
        const { agent, gates, evaluation, measurements, total } = runTimeOf(some, place);
        expect(total).toBe(agent + gates + evaluation * measurements);
        expect(evaluation).toBeGreaterThanOrEqual(60);
        expect(agent).toBe(some.asksAgent ? some.limit : 0);
      }),
    );
  });
});

describe(measurementsOf, () => {
  it("counts each repetition, and both sides of each pair", () => {
    expect(measurementsOf({ repeat: 3, holdsOut: false })).toBe(3);
    expect(measurementsOf({ repeat: 3, confirm: 9, holdsOut: true })).toBe(3 + 19 + 6);
  });
});
