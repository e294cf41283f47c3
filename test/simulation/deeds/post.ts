// Webhooks that GitHub did not send in this moment, or not in this shape. What has a wrong signature never gets as far.

import { EVENTS } from "../../../src/app/events.ts";
import type { Dice } from "../../support/loop/dice.ts";
import type { Deed } from "./deed.ts";

export const POST: Readonly<Record<string, Deed>> = {
  // The signature is the body's: whoever has one can send it again, with another event's name beside it.
  "old webhook again": {
    weight: 2,
    fault: "F21",
    act: (town) => {
      const old = town.dice.any(town.post);
      if (old === undefined || town.isDown) return null;
      town.deliver(town.dice.happens(0.5) ? old : { ...old, name: town.dice.pick(EVENTS) });
      return "everybody";
    },
  },
  "malformed webhook": {
    weight: 2,
    fault: "F22",
    act: (town) => {
      const sound = town.dice.any(town.post);
      if (sound === undefined || town.isDown) return null;
      town.deliver({ ...sound, payload: broken(sound.payload, town.dice) });
      return "everybody";
    },
  },
};

const NONSENSE = [
  ...[null, undefined, true, -1, 1.5, 2 ** 60, "", "..", "x".repeat(70_000), [], {}],
  { number: {}, login: [], labels: [{}] },
] as const;

/** The same but for one place, however deep, where something else stands or nothing. */
function broken(value: unknown, dice: Dice): unknown {
  if (typeof value !== "object" || value === null || dice.happens(0.2)) return dice.any(NONSENSE);
  const entries = Object.entries(value);
  const place = dice.below(entries.length);
  const changed = entries.map(([name, one], n) => [name, n === place ? broken(one, dice) : one] as const);
  return Array.isArray(value) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}
