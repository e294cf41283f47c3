// Patches of files that are in memory, as git makes and applies them. What git is told stands in a repository that is made
// for each question: no working tree, so that no attribute, filter or configuration of anybody counts, and no path of a
// patch is ever one of the disk.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GitEnvironment, git, gitBlobs } from "./process.ts";

type Mode = "100644" | "100755";

/** A file in one state: its whole bytes. */
interface State {
  readonly mode: Mode;
  readonly bytes: Buffer;
}

/** A file before and after a change; null: it is not there. */
export interface Change {
  readonly path: string;
  readonly before: State | null;
  readonly after: State | null;
}

interface Place {
  /** Absolute; a folder of a name that nobody knew before is made in it for a moment. */
  readonly folder: string;
  /** Where git is looked for. */
  readonly searchPath: string;
}

/**
 * The patch that makes the changes. Bytes of files that git takes for binary are not in it, only that they differ; a file
 * that has another name now is one that went and one that came.
 * @throws Retryable when git fails
 */
export function patchOf(changes: readonly Change[], place: Place): Promise<Buffer> {
  return inRepository(place, async (repository) => {
    const before = await repository.tree(stated(changes, "before"));
    const after = await repository.tree(stated(changes, "after"));
    const how = ["--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--full-index"];
    const prefixes = ["--src-prefix=a/", "--dst-prefix=b/"];
    return repository.run(["diff-tree", "-r", "-p", ...how, ...prefixes, before, after]);
  });
}

/** A file that a patch left; null: it is gone. */
interface Patched {
  readonly path: string;
  readonly after: State | null;
}

/**
 * Files of the base with patches applied, one after the other; those that none of them touched are left out.
 * @param base files that a patch may touch, as they are now
 * @throws Retryable when git fails, as it does where one of them does not apply; its complaint is the error's cause
 */
export function patched(
  base: readonly (State & { readonly path: string })[],
  patches: readonly string[],
  place: Place,
): Promise<readonly Patched[]> {
  return inRepository(place, async (repository) => {
    const before = await repository.tree(base);
    for (const patch of patches)
      await repository.run(["apply", "--cached", "--whitespace=nowarn", "-"], patch);
    const after = (await repository.run(["write-tree"])).toString().trim();
    const raw = await repository.run(["diff-tree", "-r", "-z", "--no-renames", before, after]);
    return repository.filled(parseRaw(raw));
  });
}

/** Paths that patches name, as far as they can be told without applying them. @throws Retryable for what is no patch */
export function pathsIn(patches: readonly string[], place: Place): Promise<ReadonlySet<string>> {
  return inRepository(place, async (repository) => {
    const names = new Set<string>();
    for (const patch of patches) {
      const listed = await repository.run(["apply", "--numstat", "-z", "-"], patch);
      for (const [, path] of listed.toString("utf8").matchAll(/(?:\d+|-)\t(?:\d+|-)\t([^\0]*)\0/g))
        if (path !== undefined) names.add(path);
    }
    return names;
  });
}

function stated(changes: readonly Change[], side: "before" | "after") {
  return changes.flatMap((change) => {
    const state = change[side];
    return state === null ? [] : [{ path: change.path, ...state }];
  });
}

async function inRepository<T>(place: Place, work: (repository: Scratch) => Promise<T>): Promise<T> {
  const own = await mkdtemp(join(place.folder, "patch-"));
  try {
    for (const folder of ["refs", "objects", "files"]) await mkdir(join(own, folder));
    await writeFile(join(own, "HEAD"), "ref: refs/heads/main\n");
    await writeFile(join(own, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    return await work(new Scratch(own, place.searchPath));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** A repository without files of its own. */
class Scratch {
  readonly #own: string;
  readonly #environment: GitEnvironment;

  constructor(own: string, searchPath: string) {
    this.#own = own;
    this.#environment = {
      PATH: searchPath,
      GIT_DIR: own,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_ATTR_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
    };
  }

  run(args: readonly string[], input?: string): Promise<Buffer> {
    return git(this.#own, this.#environment, args, undefined, input);
  }

  /** Makes these files all that the index holds. Returns the name of their tree. */
  async tree(files: readonly (State & { readonly path: string })[]): Promise<string> {
    // Names of ours: what a path may be on a disk does not matter.
    const names = files.map((_, index) => join(this.#own, "files", String(index)));
    for (const [index, { bytes }] of files.entries()) await writeFile(names[index] ?? "", bytes);
    const hashed =
      files.length === 0
        ? ""
        : await this.run(["hash-object", "-w", "--no-filters", "--stdin-paths"], `${names.join("\n")}\n`);
    const ids = hashed.toString().split("\n");
    await this.run(["read-tree", "--empty"]);
    const entries = files.map(({ mode, path }, index) => `${mode} ${ids[index]}\t${path}\0`).join("");
    await this.run(["update-index", "-z", "--index-info"], entries);
    return (await this.run(["write-tree"])).toString().trim();
  }

  async filled(listed: readonly Listed[]): Promise<readonly Patched[]> {
    const there = listed.filter(({ mode }) => mode !== null);
    const bytes: Buffer[] = [];
    const ids = there.map(({ id }) => id);
    if (ids.length > 0) for await (const one of gitBlobs(this.#own, this.#environment, ids)) bytes.push(one);
    const of = new Map(there.map(({ path }, index) => [path, bytes[index] ?? Buffer.alloc(0)]));
    return listed.map(({ path, mode }) => ({
      path,
      after: mode === null ? null : { mode, bytes: of.get(path) ?? Buffer.alloc(0) },
    }));
  }
}

interface Listed {
  readonly path: string;
  /** Null: it is gone. What is neither of the two (a link) is taken for an ordinary file, whose policy decides. */
  readonly mode: Mode | null;
  readonly id: string;
}

/** `:<mode> <mode> <id> <id> <letter>\0<path>\0` for each. */
function parseRaw(raw: Buffer): readonly Listed[] {
  const entries = raw.toString("utf8").matchAll(/:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\0([^\0]*)\0/g);
  return Array.from(entries, ([, mode = "", id = "", path = ""]) => ({
    path,
    id,
    mode: mode === "000000" ? null : mode === "100755" ? "100755" : "100644",
  }));
}
