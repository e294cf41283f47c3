// What earlier iterations measured, as points of the search. Walks back from the files as they are now, so that
// only measurements whose whole setting is known are used.

import type { Briefing } from "../../../domain/briefing.ts";
import type { Constant } from "./constants.ts";
import type { LineSearch } from "./line-search.ts";
import { parseStep } from "./sentence.ts";

interface Sample {
  readonly point: ReadonlyMap<string, number>;
  readonly cost: number;
}

export interface Past {
  /** The search along one constant, as far as it has come. */
  line(constant: Constant): LineSearch;
  /** How many iterations ago the constant was tried last; `Infinity` for never. */
  age(constant: Constant): number;
}

type Told = Pick<Briefing, "history" | "earlier" | "direction" | "best">;

export function pastOf({ history, earlier, direction, best }: Told, constants: readonly Constant[]): Past {
  const costOf = (metric: number | null) =>
    metric === null ? Infinity : direction === "lower" ? metric : -metric;
  const now = new Map(constants.map(({ key, value }) => [key, value]));
  const cost = costOf(best);
  const samples: Sample[] = [];
  const ages = new Map<string, number>();
  const broke = new Set<string>();
  const worked = new Set<string>();
  const moves = new Map<string, { from: number; to: number }>();

  let point: ReadonlyMap<string, number> = now;
  let known = true;
  for (const [index, past] of [...earlier, ...history].toReversed().entries()) {
    const step = parseStep(past.change);
    if (step === null) {
      // Somebody else's accepted change: settings before it are not known.
      if (past.verdict === "accepted") known = false;
      continue;
    }
    const key = `${step.path}\n${step.name}`;
    if (!ages.has(key)) ages.set(key, index);
    (past.metric === null ? broke : worked).add(key);
    if (past.verdict === "accepted" && !moves.has(key)) moves.set(key, step);
    known &&= point.get(key) === (past.verdict === "accepted" ? step.to : step.from);
    if (!known) continue;
    if (past.verdict === "accepted") {
      samples.push({ point, cost: costOf(past.metric) });
      point = new Map(point).set(key, step.from);
      samples.push({ point, cost: costOf(past.best_before) });
    } else {
      // Better, and yet not kept: broken in some other way, so no place to go.
      const measured = costOf(past.metric);
      const worse = measured >= costOf(past.best_before) ? measured : Infinity;
      samples.push({ point: new Map(point).set(key, step.to), cost: worse });
    }
  }

  return {
    line({ key, value, whole }) {
      const settings = new Map<string, Map<number, number>>([[othersOf(now, key), new Map()]]);
      for (const sample of samples) {
        const at = sample.point.get(key);
        if (at === undefined) continue;
        const others = othersOf(sample.point, key);
        const costs = settings.get(others) ?? new Map<number, number>();
        settings.set(others, costs.set(at, Math.min(sample.cost, costs.get(at) ?? Infinity)));
      }
      const [here = new Map<number, number>(), ...elsewhere] = settings.values();
      here.delete(value);
      return {
        ...{ value, cost, whole, tried: here, elsewhere },
        lastMove: moves.get(key) ?? null,
        onlyBroke: broke.has(key) && !worked.has(key),
      };
    },
    age: ({ key }) => ages.get(key) ?? Infinity,
  };
}

/** How all other constants stand, as a key. */
function othersOf(point: ReadonlyMap<string, number>, key: string): string {
  return JSON.stringify([...point].filter(([other]) => other !== key));
}
