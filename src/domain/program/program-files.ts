// Programs as files on the default branch: where they may stand and how each is named. Knows nothing of their
// text, and of no file system.

import type { FileRef } from "../repository/view.ts";
import { slug } from "./names.ts";

/** One program a file or a directory. */
export const PROGRAMS_FOLDER = ".autoloop/programs";
/** The only program of a repository that has no other. */
export const SINGLE_PROGRAM = ".autoloop/program.md";

const PROGRAM_FILE = "program.md";
const README = /^readme\.md$/i;

/** A program that the default branch holds. */
export interface FileProgram {
  readonly name: string;
  readonly file: FileRef;
}

/**
 * The name of a program file: its directory for `<name>/program.md`, else the file without `.md` or
 * `.program.md`, as a slug.
 * @param path with `/` between its parts
 */
export function nameOfFile(path: string): string {
  return slug(stemOf(path)) || "program";
}

function stemOf(path: string): string {
  const [file = "", directory] = path.split("/").toReversed();
  if (file === PROGRAM_FILE && directory !== undefined && directory !== ".autoloop") return directory;
  return file.replace(/(?:\.program)?\.md$/, "");
}

/** A directory's own program file, or a bare one. */
function isProgramPath(path: string): boolean {
  if (!path.startsWith(`${PROGRAMS_FOLDER}/`)) return false;
  const [first = "", second, ...deeper] = path.slice(PROGRAMS_FOLDER.length + 1).split("/");
  if (second === undefined) return first.endsWith(".md") && !README.test(first);
  return second === PROGRAM_FILE && deeper.length === 0;
}

/**
 * The programs among these files, by name. A directory wins over a bare file of its name, then the first path; the
 * single file counts only where there is no other.
 */
export function filePrograms(files: readonly FileRef[]): readonly FileProgram[] {
  const inFolder = files.filter(({ path }) => isProgramPath(path));
  const counted = inFolder.length > 0 ? inFolder : files.filter(({ path }) => path === SINGLE_PROGRAM);
  const byName = new Map<string, FileRef>();
  for (const file of counted.toSorted(byRank)) {
    const name = nameOfFile(file.path);
    if (!byName.has(name)) byName.set(name, file);
  }
  return [...byName].map(([name, file]) => ({ name, file })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function byRank(a: FileRef, b: FileRef): number {
  return Number(isDirectory(b)) - Number(isDirectory(a)) || (a.path < b.path ? -1 : 1);
}

function isDirectory({ path }: FileRef): boolean {
  return path.endsWith(`/${PROGRAM_FILE}`) && path !== SINGLE_PROGRAM;
}

/** Where the program of this path may stand now, the one that wins first. */
export function placesOf(path: string): readonly string[] {
  if (path === SINGLE_PROGRAM) return [path];
  const stem = stemOf(path);
  const directory = `${PROGRAMS_FOLDER}/${stem}/${PROGRAM_FILE}`;
  return [directory, path === directory ? `${PROGRAMS_FOLDER}/${stem}.md` : path];
}
