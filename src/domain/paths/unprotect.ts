// What a repository may take off the list of protected files (`unprotect`), and what stays on it whatever anybody writes:
// workflows and the rest of `.github`, git's own files, instructions and settings of agents, Autoloop's own programs.

import { compileGlob, type Glob, matches, samplePaths } from "./glob.ts";
import { fold, foldedGlob } from "./spelling.ts";
import { TOOLS_PROTECTED_FOR_GOOD } from "./tool-files.ts";

/** Protected in every repository, for good. */
export const PROTECTED_FOR_GOOD: readonly string[] = [
  "**/{CODEOWNERS,.gitmodules,.gitattributes}",
  "{action.yml,action.yaml}",
  ...TOOLS_PROTECTED_FOR_GOOD,
];

const forGood = PROTECTED_FOR_GOOD.map(foldedGlob);

/** Paths of that kind that wide patterns reach without naming them. */
const SAMPLES: readonly string[] = [
  ...forGood.filter((glob) => glob !== null).flatMap(samplePaths),
  ...["yml", "yaml", "md", "json", "toml", "sh", "js", "ts", "py"].flatMap((ending) => [
    `.github/workflows/any~name.${ending}`,
    `.github/any~name.${ending}`,
    `.claude/any~name.${ending}`,
    `.autoloop/programs/any~name.${ending}`,
  ]),
  ...["agents.md", "claude.md", "gemini.md", ".gitattributes", ".gitmodules", "codeowners"],
];

/** @param folded a path as `fold` spells it */
export function isProtectedForGood(folded: string): boolean {
  return forGood.some((glob) => glob === null || matches(glob, folded));
}

/** The pattern names files that may be taken off the list, and none that must stay on it. */
export function mayBeUnprotected(pattern: string): boolean {
  const glob = compileGlob(pattern);
  const folded = foldedGlob(pattern);
  if (glob === null || folded === null) return false;
  return !samplePaths(glob).some((path) => isProtectedForGood(fold(path))) && !reachesOneForGood(folded);
}

function reachesOneForGood(folded: Glob): boolean {
  return SAMPLES.some((path) => matches(folded, path));
}
