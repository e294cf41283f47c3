// What people changed in the machine table: the file as it is against the file as the journal's state renders it.
// Says what differs; whether anybody may want that is decided elsewhere.

import type { ProgramState } from "../../domain/journal/state.ts";
import { isTooLong, parseStateFile, renderStateFile } from "./state-file.ts";
import { isKnownField } from "./state-table.ts";

/** A row that says something else than the journal, or the file or table that is not there or cannot be one. */
export interface StateEdit {
  /** Name of the row; `the whole file` or `Machine State` where those are missing. */
  readonly field: string;
  /** What the file says, cut to 100 characters; null: nothing, or the row stands there more than once. */
  readonly said: string | null;
}

/** What was found last for a state: most looks find the same file beside the same journal. */
const found = new WeakMap<ProgramState, { readonly text: string; readonly edits: readonly StateEdit[] }>();

/** Nothing for a file as the app left it; sections that belong to people never count. */
export function stateEdits(text: string | "absent", state: ProgramState): readonly StateEdit[] {
  if (text === "absent") return [{ field: "the whole file", said: null }];
  if (isTooLong(text)) return [];
  const before = found.get(state);
  if (before?.text === text) return before.edits;
  const edits = editsOf(text, state);
  found.set(state, { text, edits });
  return edits;
}

function editsOf(text: string, state: ProgramState): readonly StateEdit[] {
  const rendered = renderStateFile(text, state);
  if (rendered === text) return [];
  const { hasTable, rows } = parseStateFile(text);
  if (!hasTable) return [{ field: "Machine State", said: null }];
  const valuesOf = new Map<string, string[]>();
  for (const { field, value } of rows) {
    const name = field.toLowerCase();
    valuesOf.set(name, [...(valuesOf.get(name) ?? []).slice(0, 1), value]);
  }
  return parseStateFile(rendered)
    .rows.filter(({ field }) => isKnownField(field))
    .flatMap(({ field, value }) => {
      const [said, ...more] = valuesOf.get(field.toLowerCase()) ?? [];
      if (said === value && more.length === 0) return [];
      return [{ field, said: said === undefined || more.length > 0 ? null : said.slice(0, 100) }];
    });
}
