// One text as two readers understood it: what the later reading changes for a program that runs by the earlier one. Only
// what takes away is taken without asking anybody; the words for it are `text/notices/two-readings.ts`.

import type { Definition } from "../program/program.ts";
import type { ProgramSettings } from "../settings/program-fields.ts";
import { PROGRAM_SETTINGS } from "../settings/program-settings.ts";
import type { ProgramSettingRow } from "../settings/setting-row.ts";
import { allowsNoMore } from "./narrower.ts";

/** A part of a definition that decides what runs, what counts, or what may change. */
export type ReadPart = "Target" | "Evaluation" | (typeof PROGRAM_SETTINGS)[number]["key"];

export interface Rereading {
  /**
   * `narrower`: but for Target, which allows no more than before, nothing differs. `other`: somebody has to look, also
   * where it cannot be proven that no more is allowed.
   */
  readonly kind: "same" | "narrower" | "other";
  /** The parts that differ, in the order in which people are told. */
  readonly parts: readonly ReadPart[];
}

/**
 * Compares two readings of one text. Goal and context are for the agent to read, and all of the text was approved:
 * where they are cut decides nothing.
 */
export function rereading(before: Definition, now: Definition): Rereading {
  const isTarget = !isSame([before.targets, before.excluded], [now.targets, now.excluded]);
  const others: readonly ReadPart[] = [
    ...(before.evaluation === now.evaluation ? [] : ["Evaluation" as const]),
    ...PROGRAM_SETTINGS.filter((row) => !isSame(settingOf(before, row), settingOf(now, row))).map(
      ({ key }) => key,
    ),
  ];
  const parts: readonly ReadPart[] = [...(isTarget ? ["Target" as const] : []), ...others];
  if (parts.length === 0) return { kind: "same", parts };
  return { kind: others.length === 0 && allowsNoMore(before, now) ? "narrower" : "other", parts };
}

/** What a journal does not say, because it is older than the setting, is what holds where nobody says anything. */
function settingOf(
  settings: ProgramSettings,
  { field, none }: ProgramSettingRow & { field: keyof ProgramSettings },
) {
  return settings[field] ?? none ?? null;
}

/** For plain JSON. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [ours, theirs] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return ours.size === theirs.size && [...ours].every(([key, value]) => isSame(value, theirs.get(key)));
}
