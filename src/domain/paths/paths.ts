// Which paths a proposal may touch. Owns normalisation, the built-in protected paths and the check of a whole
// proposal; knows paths only (modes and sizes are checked where the tree is read). Refuses in doubt.

import { compileExclusion } from "./exclusion.ts";
import { compileGlob, type Glob, matches } from "./glob.ts";
import { fold, foldedGlob } from "./spelling.ts";
import { TOOLS_PROTECTED } from "./tool-files.ts";
import { isProtectedForGood, PROTECTED_FOR_GOOD } from "./unprotect.ts";

/** What the check of a proposal goes by. */
export interface PathRules {
  /** Globs of the program's Target. */
  readonly targets: readonly string[];
  /**
   * Globs taken out of it, those without a slash at any depth; the last one that matches decides, and one with a
   * leading `!` gives back exactly what it names.
   */
  readonly excluded: readonly string[];
  /**
   * The repository's own protected globs, on top of the built-in ones; those without a slash and names of directories
   * at any depth.
   */
  readonly protectedPaths: readonly string[];
  /** Globs that the repository takes off the built-in ones; they count only as far as `unprotect.ts` lets them. */
  readonly unprotected?: readonly string[];
  /** The program's name, whose own `code` directory is not protected. */
  readonly program: string;
}

/** Why a path of a proposal is refused; its words are in `text/outcome/refusals.ts`. */
type PathCode =
  /** Absolute, stepping outside, git's own, or such that some file system would take it for another path. */
  | "not-plain"
  | "named-twice"
  | "outside-target"
  | "excluded"
  /** Protected in every repository; by this repository's configuration or the operator's. */
  | "protected"
  | "protected-here"
  /** Another path, or another path's directory, differs from it in case or spelling only. */
  | "twin"
  | "twin-directory"
  | "directory"
  | "below-file";

/** One refused path. `path` is as proposed: outside text, to be shown as data. */
export interface PathProblem {
  readonly path: string;
  readonly code: PathCode;
}

const PATH_CHARACTERS = 4_096;
const PATH_SEGMENTS = 100;
/** A file name of Linux, macOS and NTFS holds 255 bytes or units. */
const SEGMENT_CHARACTERS = 255;

/** Control, format (zero-width, direction) and half characters, line separators, and what Windows refuses. */
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*\\]/u;
/** Device names on Windows, also with an extension (docs: "Naming Files, Paths, and Namespaces"). */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Git's own names, and the short names under which NTFS also finds them. */
const GIT_NAME = /^(?:\.git|\.gitmodules|\.gitattributes|git[a-z]{0,3}~\d+|gi[0-9a-f]{4}~\d+)$/i;

/**
 * Protected in every repository, wherever Target points: automation, every top-level dot-directory (but the
 * program's own `.autoloop/programs/<name>/code/`), owners, instructions for agents, package manifests and lock
 * files, and the files with which tools are told what to run (`tool-files.ts`).
 */
export const BUILT_IN_PROTECTED: readonly string[] = [
  ".*/**",
  "**/{package.json,package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,pnpm-workspace.yaml,bun.lock,bun.lockb,deno.json,deno.jsonc,deno.lock}",
  "**/{.npmrc,.yarnrc,.yarnrc.yml,.pnpmfile.cjs,bunfig.toml}",
  "**/{pyproject.toml,setup.py,setup.cfg,requirements*.txt,Pipfile,Pipfile.lock,poetry.lock,uv.lock,pdm.lock,environment.yml}",
  "**/{Cargo.toml,Cargo.lock,go.mod,go.sum,go.work,go.work.sum,Gemfile,Gemfile.lock,*.gemspec,composer.json,composer.lock}",
  "**/{pom.xml,build.gradle,build.gradle.kts,settings.gradle,settings.gradle.kts,gradle.lockfile,build.sbt}",
  "**/{*.csproj,*.fsproj,packages.config,packages.lock.json,Directory.Packages.props,mix.exs,mix.lock}",
  "**/{Package.swift,Package.resolved,Podfile,Podfile.lock,pubspec.yaml,pubspec.lock}",
  "**/{flake.nix,flake.lock,MODULE.bazel,MODULE.bazel.lock}",
  ...TOOLS_PROTECTED,
  ...PROTECTED_FOR_GOOD,
];

const builtIn = BUILT_IN_PROTECTED.map(foldedGlob);

/**
 * The path in NFC, or null where no proposal may name it: absolute, stepping outside, git's own, or such that
 * some file system would take it for another path. What comes back normalises to itself.
 */
export function normalisePath(path: string): string | null {
  if (path.length > PATH_CHARACTERS || FORBIDDEN_CHARACTERS.test(path)) return null;
  const normal = path.normalize("NFC");
  const segments = normal.split("/");
  return segments.length <= PATH_SEGMENTS && segments.every(isName) ? normal : null;
}

/**
 * Whether no proposal of `program` may touch this path, whatever Target says. Case and spelling do not matter; a pattern
 * that cannot be read protects everything.
 * @param path normalised: {@link normalisePath} gives it back unchanged
 * @param unprotected what the repository takes off the list; a capital that differs opens nothing
 */
export function isProtected(path: string, program: string, unprotected: readonly Glob[] = []): boolean {
  if (path.startsWith(`.autoloop/programs/${program}/code/`)) return false;
  const folded = fold(path);
  if (!builtIn.some((glob) => glob === null || matches(glob, folded))) return false;
  return isProtectedForGood(folded) || !unprotected.some((glob) => matches(glob, path));
}

/**
 * Checks all paths of a proposal together; empty when every one may be changed.
 * @param paths as proposed, outside text: what is not normalised is refused, never mended
 * @param existing paths of the files in the base tree, to find twins that differ in case or spelling only
 */
export function checkPaths(
  paths: readonly string[],
  rules: PathRules,
  existing: ReadonlySet<string> = new Set(),
): readonly PathProblem[] {
  const codeOf = pathCheck(rules, existing);
  return paths.flatMap((path) => {
    const code = codeOf(path);
    return code === null ? [] : [{ path, code }];
  });
}

/**
 * The check of one path after another, in the order of a proposal: each answer depends on the paths before it. Null:
 * the path may be changed.
 * @param existing as for `checkPaths`
 */
export function pathCheck(
  rules: PathRules,
  existing: ReadonlySet<string>,
): (path: string) => PathCode | null {
  const targets = rules.targets.map(compileGlob);
  const excluded = rules.excluded.map(exclusion);
  const guarded = rules.protectedPaths.map((pattern) => compileExclusion(fold(pattern)));
  const unprotected = (rules.unprotected ?? []).flatMap((pattern) => compileGlob(pattern) ?? []);
  const spellings = spellingsOf(existing);
  const proposed = new Set<string>();
  return (path) => {
    const code = refusal(path);
    proposed.add(path);
    return code;
  };

  function refusal(path: string): PathCode | null {
    if (normalisePath(path) !== path) return "not-plain";
    if (proposed.has(path)) return "named-twice";
    if (!targets.some((glob) => glob !== null && matches(glob, path))) return "outside-target";
    if (isExcluded(path)) return "excluded";
    if (isProtected(path, rules.program, unprotected)) return "protected";
    if (guarded.some((glob) => glob === null || matches(glob, fold(path)))) return "protected-here";
    return spellings.clash(path);
  }

  function isExcluded(path: string): boolean {
    // A pattern that cannot be read might mean this very path.
    const last = excluded.findLast(({ glob }) => glob === null || matches(glob, path));
    return last !== undefined && !last.givesBack;
  }
}

/**
 * Remembers how every file and directory is spelled and finds paths that a file system without case, or one
 * that stores names decomposed, would take for another; also a file where a directory is, and the reverse.
 */
function spellingsOf(existing: ReadonlySet<string>) {
  const files = new Map<string, string>();
  const directories = new Map<string, string>();
  for (const path of existing) remember(path);

  function remember(path: string): void {
    files.set(fold(path), path);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const directory = path.slice(0, end);
      const folded = fold(directory);
      if (directories.get(folded) === directory) break;
      directories.set(folded, directory);
    }
  }

  return {
    /** Why `path` cannot stand beside what is known; where it can, it becomes known. */
    clash(path: string): PathCode | null {
      const twin = files.get(fold(path));
      if (twin !== undefined && twin !== path) return "twin";
      if (directories.has(fold(path))) return "directory";
      for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) {
        const directory = path.slice(0, end);
        const folded = fold(directory);
        if (files.has(folded)) return "below-file";
        if ((directories.get(folded) ?? directory) !== directory) return "twin-directory";
      }
      remember(path);
      return null;
    },
  };
}

function isName(segment: string): boolean {
  return (
    segment !== "" &&
    segment.length <= SEGMENT_CHARACTERS &&
    !/[. ]$|^ /.test(segment) &&
    !WINDOWS_DEVICE.test(segment) &&
    !GIT_NAME.test(fold(segment))
  );
}

function exclusion(pattern: string): { glob: Glob | null; givesBack: boolean } {
  const givesBack = pattern.startsWith("!");
  return { glob: givesBack ? compileGlob(pattern.slice(1)) : compileExclusion(pattern), givesBack };
}
