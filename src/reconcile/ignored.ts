// How many commands of people without rights were met. Nothing of them is written anywhere, so every look meets them
// again: what was counted is remembered for as long as it stands there. In memory only; it decides nothing.

import { programKeyText } from "../domain/repository/program-key.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import { ignoredCommands } from "../plan/people/commands.ts";
import type { Observation } from "../plan/world.ts";

export interface Ignored {
  /** Commands that this look at the program ignores and that were not counted before. */
  fresh(key: ProgramKey, seen: Observation): number;
}

export function createIgnored(): Ignored {
  const counted = new Map<string, ReadonlySet<string>>();
  return {
    fresh: (key, seen) => {
      const { ignored, open } = ignoredCommands(seen);
      const name = programKeyText(key);
      const before = counted.get(name) ?? new Set();
      const fresh = ignored.filter((one) => !before.has(one));
      const there = new Set([...open.filter((one) => before.has(one)), ...ignored]);
      if (there.size === 0) counted.delete(name);
      else counted.set(name, there);
      return fresh.length;
    },
  };
}
