// The look: everything about one program in one request, and the few more that a picture too big for its
// windows costs. Reads only; a read that fails fails the look.

import { Dormant, Retryable, Terminal } from "../../domain/errors.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath, REPO_CONFIG_PATH } from "../../domain/program/names.ts";
import { placesOf } from "../../domain/program/program-files.ts";
import type { FileRef, ProgramKey, ProgramView, PullView, Repository } from "../../domain/repository/view.ts";
import type { Look } from "../../ports/forge/program-reads.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { isNotFound, typesOf } from "../http/map-error.ts";
import { checksOf } from "./checks.ts";
import type { CommentMirror } from "./comment-mirror.ts";
import { type IssueReply, type LookReply, nodesOf, type PullPage, type PullsReply } from "./look-reply.ts";
import { LOOK, PULLS } from "./queries.ts";
import { branchView, issueView, pullView } from "./views.ts";

type Reply = LookReply["repository"];

/** Repositories whose default branch's name is remembered. */
const REPOSITORIES = 10_000;

/** What is looked for beside the issue. */
interface Named {
  readonly name: string | null;
  readonly branch: string;
  readonly source: string | undefined;
}

export class LookReader {
  readonly #comments: CommentMirror;
  /** A comparison needs the name beforehand; every look says what it is now. */
  readonly #defaultBranches = new Lru<string>(REPOSITORIES);

  constructor(comments: CommentMirror) {
    this.#comments = comments;
  }

  /** @throws Dormant when there is no such repository for the app, or nothing can be done in it */
  async look(api: GithubApi, { key, name, branch: named, source }: Look): Promise<ProgramView> {
    const compared = await seen(this.#defaultBranch(api, key));
    // Before adoption there is no name; the parts that need one are not asked for, but variables must have values.
    const headName = named ?? canonicalBranch(name ?? "unnamed");
    const asked = this.#ask(api, key, { name, branch: headName, source }, compared);
    const { viewer, repository } = await seen(asked);
    // GitHub answers under an old name, too; the program is looked after under the new one.
    const present = repository.nameWithOwner ?? `${key.owner}/${key.name}`;
    if (present.toLowerCase() !== `${key.owner}/${key.name}`.toLowerCase())
      throw new Dormant("the repository has another name now");
    // Without issues the answer has none, which says nothing about the program's.
    if (repository.isArchived === true) throw new Dormant("the repository is archived");
    if (repository.hasIssuesEnabled === false) throw new Dormant("the repository's issues are switched off");
    const actual = repository.defaultBranchRef?.name;
    if (actual !== undefined && actual !== compared) {
      this.#defaultBranches.set(repositoryText(key), actual);
      if (repository.branch) throw new Retryable("the default branch was renamed", 0);
    }
    const { issue, branch, defaultBranchRef } = repository;
    return {
      self: viewer.login,
      issue: issue === null ? "absent" : issueView(issue),
      comments: issue === null ? [] : await this.#commentsOf(api, key, issue),
      defaultBranch:
        defaultBranchRef === null
          ? "absent"
          : { name: defaultBranchRef.name, head: defaultBranchRef.target.oid },
      branch: branch ? branchView(branch.target, comparisonOf(branch)) : "absent",
      pulls: await allPulls(api, key, headName, repository.pullRequests),
      checks: branch ? await checksOf(api, key, branch.target, viewer.login) : [],
      memory: { head: repository.memory?.target.oid ?? "absent", files: memoryFiles(repository, name) },
      config:
        repository.config?.oid === undefined
          ? "absent"
          : { path: REPO_CONFIG_PATH, id: repository.config.oid },
      sources: sourcesOf(repository, source),
    };
  }

  #commentsOf(api: GithubApi, key: ProgramKey, { comments, newest }: IssueReply) {
    return this.#comments.all(api, key, nodesOf(comments), comments.totalCount, nodesOf(newest));
  }

  #ask(
    api: GithubApi,
    key: ProgramKey,
    { name, branch, source }: Named,
    defaultBranch: string,
  ): Promise<LookReply> {
    const program = name ?? "unnamed";
    // The full ref name: a tag called like the memory branch must not stand in for it.
    const inMemory = (path: string) => `refs/heads/${MEMORY_BRANCH}:${path}`;
    const variables = {
      owner: key.owner,
      repo: key.name,
      issue: key.issue,
      named: name !== null,
      branch,
      branchRef: `refs/heads/${branch}`,
      defaultBranch,
      journal: inMemory(memoryPath.journalDirectory(program)),
      state: inMemory(memoryPath.state(program)),
      results: inMemory(memoryPath.results(program)),
      registry: inMemory(memoryPath.registry()),
      config: `HEAD:${REPO_CONFIG_PATH}`,
      ...sourceVariables(source),
      comments: this.#comments.windowFor(key),
    };
    return api.query<LookReply>(LOOK, variables, ["repository.issue"]);
  }

  async #defaultBranch(api: GithubApi, repository: Repository): Promise<string> {
    const known = this.#defaultBranches.get(repositoryText(repository));
    if (known !== undefined) return known;
    const { owner, name: repo } = repository;
    const reply = await api.get<{ default_branch: string }>("GET /repos/{owner}/{repo}", { owner, repo });
    this.#defaultBranches.set(repositoryText(repository), reply.default_branch);
    return reply.default_branch;
  }
}

function repositoryText({ account, owner, name }: Repository): string {
  return `${account}/${owner}/${name}`;
}

function comparisonOf({ compare }: NonNullable<Reply["branch"]>): { aheadBy: number; behindBy: number } {
  if (compare === null)
    throw new Terminal("the canonical branch has no history in common with the default branch");
  return compare;
}

function memoryFiles(repository: Reply, name: string | null): readonly FileRef[] {
  const files: FileRef[] = [];
  const add = (path: string, blob: { readonly oid?: string } | null | undefined) => {
    if (blob?.oid !== undefined) files.push({ path, id: blob.oid });
  };
  add(memoryPath.registry(), repository.registry);
  if (name === null) return files;
  add(memoryPath.state(name), repository.state);
  add(memoryPath.results(name), repository.results);
  for (const entry of repository.journal?.entries ?? []) {
    if (entry.type === "blob") add(`${memoryPath.journalDirectory(name)}/${entry.name}`, entry);
  }
  return files;
}

function sourceVariables(source: string | undefined) {
  const [directory = "", bare = directory] = source === undefined ? [] : placesOf(source);
  return { filed: source !== undefined, directory: `HEAD:${directory}`, bare: `HEAD:${bare}` };
}

function sourcesOf({ directory, bare }: Reply, source: string | undefined): readonly FileRef[] {
  const found = [directory, bare];
  return (source === undefined ? [] : placesOf(source)).flatMap((path, index) => {
    const id = found[index]?.oid;
    return id === undefined ? [] : [{ path, id }];
  });
}

async function allPulls(
  api: GithubApi,
  { owner, name: repo }: Repository,
  branch: string,
  first: PullPage | undefined,
): Promise<readonly PullView[]> {
  const pulls = [...nodesOf(first)];
  let page = first?.pageInfo;
  while (page?.hasNextPage === true) {
    const variables = { owner, repo, branch, after: page.endCursor };
    const { repository } = await api.query<PullsReply>(PULLS, variables);
    pulls.push(...nodesOf(repository.pullRequests));
    page = repository.pullRequests.pageInfo;
  }
  return pulls.map(pullView);
}

/** The app does not see the repository, or it is gone. */
async function seen<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const types = typesOf(error);
    const isGone = types.length > 0 && types.every((type) => type === "NOT_FOUND");
    if (!isNotFound(error) && !isGone) throw error;
    throw new Dormant("the repository cannot be seen", { cause: error });
  }
}
