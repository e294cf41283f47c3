// What an exclusion reaches: a pattern without a slash, and the name of a directory, at any depth, as `.gitignore` and
// CODEOWNERS have it. Only exclusions do: what a pattern allows is never more than it spells out.

import { compileGlob, type Glob } from "./glob.ts";

/**
 * `*.snap` and `fixtures/` are looked for everywhere, `src/gen/**` only where it says.
 * @returns null where {@link compileGlob} takes no such pattern
 */
export function compileExclusion(pattern: string): Glob | null {
  const here = compileGlob(pattern);
  if (here === null) return null;
  const isDirectory = here.pattern.indexOf("/") === here.pattern.length - 1;
  return isDirectory || here.alternatives.some(({ length }) => length === 1) ? anywhere(here) : here;
}

/** The same pattern, at any depth. */
export function anywhere(glob: Glob): Glob | null {
  const deep = compileGlob(`**/${glob.pattern}`);
  return deep === null ? null : { ...deep, pattern: glob.pattern };
}
