// The look: everything about one program in one request, and the few more that a picture too big for its
// windows costs. Reads only; a read that fails fails the look.

import { AutoloopError, Dormant, Retryable, Terminal } from "../../domain/errors.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath, REPO_CONFIG_PATH } from "../../domain/program/names.ts";
import { placesOf } from "../../domain/program/program-files.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { FileRef, ProgramKey, ProgramView, PullView, Repository } from "../../domain/repository/view.ts";
import type { Look } from "../../ports/forge/program-reads.ts";
import {
  type IssueReply,
  type LookReply,
  nodesOf,
  type PullPage,
  type PullsReply,
} from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { isNotFound, typesOf } from "../http/map-error.ts";
import { checksOf } from "./checks.ts";
import type { CommentMirror } from "./comment-mirror.ts";
import type { NodeIds } from "./node-ids.ts";
import { LOOK, PULLS } from "./queries.ts";
import { branchView, issueView, pullView } from "./views.ts";

type Reply = LookReply["repository"];

/** Repositories whose default branch's name is remembered. */
const REPOSITORIES = 10_000;

/** The repository as an answer shows it, to whom, and with which branch the program's was compared. */
interface Seen {
  readonly self: string;
  readonly compared: string;
  readonly repository: Reply;
}

export class LookReader {
  readonly #comments: CommentMirror;
  readonly #ids: NodeIds;
  /** A comparison needs the name beforehand; every look says what it is now. */
  readonly #defaultBranches = new Lru<string>(REPOSITORIES);
  /** The app's login by account, as looks have shown it. */
  readonly #selves = new Lru<string>(REPOSITORIES);

  /** @param ids learns from every look */
  constructor(comments: CommentMirror, ids: NodeIds) {
    this.#comments = comments;
    this.#ids = ids;
  }

  /** @throws Dormant when there is no such repository for the app, or nothing can be done in it */
  async look(api: GithubApi, asked: Look): Promise<ProgramView> {
    const { key } = asked;
    const compared = await seen(this.#defaultBranch(api, key));
    const { owner, name: repo } = key;
    const variables = { owner, repo, ...this.#variables(asked, compared) };
    const { viewer, repository } = await seen(api.query<LookReply>(LOOK, variables, ["repository.issue"]));
    this.#selves.set(key.account, viewer.login);
    return this.#view(api, asked, { self: viewer.login, compared, repository });
  }

  /** What a write has to be sent with for its answer to bring a look; null: not enough is known yet. */
  seenWith(asked: Look): Readonly<Record<string, unknown>> | null {
    const compared = this.#defaultBranches.get(repositoryText(asked.key));
    const isKnown = compared !== undefined && this.#selves.get(asked.key.account) !== undefined;
    return isKnown ? this.#variables(asked, compared) : null;
  }

  /**
   * The look that came with the answer to a write, as of after it. Null: it cannot be read, and the write was carried out
   * all the same.
   * @param repository as `SEEN` brings it
   */
  async after(api: GithubApi, asked: Look, repository: Reply): Promise<ProgramView | null> {
    const compared = this.#defaultBranches.get(repositoryText(asked.key));
    const self = this.#selves.get(asked.key.account);
    if (compared === undefined || self === undefined) return null;
    try {
      return await this.#view(api, asked, { self, compared, repository });
    } catch (error) {
      if (error instanceof AutoloopError) return null;
      throw error;
    }
  }

  async #view(
    api: GithubApi,
    { key, name, branch: named, source }: Look,
    { self, compared, repository }: Seen,
  ): Promise<ProgramView> {
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
    this.#ids.learn(key, repository);
    const { issue, branch, defaultBranchRef } = repository;
    const headName = headOf(name, named);
    return {
      self,
      issue: issue === null ? "absent" : issueView(issue),
      comments: issue === null ? [] : await this.#commentsOf(api, key, issue),
      defaultBranch:
        defaultBranchRef === null
          ? "absent"
          : { name: defaultBranchRef.name, head: defaultBranchRef.target.oid },
      branch: branch ? branchView(branch.target, comparisonOf(branch)) : "absent",
      pulls: await allPulls(api, key, headName, repository.pullRequests),
      checks: branch ? await checksOf(api, key, branch.target, self) : [],
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

  /** What `SEEN_VARIABLES` names. */
  #variables({ key, name, branch: named, source }: Look, defaultBranch: string) {
    const program = name ?? "unnamed";
    const branch = headOf(name, named);
    // The full ref name: a tag called like the memory branch must not stand in for it.
    const inMemory = (path: string) => `refs/heads/${MEMORY_BRANCH}:${path}`;
    return {
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

/** Before adoption there is no name; the parts that need one are not asked for, but variables must have values. */
function headOf(name: string | null, branch: string | undefined): string {
  return branch ?? canonicalBranch(name ?? "unnamed");
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
