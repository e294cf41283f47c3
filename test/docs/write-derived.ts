// Writes what is derived from rows, where it is not so already.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Derived, derivedDocs, derivedIndexes } from "./derived.ts";

/** @returns the paths of what was not so already */
function write(root: string, files: readonly Derived[]): readonly string[] {
  const stale = files.filter(({ path, text }) => readFileSync(join(root, path), "utf8") !== text);
  for (const { path, text } of stale) writeFileSync(join(root, path), text);
  return stale.map(({ path }) => path);
}

/** All of a working tree. @returns the paths of what was written */
export async function writeDerived(root: string): Promise<readonly string[]> {
  const indexes = write(root, derivedIndexes(root));
  // Only now: it reads the indexes.
  const agents: typeof import("../../src/text/agents/agents.ts") = await import(
    join(root, "src/text/agents/agents.ts")
  );
  return [...indexes, ...write(root, derivedDocs(root, { agents: agents.AGENTS }))];
}
