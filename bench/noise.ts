// What confirming in pairs costs in measurements, what it keeps out and what it finds. Drawn from fixed seeds, by the rule
// that ships: the same on every machine, so that CI can hold it.

import { DRIFTS, lived, NOTHING } from "../test/support/noise/noisy-life.ts";
import type { Figure, Section } from "./figures.ts";

/** More is a defect. */
const LIMITS = { share: 0.6, luck: 0.5, luckUnderDrift: 1 };
const RULES = [
  ["repeat: 1", { repeat: 1, confirm: null }],
  ["repeat: 3", { repeat: 3, confirm: null }],
  ["repeat: 5", { repeat: 5, confirm: null }],
  ["confirm: 5", { repeat: 1, confirm: 5 }],
  ["confirm: 9", { repeat: 1, confirm: 9 }],
] as const;
const EFFECTS = [0.02, 0.05, 0.1];

export async function noise(quick: boolean): Promise<Section> {
  const lives = quick ? 400 : 4_000;
  return {
    title: "Confirming in pairs, at 3 % noise",
    figures: [...(await Promise.all([cost(lives), luck(lives), power(lives)])).flat()],
    notes: [`Means over ${lives.toLocaleString("en-US")} lives of fifty changes, from fixed seeds.`],
  };
}

/** Of a change that changes nothing and beat the best. */
function cost(lives: number): readonly Figure[] {
  return ([9, 5] as const).map((confirm) => {
    const { inPairs, confirmed } = lived(lives, { repeat: 1, confirm }, "steady", NOTHING);
    const what = `measurements to confirm a change that changes nothing, of ${confirm} full pairs`;
    return { what, value: inPairs / confirmed / (2 * confirm), unit: "x", atMost: LIMITS.share };
  });
}

function luck(lives: number): readonly Figure[] {
  return (Object.keys(DRIFTS) as (keyof typeof DRIFTS)[]).flatMap((drift) =>
    RULES.map(([name, rule]): Figure => {
      const limit = drift === "steady" ? LIMITS.luck : LIMITS.luckUnderDrift;
      return {
        what: `kept of fifty changes that change nothing, ${drift}, \`${name}\``,
        value: lived(lives, rule, drift, NOTHING).kept / lives,
        unit: "kept",
        ...(rule.confirm === 9 ? { atMost: limit } : {}),
      };
    }),
  );
}

function power(lives: number): readonly Figure[] {
  return EFFECTS.flatMap((effect) =>
    RULES.map(
      ([name, rule]): Figure => ({
        what: `found of changes that are ${effect * 100} % better, \`${name}\``,
        value: (100 * lived(lives, rule, "steady", [-effect]).kept) / lives,
        unit: "%",
      }),
    ),
  );
}
