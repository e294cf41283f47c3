// A program held against the files of its repository: Target that matches none of them, and exclusions that would
// match at another depth. A warning only: a program may be about files that are not there yet.

import { anywhere, compileExclusion } from "../../../domain/paths/exclusion.ts";
import { compileGlob, type Glob, matches } from "../../../domain/paths/glob.ts";
import type { Definition, Warning } from "../../../domain/program/program.ts";
import { shortened } from "../../settings/problem.ts";

/** Comparisons of a pattern with a path. */
const MOST_STEPS = 5_000_000;

/**
 * Patterns of Target that match no file.
 * @param paths of all files, relative to the root; nothing is found where there are very many patterns and files
 */
export function unmatchedTargets(targets: readonly string[], paths: readonly string[]): readonly string[] {
  if (targets.length * paths.length > MOST_STEPS) return [];
  return compiled(targets)
    .filter((glob) => !paths.some((path) => matches(glob, path)))
    .map(({ pattern }) => pattern);
}

/** @param paths of all files, relative to the root; nothing is said where there are very many patterns and files */
export function againstTree(
  { targets, excluded }: Pick<Definition, "targets" | "excluded">,
  paths: readonly string[],
): readonly Warning[] {
  if ((targets.length + excluded.length) * paths.length > MOST_STEPS) return [];
  const allowed = compiled(targets);
  const missing = unmatchedTargets(targets, paths);
  const open = paths.filter((path) => allowed.some((glob) => matches(glob, path)));
  const misplaced = excluded
    .filter((pattern) => !pattern.startsWith("!"))
    .filter((pattern) => {
      const here = compileExclusion(pattern);
      if (here === null || pattern.startsWith("*") || paths.some((path) => matches(here, path))) return false;
      const deep = anywhere(here);
      return deep !== null && open.some((path) => matches(deep, path));
    });
  return [
    ...missing.map((pattern) =>
      said(`\`${shortened(pattern)}\` of Target matches no file of the repository`),
    ),
    ...misplaced.map((pattern) =>
      said(
        `\`${shortened(pattern)}\` keeps no file from changing, and Target opens files of that name deeper down: write \`**/${shortened(pattern)}\``,
      ),
    ),
  ];
}

function compiled(patterns: readonly string[]): readonly Glob[] {
  return patterns.flatMap((pattern) => compileGlob(pattern) ?? []);
}

function said(message: string): Warning {
  return { line: null, message };
}
