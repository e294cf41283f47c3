// Reads the rooms of the house from the code itself: each folder of `src`, and what the head of each file says it owns.
// Writes nothing; `derived.test.ts` holds `docs/map.md` to it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Room {
  /** Such as `src/plan/people`. */
  readonly path: string;
  /** In the order of their names. */
  readonly files: readonly { readonly name: string; readonly says: string }[];
}

const HEAD = `# Map of the rooms

Every folder of \`src\` and what each of its files owns, as the head of the file says it. \`npm run docs\` makes this page; a
test fails while it is not current. What a whole room is for says its README; how the rooms work together says
[design.md](design.md).
`;

/** The text of `docs/map.md`. @param root of the working tree */
export function mapPage(root: string): string {
  const rooms = roomsOf(root, "src").map(
    ({ path, files }) =>
      `\n## ${path}\n\n${files.map(({ name, says }) => `- \`${name}\`: ${says}`).join("\n")}\n`,
  );
  return `${HEAD}${rooms.join("")}`;
}

/** All folders of a folder of the tree that hold code, parents first. */
function roomsOf(root: string, folder: string): readonly Room[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ name }) => ({ name, says: firstSentence(readFileSync(join(root, folder, name), "utf8")) }));
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => roomsOf(root, `${folder}/${name}`));
  return files.length === 0 ? inner : [{ path: folder, files }, ...inner];
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
