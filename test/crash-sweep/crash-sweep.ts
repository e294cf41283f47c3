// The test that every table of scenarios gets. It says how many cells were lived; a failure names scenario, call and
// what became of it, and living that cell again shows the same.

import { afterAll, describe, expect, it } from "vitest";
import type { Scenario } from "./scenario.ts";
import { allCells, distinctCells, disturbed, judged, sampled, undisturbed } from "./sweep.ts";

/** All cells, one by one, instead of a part of those that can differ: `npm run crash-sweep`. */
const ALL = process.env.CRASH_SWEEP === "all";
const LIMIT_MS = 30 * 60_000;

/** @param what they are about */
export function sweepThrough(what: string, scenarios: readonly Scenario[]): void {
  describe(`the same world comes of ${what}, whatever single call goes wrong`, () => {
    const lived = { calls: 0, cells: 0 };

    it.each(scenarios)(
      "$title",
      async (scenario) => {
        const { life, calls } = await undisturbed(scenario);
        expect(scenario.facts(life)).toEqual(scenario.expected);
        const expected = { ...judged(life), wrong: [] };
        expect(judged(life)).toEqual(expected);
        const cells = ALL ? allCells(calls) : sampled(distinctCells(calls));
        for (const cell of cells) {
          const name = `call ${cell.call.n}, ${cell.call.method}: ${cell.mode}`;
          expect(judged(await disturbed(scenario, cell)), name).toEqual(expected);
        }
        lived.calls += calls.length;
        lived.cells += cells.length;
      },
      LIMIT_MS,
    );

    afterAll(() => {
      const { calls, cells } = lived;
      process.stdout.write(
        `${what}: ${scenarios.length} scenarios, ${calls} calls, ${cells} lives with something wrong\n`,
      );
    });
  });
}
