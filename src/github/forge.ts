// Puts the parts of this folder together as the ports `Forge`, `MemoryStore`, `Checkout` and `WorkflowRuns`. Holds what
// they share: one way to GitHub per account, and the caches. No request is made here.

import { ratesFor } from "../domain/rates.ts";
import { programKeyText, repositoryText } from "../domain/repository/program-key.ts";
import { LocalBudget } from "../pace/local-budget.ts";
import { RateLimiter } from "../pace/rate-limiter.ts";
import type { Budget } from "../ports/budget.ts";
import type { Clock } from "../ports/clock.ts";
import type { Forge, ProgramKey, Repository } from "../ports/forge.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import type { WorkflowRuns } from "../ports/workflow-runs.ts";
import { githubWorkflowRuns } from "./actions/workflow-runs.ts";
import { type Checkouts, checkouts } from "./checkout/checkout.ts";
import { Blobs } from "./git/blobs.ts";
import { commitFiles, filesAt, restoreTree } from "./git/commits.ts";
import { advanceRef, createRef } from "./git/git-data.ts";
import { mergeInto } from "./git/merge.ts";
import { resetBranch } from "./git/reset.ts";
import { revert } from "./git/revert.ts";
import { Trees } from "./git/trees.ts";
import { type Account, GithubApi, once } from "./http/api.ts";
import { EtagCache } from "./http/etag-cache.ts";
import { Installations, installationOf } from "./http/installations.ts";
import type { Client, Connection } from "./http/octokit.ts";
import { ownLogin } from "./http/own-login.ts";
import { lastAuthor, openPulls } from "./read/adoption-reads.ts";
import { CommentMirror } from "./read/comment-mirror.ts";
import { conversation, recentComments } from "./read/comments.ts";
import {
  deleteComment,
  editComment,
  postComment,
  react,
  reactToIssue,
  setLabels,
} from "./read/conversation.ts";
import { failures } from "./read/failures.ts";
import { LookReader } from "./read/look.ts";
import { Permissions } from "./read/permissions.ts";
import { readiness } from "./read/readiness-reads.ts";
import { lookAtRepository } from "./read/repository-look.ts";
import { requiredChecks } from "./read/required-checks.ts";
import { accounts, memoryHead, programIssues, repositoriesOf } from "./read/sweep-reads.ts";
import { editIssue, openIssue } from "./write/issue-text.ts";
import { createLabel } from "./write/labels.ts";
import { githubMemoryStore } from "./write/memory-store.ts";
import { OwnChecks } from "./write/own-checks.ts";
import { editPull, openPull } from "./write/pulls.ts";

export interface GithubOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** What GitHub allows; by default what it allows a process that shares with nobody. */
  readonly budget?: Budget;
}

/** GitHub as the app uses it. */
export interface Github {
  readonly forge: Forge;
  readonly workflowRuns: WorkflowRuns;
  readonly memory: MemoryStore;
  readonly checkouts: Checkouts;
  /** The login of the app's own account. @throws see `isUnknownApp` */
  readonly ownLogin: () => Promise<string>;
}

/** GitHub asks for at least one second between requests that write. */
const WRITE_INTERVAL_MS = 1_000;

export function connectGithub({ connection, clock, budget = localBudget(clock) }: GithubOptions): Github {
  const account = (name: string, connect: () => Promise<Client>): Account => ({
    ...{
      clock,
      connect: once(connect),
      limiter: new RateLimiter(clock, budget, name),
      answers: new EtagCache(),
    },
  });
  const app = new GithubApi(
    account("app", () => connection.asApp()),
    "app",
  );
  const accounts = new Map<string, Account>();
  const opened = (name: string): Account => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const fresh = account(name, async () => connection.asInstallation(installationOf(name)));
    accounts.set(name, fresh);
    return fresh;
  };
  const apiOf = (where: Repository | ProgramKey) => new GithubApi(opened(where.account), laneOf(where));
  const apiOfAccount = (name: string) => new GithubApi(opened(name), name);
  const caches = { blobs: new Blobs(), trees: new Trees() };
  return {
    checkouts: checkouts(app, apiOf, caches, clock),
    memory: githubMemoryStore(apiOf, caches.blobs),
    workflowRuns: githubWorkflowRuns(apiOf),
    ownLogin: () => ownLogin(app),
    forge: githubForge({ app, apiOf, apiOfAccount }, caches, clock),
  };
}

/**
 * What GitHub lets a process do that shares with nobody.
 * @param writeIntervalMs least time between two writes; 0 for a host without limits
 * @param share of it, see `ratesFor`
 */
export function localBudget(clock: Clock, writeIntervalMs = WRITE_INTERVAL_MS, share = 1): Budget {
  return new LocalBudget(clock, ratesFor(writeIntervalMs, share));
}

/** Whoever is named takes turns with the others: a program where one is, else the repository. */
function laneOf(where: Repository | ProgramKey): string {
  return "issue" in where ? programKeyText(where) : repositoryText(where);
}

/** Ways to GitHub: for the app itself, and for who is named. */
interface Ways {
  readonly app: GithubApi;
  readonly apiOf: (where: Repository | ProgramKey) => GithubApi;
  readonly apiOfAccount: (account: string) => GithubApi;
}

function githubForge(
  { app, apiOf: of, apiOfAccount }: Ways,
  { blobs, trees }: { readonly blobs: Blobs; readonly trees: Trees },
  clock: Clock,
): Forge {
  const comments = new CommentMirror();
  const reader = new LookReader(comments);
  const permissions = new Permissions(clock);
  const ownChecks = new OwnChecks(clock);
  const owners = new Installations(app, clock);
  return {
    async repositories() {
      const all: Repository[] = [];
      for (const account of await accounts(app))
        all.push(...(await repositoriesOf(apiOfAccount(account), account)));
      return all;
    },
    programIssues: (repository) => programIssues(of(repository), repository),
    memoryHead: (repository) => memoryHead(of(repository), repository),
    recentComments: (repository, since) => recentComments(of(repository), repository, since),
    thread: (key) => conversation(of(key), key),
    look: (look) => reader.look(of(look.key), look),
    find: (owner, name) => owners.find(owner, name),
    access: (repository) => owners.of(repository),
    readiness: async (repository) => readiness(of(repository), repository, await owners.of(repository)),
    openPulls: (repository) => openPulls(of(repository), repository),
    lastAuthor: (repository, branch, path) => lastAuthor(of(repository), repository, branch, path),
    lookAtRepository: (repository) => lookAtRepository(of(repository), repository),
    readText: (repository, id) => blobs.text(of(repository), repository, id),
    requiredChecks: (repository, branch) => requiredChecks(of(repository), repository, branch),
    failures: (repository, commit, names) => failures(of(repository), repository, commit, names),
    standing: (repository, login) => permissions.of(of(repository), repository, login),
    openIssue: (repository, text) => openIssue(of(repository), repository, text),
    editIssue: (key, change) => editIssue(of(key), key, change),
    createLabel: (repository, label) => createLabel(of(repository), repository, label),
    postComment: (key, body) => postComment(of(key), key, body),
    editComment: (key, comment, body) => editComment(of(key), key, comment, body),
    async deleteComment(key, comment) {
      await deleteComment(of(key), key, comment);
      comments.deleted(key, comment);
    },
    async react(key, comment, reaction) {
      await react(of(key), key, comment, reaction);
      comments.reacted(key, comment, reaction);
    },
    reactToIssue: (key, reaction) => reactToIssue(of(key), key, reaction),
    setLabels: (key, change) => setLabels(of(key), key, change),
    createBranch: (repository, branch, at) => createRef(of(repository), repository, branch, at),
    filesAt: (repository, commit) => filesAt(of(repository), trees, repository, commit),
    commit: (repository, request) => commitFiles(of(repository), trees, repository, request),
    restore: (repository, request) => restoreTree(of(repository), repository, request),
    revert: (repository, request) => revert(of(repository), trees, repository, request),
    reset: (repository, branch, expectedHead, to) =>
      resetBranch(of(repository), repository, branch, expectedHead, to),
    fastForward: (repository, branch, to) => advanceRef(of(repository), repository, branch, to),
    merge: (repository, branch, from, message) =>
      mergeInto(of(repository), repository, branch, from, message),
    writeCheck: (repository, check) => ownChecks.write(of(repository), repository, check),
    openPull: (repository, request) => openPull(of(repository), repository, request),
    editPull: (repository, number, change) => editPull(of(repository), repository, number, change),
  };
}
