// Reads the rooms of the house from the code itself: each folder of `src`, and what the head of each file says it owns.
// Writes nothing; `map.test.ts` holds `docs/map.md` to it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Room {
  /** Such as `src/plan/people`. */
  readonly path: string;
  /** In the order of their names. */
  readonly files: readonly { readonly name: string; readonly says: string }[];
}

/** All folders below `root` that hold code, parents first. @param root relative to the package */
export function roomsOf(root: string): readonly Room[] {
  const entries = readdirSync(root, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ name }) => ({ name, says: firstSentence(readFileSync(join(root, name), "utf8")) }));
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => roomsOf(`${root}/${name}`));
  return files.length === 0 ? inner : [{ path: root, files }, ...inner];
}

/** What stands before the first full stop of the comment at the head of a file. */
function firstSentence(source: string): string {
  const head = /^(?:#![^\n]*\n)?((?:\/\/[^\n]*\n)+)/.exec(source)?.[1] ?? "";
  const text = head
    .replaceAll(/^\/\/ ?/gm, "")
    .replaceAll("\n", " ")
    .trim();
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}
