// Puts the parts of this folder together as the ports `Forge`, `MemoryStore`, `Checkout` and `WorkflowRuns`. Holds what
// they share: one way to GitHub per account, and the caches. No request is made here.

import { ratesFor } from "../domain/rates.ts";
import { programKeyText, repositoryText } from "../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../domain/repository/view.ts";
import { LocalBudget } from "../pace/local-budget.ts";
import { RateLimiter } from "../pace/rate-limiter.ts";
import type { Budget } from "../ports/budget.ts";
import type { Clock } from "../ports/clock.ts";
import type { Forge } from "../ports/forge/forge.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import type { WorkflowRuns } from "../ports/workflow-runs.ts";
import { githubWorkflowRuns } from "./actions/workflow-runs.ts";
import { type Checkouts, checkouts } from "./checkout/checkout.ts";
import { Blobs } from "./git/blobs.ts";
import { Trees } from "./git/trees.ts";
import { type Account, GithubApi } from "./http/api.ts";
import { EtagCache } from "./http/etag-cache.ts";
import { installationOf } from "./http/installations.ts";
import { type Client, type Connection, once } from "./http/octokit.ts";
import { ownLogin } from "./http/own-login.ts";
import { CommentMirror } from "./read/comment-mirror.ts";
import { LookReader } from "./read/look.ts";
import { NodeIds } from "./read/node-ids.ts";
import { branches } from "./roles/branches.ts";
import { changes } from "./roles/changes.ts";
import { conversation } from "./roles/conversation.ts";
import { display } from "./roles/display.ts";
import { programReads } from "./roles/program-reads.ts";
import { repositoryReads } from "./roles/repository-reads.ts";
import type { Caches, Ways } from "./roles/ways.ts";
import { githubMemoryStore } from "./write/memory-store.ts";
import { OwnChecks } from "./write/own-checks.ts";
import type { ShowDeps } from "./write/show.ts";

interface GithubOptions {
  readonly connection: Connection;
  /** The machine's: for waits, and for how long something is remembered. */
  readonly clock: Clock;
  /** GitHub's time; by default the machine's. */
  readonly time?: Pick<Clock, "now">;
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

export function connectGithub(options: GithubOptions): Github {
  const { connection, clock, time = clock, budget = localBudget(clock) } = options;
  const account = (name: string, connect: () => Promise<Client>): Account => ({
    ...{
      time,
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
  const ofAccount = (name: string) => new GithubApi(opened(name), name);
  const caches = { blobs: new Blobs(), trees: new Trees() };
  const comments = new CommentMirror();
  const ids = new NodeIds();
  const reader = new LookReader(comments, ids);
  const known = { comments, ids, reader, checks: new OwnChecks(clock) };
  return {
    checkouts: checkouts(app, apiOf, caches, time),
    memory: githubMemoryStore(apiOf, caches.blobs, reader),
    workflowRuns: githubWorkflowRuns(apiOf, () => ownLogin(app)),
    ownLogin: () => ownLogin(app),
    forge: githubForge({ app, of: apiOf, ofAccount }, caches, known, clock),
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

/** What is known of comments, names and permissions, which several roles share. */
interface Known extends ShowDeps {
  readonly comments: CommentMirror;
}

/** The six roles. */
function githubForge(ways: Ways, caches: Caches, known: Known, clock: Clock): Forge {
  return {
    ...repositoryReads(ways, caches, clock),
    ...programReads(ways, caches, known.reader),
    ...conversation(ways, known.comments),
    ...branches(ways, caches),
    ...changes(ways, known.checks),
    ...display(ways, known),
  };
}
