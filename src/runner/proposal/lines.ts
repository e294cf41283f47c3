// How many lines the changed files have, before and after. Counts only what it can prove to be the base: a file that somebody
// changed there since counts as none, so that no change looks simpler than it is.

import type { ProposedFile, Report } from "../../domain/journal/iteration.ts";
import type { Base } from "../workspace/base.ts";
import { isSameState, stateOf, type Tree } from "../workspace/tree.ts";

export async function linesOf(
  files: readonly ProposedFile[],
  base: Base,
  tree: Tree,
): Promise<NonNullable<Report["size"]["lines"]>> {
  const after = files.map(({ contents }) =>
    contents === null ? 0 : linesIn(Buffer.from(contents, "base64")),
  );
  let before = 0;
  for await (const file of base.files(new Set(files.map(({ path }) => path)))) {
    const known = tree.get(file.path);
    if (known !== undefined && isSameState(known, stateOf(file))) before += linesIn(file.bytes);
  }
  return { before, after: after.reduce((sum, one) => sum + one, 0) };
}

/** Ends of lines, and one more where the last line has none. */
function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines;
}
