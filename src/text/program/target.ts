// What the Target section adds up to: globs that may change and globs taken out of them. A pattern that cannot be
// read is a problem, never a guess; where the two lists contradict each other the exclusion wins, with a warning.

import { compileGlob, covers, type Glob, mayOverlap, samplePaths } from "../../domain/paths/glob.ts";
import { isProtected } from "../../domain/paths/paths.ts";
import type { Problem, Warning } from "../../domain/program/program.ts";
import type { Section } from "../markdown/sections.ts";
import { problem, shortened } from "../settings/problem.ts";
import { MOST_ENTRIES, type TargetEntry, targetEntries } from "./target-list.ts";

export interface Target {
  readonly targets: readonly string[];
  /** The last one that matches decides; one with a leading `!` gives back what an earlier one took. */
  readonly excluded: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** Segments of all patterns, braces expanded: bounds the work of comparing them with each other. */
const MOST_SEGMENTS = 4_000;
const ALLOWED =
  'a list under "Only modify these files:", each item with a path or glob in backticks (`src/**`, `bench/{a,b}.ts`), relative to the repository';
const OWN_CODE = ".autoloop/programs/*/code/**";

export function readTarget(section: Section): Target {
  const problems: Problem[] = [];
  const warnings: Warning[] = [];
  const entries = targetEntries(section.blocks);
  if (entries.length > MOST_ENTRIES) return tooMany("has too many entries", entries.length, section.line);
  const compile = (path: string, line: number): readonly Glob[] => {
    const glob = compileGlob(path);
    if (glob === null)
      problems.push(problem("Target", "names something that is no path or glob", path, ALLOWED, line));
    return glob === null ? [] : [glob];
  };
  const globs = (paths: readonly string[], line: number) => paths.flatMap((path) => compile(path, line));

  const targets: { readonly glob: Glob; readonly line: number }[] = [];
  const exclusions: { readonly globs: readonly Glob[]; readonly exceptions: readonly Glob[] }[] = [];
  for (const entry of entries) {
    const { line, list } = entry;
    const named = globs(entry.paths, line);
    if (entry.paths.length === 0) warnings.push({ line, message: namesNothing(entry) });
    if (list === "only") {
      for (const glob of named) targets.push({ glob, line });
      exclusions.push({ globs: globs(entry.exceptions, line), exceptions: [] });
    } else {
      exclusions.push({ globs: named, exceptions: exceptionGlobs(entry) });
    }
  }
  const mayChange = targets.map(({ glob }) => glob);
  const all = [...mayChange, ...exclusions.flatMap((one) => [...one.globs, ...one.exceptions])];
  const size = all.reduce((sum, { alternatives }) => sum + alternatives.flat().length, 0);
  if (size > MOST_SEGMENTS) return tooMany("stands for too many patterns", size, section.line);
  if (targets.length === 0 && problems.length === 0)
    problems.push(problem("Target", "names no file that may change", null, ALLOWED, section.line));

  const excluded = exclusions.flatMap((one) =>
    one.globs.flatMap((glob) => withExceptions(glob, one.exceptions, mayChange)),
  );
  warnings.push(...targets.flatMap(({ glob, line }) => collisions(glob, excluded, line)));
  return {
    targets: unique(mayChange.map(({ pattern }) => pattern)),
    excluded: unique(excluded.map(({ glob, givesBack }) => `${givesBack ? "!" : ""}${glob.pattern}`)),
    problems,
    warnings,
  };
}

function tooMany(message: string, found: number, line: number): Target {
  const allowed = `at most ${MOST_ENTRIES} entries: use globs such as \`src/**\``;
  const problems = [problem("Target", message, String(found), allowed, line)];
  return { targets: [], excluded: [], problems, warnings: [] };
}

function namesNothing({ list, text }: TargetEntry): string {
  const effect = list === "only" ? "it allows nothing" : "it protects nothing beyond what Target leaves out";
  return `"${shortened(text)}" names no path, so ${effect}: put the path in backticks`;
}

/** What an exclusion leaves alone. "This program's code directory" is the one exception people put in words. */
function exceptionGlobs(entry: TargetEntry): readonly Glob[] {
  const ofPrograms = entry.paths.some((path) => path.startsWith(".autoloop/programs/"));
  const paths = entry.exceptions.map((path) =>
    ofPrograms && /^(?:\.\/)?code\b/.test(path) ? OWN_CODE : path,
  );
  return paths.flatMap((path) => compileGlob(path) ?? []);
}

interface Exclusion {
  readonly glob: Glob;
  readonly givesBack: boolean;
}

/**
 * An exclusion with exceptions as a list of patterns. Where every target that it may touch is one of its exceptions
 * it changes nothing and is left out: Target already keeps everything else away.
 */
function withExceptions(
  glob: Glob,
  exceptions: readonly Glob[],
  targets: readonly Glob[],
): readonly Exclusion[] {
  const relevant = exceptions.filter(
    (one) => covers(glob, one) && targets.some((target) => mayOverlap(target, one)),
  );
  const touched = targets.filter((target) => mayOverlap(target, glob));
  const changesNothing = touched.every((target) => relevant.some((one) => covers(one, target)));
  if (relevant.length > 0 && changesNothing) return [];
  return [{ glob, givesBack: false }, ...relevant.map((one) => ({ glob: one, givesBack: true }))];
}

function collisions(target: Glob, excluded: readonly Exclusion[], line: number): readonly Warning[] {
  const shown = `\`${shortened(target.pattern)}\``;
  const last = excluded.findLast(({ glob }) => covers(glob, target));
  if (last !== undefined && !last.givesBack) {
    const by = `\`${shortened(last.glob.pattern)}\``;
    return [{ line, message: `${shown} may change and is excluded by ${by}: the exclusion wins` }];
  }
  const [sample = ""] = samplePaths(target);
  const program = /^\.autoloop\/programs\/([^/]+)\/code\//.exec(sample)?.[1] ?? "";
  return isProtected(sample, program)
    ? [{ line, message: `${shown} is protected: proposals that change it are refused` }]
    : [];
}

function unique(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns)];
}
