// Merges on the server, and in which files one that a machine cannot make needs a person. Writes nothing but the
// merge commit that GitHub makes.

import { Conflict, Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Stuck } from "../../ports/forge/branches.ts";
import type { GithubApi } from "../http/api.ts";
import { madeObject } from "../http/made.ts";
import { isNotFound, statusOf } from "../http/map-error.ts";
import { headOf } from "./git-data.ts";
import { orRefused } from "./second-look.ts";

interface ComparisonReply {
  readonly files?: readonly { readonly filename: string; readonly previous_filename?: string }[];
}

/**
 * Merges `from` into the branch, wherever the branch is by then. Only files that both sides changed make a conflict: where
 * there are none, GitHub refused the merge for another reason.
 */
export async function mergeInto(
  api: GithubApi,
  repository: Repository,
  branch: string,
  from: string,
  message: string,
): Promise<{ readonly head: string } | Stuck> {
  const { owner, name: repo } = repository;
  const parameters = { owner, repo, base: branch, head: from, commit_message: message };
  const route = "POST /repos/{owner}/{repo}/merges";
  try {
    const { status, data } = await api.write<{ sha?: string }>(route, parameters);
    if (status !== 204) return { head: madeObject(route, data?.sha) };
  } catch (error) {
    if (error instanceof Terminal && statusOf(error) === 409) {
      return orRefused(error, await changedOnBothSides(api, repository, branch, from));
    }
    if (isNotFound(error) && (await headOf(api, repository, branch)) === "absent") {
      throw new Conflict(`${branch} is gone`, { cause: error });
    }
    throw error;
  }
  // 204: it holds everything already.
  const head = await headOf(api, repository, branch);
  if (head === "absent") throw new Conflict(`${branch} is gone`);
  return { head };
}

/**
 * GitHub answers 409 without a name, and the same to what a rule forbids. What both sides changed since they parted holds
 * every file that can conflict, and some that do not; a comparison lists at most 300 files (docs: compare two commits),
 * so names may be missing.
 */
async function changedOnBothSides(
  api: GithubApi,
  repository: Repository,
  branch: string,
  from: string,
): Promise<readonly string[]> {
  const ours = await changedSince(api, repository, from, branch);
  const theirs = await changedSince(api, repository, branch, from);
  return [...ours].filter((path) => theirs.has(path)).toSorted((a, b) => (a < b ? -1 : 1));
}

/** Paths that `head` changed since it parted from `base`, under their old names too. */
async function changedSince(
  api: GithubApi,
  { owner, name: repo }: Repository,
  base: string,
  head: string,
): Promise<ReadonlySet<string>> {
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  // The files come with the first page whatever its size; the commits are of no interest.
  const parameters = { owner, repo, basehead: `${base}...${head}`, per_page: 1 };
  const { files = [] } = await api.get<ComparisonReply>(route, parameters);
  return new Set(
    files.flatMap(({ filename, previous_filename: old }) => [filename, ...(old === undefined ? [] : [old])]),
  );
}
