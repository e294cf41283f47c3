// What `autoloop check` reads where nobody names a file: the programs and the configuration of the repository that it
// stands in, and the paths of its files. Asks git, and is silent where there is no repository.

import { execFile } from "node:child_process";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { REPO_CONFIG_PATH } from "../domain/program/names.ts";
import { filePrograms } from "../domain/program/program-files.ts";

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** A repository on this disk. Paths are relative to `root`, with `/` between their parts. */
export interface Repository {
  readonly root: string;
  /** Files that git knows or would add. */
  readonly paths: readonly string[];
}

/** Null outside a repository, and where there is no git. */
export async function repositoryAt(directory: string): Promise<Repository | null> {
  const git = async (...args: readonly string[]) =>
    (await run("git", ["-C", directory, ...args], { maxBuffer: OUTPUT_BYTES })).stdout;
  try {
    const root = (await git("rev-parse", "--show-toplevel")).replace(/\n$/, "");
    const listed = await git(
      "ls-files",
      "-z",
      "--full-name",
      "--cached",
      "--others",
      "--exclude-standard",
      ":/",
    );
    return { root, paths: listed.split("\0").filter((path) => path !== "") };
  } catch {
    return null;
  }
}

/** The repository's files, and for a program that lies in a folder of it also those of that folder, as seen from there. */
export function pathsAround(file: string, { root, paths }: Repository): readonly string[] {
  const folder = relative(root, dirname(resolve(file))).replaceAll(sep, "/");
  if (folder === "" || folder.startsWith("..") || folder.startsWith(".autoloop")) return paths;
  const prefix = `${folder}/`;
  return [
    ...paths,
    ...paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
  ];
}

/** Files to check, as paths on the disk: every program that counts, then the configuration. */
export function filesToCheck({ root, paths }: Repository): readonly string[] {
  const programs = filePrograms(paths.map((path) => ({ path, id: path }))).map(({ file }) => file.path);
  const config = paths.includes(REPO_CONFIG_PATH) ? [REPO_CONFIG_PATH] : [];
  return [...programs, ...config].map((path) => join(root, path));
}
