// What the Target section adds up to: globs that may change and globs taken out of them. A pattern that cannot be
// read is a problem, never a guess; where the two lists contradict each other the exclusion wins, with a warning.

import { compileExclusion } from "../../../domain/paths/exclusion.ts";
import { compileGlob, covers, type Glob, mayOverlap, samplePaths } from "../../../domain/paths/glob.ts";
import { isProtected } from "../../../domain/paths/paths.ts";
import { hasUnknownSyntax, whatIsNamed } from "../../../domain/paths/pattern-words.ts";
import { mayBeUnprotected } from "../../../domain/paths/unprotect.ts";
import { REPO_CONFIG_PATH } from "../../../domain/program/names.ts";
import type { Problem, Warning } from "../../../domain/program/program.ts";
import type { Section } from "../../markdown/sections.ts";
import { problem, shortened } from "../../settings/problem.ts";
import type { TargetEntry } from "./target-entry.ts";
import { MOST_ENTRIES, targetList } from "./target-list.ts";
import { guardsNothing } from "./target-warnings.ts";

interface Target {
  readonly targets: readonly string[];
  /** The last one that matches decides; one with a leading `!` gives back what an earlier one took. */
  readonly excluded: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** Segments of all patterns, braces expanded: bounds the work of comparing them with each other. */
const MOST_SEGMENTS = 4_000;
const MOST_PATHS = 800;
const ALLOWED =
  'a list under "Only modify these files:", each item with a path or glob in backticks (`src/**`, `bench/{a,b}.ts`), relative to the repository';
const OWN_CODE = ".autoloop/programs/*/code/**";

/**
 * @param forbidden what the rest of the program says must not change
 */
export function readTarget(section: Section, forbidden: readonly TargetEntry[] = []): Target {
  const list = targetList(section);
  const entries = [...list.entries, ...forbidden];
  const problems: Problem[] = [...list.problems];
  const warnings: Warning[] = [...list.warnings];
  if (entries.length > MOST_ENTRIES) return tooMany("has too many entries", entries.length, section.line);
  const named = entries.reduce((sum, one) => sum + one.paths.length + one.exceptions.length, 0);
  if (named > MOST_PATHS) return tooMany("names too many paths", named, section.line);
  const compiled = (path: string, line: number, compile: typeof compileGlob): readonly Glob[] => {
    const glob = hasUnknownSyntax(path) ? null : compile(path);
    if (glob === null)
      problems.push(problem("Target", "names something that is no path or glob", path, ALLOWED, line));
    return glob === null ? [] : [glob];
  };
  const globs = (paths: readonly string[], line: number, compile: typeof compileGlob) =>
    paths.flatMap((path) => compiled(path, line, compile));

  const targets: { readonly glob: Glob; readonly line: number }[] = [];
  const exclusions: {
    readonly line: number;
    readonly globs: readonly Glob[];
    readonly exceptions: readonly Glob[];
  }[] = [];
  for (const entry of entries) {
    const { line, list: kind } = entry;
    const paths = entry.paths.filter((path) => whatIsNamed(path).kind === "path");
    if (paths.length === 0 && entry.paths.length === 0) warnings.push({ line, message: namesNothing(entry) });
    for (const path of entry.paths) told(path, kind, line);
    if (kind === "only") {
      for (const glob of globs(paths, line, compileGlob)) targets.push({ glob, line });
      const excepted = entry.exceptions.filter((path) => whatIsNamed(path).kind === "path");
      exclusions.push({ line, globs: globs(withEndings(excepted), line, compileExclusion), exceptions: [] });
      for (const path of entry.exceptions) told(path, "not", line);
    } else {
      exclusions.push({
        line,
        globs: globs(withEndings(paths), line, compileExclusion),
        exceptions: exceptionGlobs(entry),
      });
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
  warnings.push(...exclusions.flatMap(({ globs: named, line }) => guardsNothing(named, mayChange, line)));
  return {
    targets: unique(mayChange.map(({ pattern }) => pattern)),
    excluded: unique(excluded.map(({ glob, givesBack }) => `${givesBack ? "!" : ""}${glob.pattern}`)),
    problems,
    warnings,
  };

  /** Lines of a file, and what is no path at all, can be neither opened nor guarded. */
  function told(path: string, kind: TargetEntry["list"], line: number): void {
    const named = whatIsNamed(path);
    if (named.kind === "path") return;
    const shown = `\`${shortened(path)}\``;
    if (named.kind === "name") {
      const effect = kind === "only" ? "it allows nothing" : "it protects nothing";
      warnings.push({ line, message: `${shown} is no path, so ${effect}: name the file or directory` });
    } else if (kind === "only") {
      problems.push(
        problem("Target", "names lines, and only whole files can be opened", path, ALLOWED, line),
      );
    } else {
      const isOpen = targets.some(({ glob }) => glob.pattern === named.path);
      const glob = isOpen ? null : compileExclusion(named.path);
      if (glob !== null) exclusions.push({ line, globs: [glob], exceptions: [] });
      const effect =
        glob === null
          ? "they are not protected, because Target opens the file"
          : "the whole file is excluded";
      warnings.push({
        line,
        message: `${shown} names a part of a file, and only whole files can be kept: ${effect}`,
      });
    }
  }
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
    ? [{ line, message: `${shown} is protected: proposals that change it are refused${unless(target)}` }]
    : [];
}

function unless({ pattern }: Glob): string {
  return mayBeUnprotected(pattern) ? `, unless \`unprotect\` in \`${REPO_CONFIG_PATH}\` names it` : "";
}

/** "The `.d.ts` files" are those that end so; `.env` may be one, and those that end so are kept with it. */
function withEndings(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => (/^\.\w+(?:\.\w+)*$/.test(path) ? [path, `*${path}`] : [path]));
}

function unique(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns)];
}
