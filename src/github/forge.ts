// Puts the parts of this folder together as the ports `Forge`, `MemoryStore`, `Checkout` and `WorkflowRuns`. Holds what
// they share: one way to GitHub per installation, and the caches. No request is made here.

import type { Clock } from "../ports/clock.ts";
import type { Forge, Repository } from "../ports/forge.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import type { WorkflowRuns } from "../ports/workflow-runs.ts";
import { lastAuthor, openPulls } from "./adoption-reads.ts";
import { GithubApi } from "./api.ts";
import { Blobs } from "./blobs.ts";
import { type Checkouts, checkouts } from "./checkout.ts";
import { CommentMirror } from "./comment-mirror.ts";
import { conversation, recentComments } from "./comments.ts";
import { commitFiles, filesAt, restoreTree } from "./commits.ts";
import { deleteComment, editComment, postComment, react, reactToIssue, setLabels } from "./conversation.ts";
import { failures } from "./failures.ts";
import { advanceRef, createRef } from "./git-data.ts";
import { Installations } from "./installations.ts";
import { editIssue, openIssue } from "./issue-text.ts";
import { createLabel } from "./labels.ts";
import { LookReader } from "./look.ts";
import { githubMemoryStore } from "./memory-store.ts";
import { mergeInto } from "./merge.ts";
import type { Connection } from "./octokit.ts";
import { OwnChecks } from "./own-checks.ts";
import { Pacer } from "./pacer.ts";
import { Permissions } from "./permissions.ts";
import { editPull, openPull } from "./pulls.ts";
import { readiness } from "./readiness.ts";
import { lookAtRepository } from "./repository-look.ts";
import { requiredChecks } from "./required-checks.ts";
import { restartBranch } from "./restart.ts";
import { installations, programIssues, repositoriesOf } from "./sweep-reads.ts";
import { takeBack } from "./take-back.ts";
import { Trees } from "./trees.ts";
import { githubWorkflowRuns } from "./workflow-runs.ts";

export interface GithubOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Least time between the starts of two writes of one installation; GitHub asks for a second. */
  readonly writeIntervalMs?: number;
}

/** GitHub as the app uses it. */
export interface Github {
  readonly forge: Forge;
  readonly workflowRuns: WorkflowRuns;
  readonly memory: MemoryStore;
  readonly checkouts: Checkouts;
}

export function connectGithub({ connection, clock, writeIntervalMs }: GithubOptions): Github {
  const app = new GithubApi(() => connection.asApp(), new Pacer(clock, writeIntervalMs), clock);
  const apis = new Map<number, GithubApi>();
  const apiOfInstallation = (installation: number): GithubApi => {
    const known = apis.get(installation);
    if (known !== undefined) return known;
    const pacer = new Pacer(clock, writeIntervalMs);
    const api = new GithubApi(() => connection.asInstallation(installation), pacer, clock);
    apis.set(installation, api);
    return api;
  };
  const apiOf = ({ installation }: Repository) => apiOfInstallation(installation);
  const caches = { blobs: new Blobs(), trees: new Trees() };
  return {
    checkouts: checkouts(app, apiOf, caches, clock),
    memory: githubMemoryStore(apiOf, caches.blobs),
    workflowRuns: githubWorkflowRuns(apiOf),
    forge: githubForge(app, apiOfInstallation, caches, clock),
  };
}

function githubForge(
  app: GithubApi,
  apiOf: (installation: number) => GithubApi,
  { blobs, trees }: { readonly blobs: Blobs; readonly trees: Trees },
  clock: Clock,
): Forge {
  const comments = new CommentMirror();
  const reader = new LookReader(comments);
  const permissions = new Permissions(clock);
  const ownChecks = new OwnChecks(clock);
  const owners = new Installations(app, clock);
  const of = ({ installation }: Repository) => apiOf(installation);
  return {
    async repositories() {
      const all: Repository[] = [];
      for (const id of await installations(app)) all.push(...(await repositoriesOf(apiOf(id), id)));
      return all;
    },
    programIssues: (repository) => programIssues(of(repository), repository),
    recentComments: (repository, since) => recentComments(of(repository), repository, since),
    conversation: (key) => conversation(of(key), key),
    look: (look) => reader.look(of(look.key), look),
    find: (owner, name) => owners.find(owner, name),
    installation: (repository) => owners.of(repository),
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
    takeBack: (repository, request) => takeBack(of(repository), trees, repository, request),
    restart: (repository, branch, expectedHead, to) =>
      restartBranch(of(repository), repository, branch, expectedHead, to),
    fastForward: (repository, branch, to) => advanceRef(of(repository), repository, branch, to),
    merge: (repository, branch, from, message) =>
      mergeInto(of(repository), repository, branch, from, message),
    writeCheck: (repository, check) => ownChecks.write(of(repository), repository, check),
    openPull: (repository, request) => openPull(of(repository), repository, request),
    editPull: (repository, number, change) => editPull(of(repository), repository, number, change),
  };
}
