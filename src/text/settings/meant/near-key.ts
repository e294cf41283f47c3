// Which known key a key that is not known was probably meant to be. Asked before a key is said to mean nothing: one that
// is near must never be passed over, so every spelling one edit away from a known key is near it.

import type { SettingRow } from "../../../domain/settings/setting-row.ts";
import { edits } from "../../format/nearest.ts";

/** Two edits leave too little of a shorter word: `date` is no `gates`. */
const LONG = 7;
const UNIT = /[-_ ](?:ms|millis|milliseconds|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)$/i;

/** What is written for something, and what that is called. */
type Names = ReadonlyMap<string, string>;

/** The keys of a table with all that people write for them. */
export function namesOf(rows: readonly SettingRow[]): Names {
  return new Map(
    rows.flatMap(({ key, aliases = [], meant = [] }) =>
      [key, ...aliases, ...meant].map((name) => [name, key] as const),
    ),
  );
}

/**
 * The nearest of the names, the first of equals; null where none is near. Capitals, `-`, `_` and blanks do not matter, nor
 * does the unit at the end.
 */
export function nearKey(written: string, names: Names): string | null {
  let best: { readonly key: string; readonly edits: number } | null = null;
  for (const [name, key] of names) {
    const found = Math.min(
      editsBetween(bare(written), bare(name)),
      editsBetween(bare(withoutUnit(written)), bare(withoutUnit(name))),
    );
    if (best === null || found < best.edits) best = { key, edits: found };
  }
  return best !== null && Number.isFinite(best.edits) ? best.key : null;
}

function withoutUnit(name: string): string {
  return name.trim().replace(UNIT, "");
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, "");
}

/** Infinite where the one is not near the other. */
function editsBetween(written: string, name: string): number {
  const most = name.length < LONG ? 1 : 2;
  if (Math.abs(written.length - name.length) > most) return Number.POSITIVE_INFINITY;
  const found = edits(written, name);
  return found <= most ? found : Number.POSITIVE_INFINITY;
}
