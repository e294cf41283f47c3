// One branch as several, each with the files of one group, from the commit where it left another branch. Plumbing alone: no
// working tree, no index of the clone and no hook of a commit is touched. Either all of the new branches are there in the end
// and hold together exactly the tree of the branch, or none is.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terminal } from "../domain/errors.ts";
import { type GitEnvironment, git } from "./process.ts";

/** A clone, and what git may see of the environment. */
export interface Clone {
  readonly directory: string;
  readonly environment: GitEnvironment;
}

export interface BranchCommit {
  readonly id: string;
  readonly message: string;
  /** Files that differ from its parent. */
  readonly paths: readonly string[];
}

/** A file that differs between two trees; `mode` and `id` as the later one has it, zeros where it is gone. */
interface Difference {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** The commit that a name stands for; null: there is none. */
export async function commitNamed(clone: Clone, name: string): Promise<string | null> {
  const found = await read(clone, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`,
  ]).catch(() => "");
  return found.trim() || null;
}

/** The name that a symbolic name stands for, such as `refs/remotes/origin/main`; null: there is none. */
export async function targetOf(clone: Clone, name: string): Promise<string | null> {
  return (await read(clone, ["symbolic-ref", "--quiet", name]).catch(() => "")).trim() || null;
}

/** Where two branches parted; null where they have nothing in common, or not in this clone. */
export async function mergeBase(clone: Clone, one: string, other: string): Promise<string | null> {
  return (await read(clone, ["merge-base", one, other]).catch(() => "")).trim() || null;
}

/** A text file of a branch; null: it is not there. */
export async function textAt(clone: Clone, branch: string, path: string): Promise<string | null> {
  return read(clone, ["cat-file", "blob", `${branch}:${path}`]).catch(() => null);
}

/** Paths of files below a directory of a branch; none where there is no such directory. */
export async function pathsAt(clone: Clone, branch: string, directory: string): Promise<readonly string[]> {
  const list = ["ls-tree", "-r", "-z", "--name-only", branch, "--", `${directory}/`];
  return words(await read(clone, list).catch(() => ""));
}

/** Commits of a branch since a commit of it, oldest first, without merges. */
export async function commitsSince(
  clone: Clone,
  base: string,
  head: string,
): Promise<readonly BranchCommit[]> {
  const list = await read(clone, [
    "rev-list",
    "--reverse",
    "--topo-order",
    "--no-merges",
    `${base}..${head}`,
  ]);
  const commits: BranchCommit[] = [];
  for (const id of list.split("\n").filter((one) => one !== "")) {
    const whole = await read(clone, ["cat-file", "commit", id]);
    const paths = await read(clone, [
      "diff-tree",
      "-r",
      "-z",
      "--no-renames",
      "--no-commit-id",
      "--name-only",
      id,
    ]);
    commits.push({ id, message: whole.slice(whole.indexOf("\n\n") + 2), paths: words(paths) });
  }
  return commits;
}

/** What differs between the trees of two commits, renames as what they are: one file gone, one there. */
export async function differences(clone: Clone, from: string, to: string): Promise<readonly Difference[]> {
  const raw = words(
    await read(clone, ["diff-tree", "-r", "-z", "--no-renames", "--raw", "--full-index", from, to]),
  );
  const found: Difference[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [, mode = "", , id = ""] = (raw[at] ?? "").split(" ");
    found.push({ path: raw[at + 1] ?? "", mode, id });
  }
  return found;
}

/** A branch to be made, without `refs/heads/`, of one commit on the base. */
interface Part {
  readonly branch: string;
  readonly message: string;
  readonly files: readonly Difference[];
}

/**
 * Makes the branches.
 * @param dry everything but the branches themselves
 * @throws Terminal when they would not hold together exactly the tree of `head`, or one of them is there already
 */
export async function splitInto(
  clone: Clone,
  { base, head, parts, dry }: { base: string; head: string; parts: readonly Part[]; dry: boolean },
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "autoloop-finalise-"));
  try {
    const commits: string[] = [];
    for (const [index, { branch, files, message }] of parts.entries()) {
      if ((await commitNamed(clone, `refs/heads/${branch}`)) !== null)
        throw new Terminal(`the branch ${branch} is there already; delete or rename it first`);
      const tree = await treeWith(clone, join(scratch, `index-${index}`), base, files);
      const commit = await read(clone, ["commit-tree", tree, "-p", base], message);
      commits.push(commit.trim());
    }
    // Not what was meant to be in them: what is.
    const made = (await Promise.all(commits.map((commit) => differences(clone, base, commit)))).flat();
    const whole = await treeWith(clone, join(scratch, "union"), base, made);
    const wanted = (await read(clone, ["rev-parse", "--verify", `${head}^{tree}`])).trim();
    const isApart = new Set(made.map(({ path }) => path)).size === made.length;
    if (whole !== wanted || !isApart)
      throw new Terminal("the groups do not add up to the branch, so none was made");
    if (dry) return;
    const creations = parts.map(({ branch }, index) => `create refs/heads/${branch}\0${commits[index]}\0`);
    await read(
      clone,
      ["update-ref", "-z", "--stdin"],
      ["start\0", ...creations, "prepare\0", "commit\0"].join(""),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function treeWith(
  { directory, environment }: Clone,
  index: string,
  base: string,
  files: readonly Difference[],
): Promise<string> {
  const clone = { directory, environment: { ...environment, GIT_INDEX_FILE: index } };
  await read(clone, ["read-tree", base]);
  // What is gone goes first: a file may stand where a directory was, or the other way round.
  const gone = files.filter(({ mode }) => /^0+$/.test(mode));
  const there = files.filter((one) => !gone.includes(one));
  const lines = [...gone, ...there].map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`);
  await read(clone, ["update-index", "-z", "--index-info"], lines.join(""));
  return (await read(clone, ["write-tree"])).trim();
}

/** Paths are bytes; those that are no UTF-8 come back as other paths, so that the union is not the branch and nothing is made. */
async function read({ directory, environment }: Clone, args: readonly string[], input = ""): Promise<string> {
  return (await git(directory, environment, args, undefined, input)).toString("utf8");
}

function words(text: string): readonly string[] {
  return text.split("\0").filter((word) => word !== "");
}
