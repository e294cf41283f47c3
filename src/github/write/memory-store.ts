// The memory branch over Octokit: reads by content id, writes by compare-and-swap. Knows no file's meaning.

import { MEMORY_BRANCH } from "../../domain/program/names.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { MemoryCommit, MemoryStore } from "../../ports/memory-store.ts";
import type { Blobs } from "../git/blobs.ts";
import { commitOnBranch } from "../git/commits.ts";
import { createCommit, createRef, createTree } from "../git/git-data.ts";
import type { GithubApi } from "../http/api.ts";
import type { LookReader } from "../read/look.ts";

/** Tells GitHub Actions not to run for this commit (docs: skipping workflow runs); wants two blank lines before it. */
const SKIP_CHECKS = "\n\n\nskip-checks: true";

/**
 * @param apiOf the way to GitHub for one account
 * @param reader reads the looks that come with answers
 */
export function githubMemoryStore(
  apiOf: (repository: Repository) => GithubApi,
  blobs: Blobs,
  reader: LookReader,
): MemoryStore {
  return {
    async read(repository, files) {
      const texts = new Map<string, string>();
      for (const { path, id } of files) texts.set(path, await blobs.text(apiOf(repository), repository, id));
      return texts;
    },
    async commit(repository, request, look) {
      const api = apiOf(repository);
      const seenWith = look === undefined ? null : reader.seenWith(look);
      const { head, seen } = await write(api, repository, request, seenWith);
      for (const { text } of request.files) if (text !== null) blobs.keep(repository, Buffer.from(text));
      const isSeen = look !== undefined && seen !== null;
      return { head, view: isSeen ? await reader.after(api, look, seen) : null };
    },
  };
}

async function write(
  api: GithubApi,
  repository: Repository,
  { expectedHead, message, files }: MemoryCommit,
  seenWith: Parameters<typeof commitOnBranch>[3],
): ReturnType<typeof commitOnBranch> {
  const marked = `${message}${SKIP_CHECKS}`;
  const texts = files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
  if (expectedHead !== "absent") {
    const commit = {
      branch: MEMORY_BRANCH,
      expectedHead,
      message: marked,
      additions: texts.map(({ path, text }) => ({ path, contents: Buffer.from(text).toString("base64") })),
      deletions: files.filter(({ text }) => text === null).map(({ path }) => path),
    };
    return await commitOnBranch(api, repository, commit, seenWith);
  }
  const entries = texts.map(({ path, text }) => ({
    ...{ path, mode: "100644", type: "blob" as const },
    content: text,
  }));
  const tree = await createTree(api, repository, null, entries);
  const commit = await createCommit(api, repository, { message: marked, tree, parents: [] });
  await createRef(api, repository, MEMORY_BRANCH, commit);
  return { head: commit, tree: null, seen: null };
}
