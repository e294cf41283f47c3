// What one GraphQL request reads, each thing once: branches, and the shapes of people and lists.
// Lives as long as the request.

import type { WorkflowRuns } from "../../actions/run/runs.ts";
import type { Checks } from "../../checks/checks.ts";
import type { Refs } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";
import { loginOf, type Principal } from "../../host/principals.ts";

/** A user as the REST API shows one. */
export interface RestUser {
  readonly login: string;
  readonly type?: string;
}

/** What GraphQL objects are read from. */
export interface Sources {
  readonly host: Host;
  readonly checks: Checks;
  readonly runs: WorkflowRuns;
}

export class Snapshot implements Sources {
  readonly host: Host;
  readonly checks: Checks;
  readonly runs: WorkflowRuns;
  /** Whoever asks. */
  readonly who: Principal;
  /** Login of whoever asks, as REST shows it. */
  readonly viewer: string;
  #refs: Promise<Refs> | undefined;

  constructor({ host, checks, runs }: Sources, who: Principal) {
    this.host = host;
    this.checks = checks;
    this.runs = runs;
    this.who = who;
    this.viewer = loginOf(who);
  }

  refs(): Promise<Refs> {
    this.#refs ??= this.host.git.refs();
    return this.#refs;
  }
}

/** Bots go without `[bot]` here: only REST, and `viewer` of an installation, show it. */
export function actor(user: RestUser | null | undefined) {
  if (!user) return null;
  const bot = user.login.endsWith("[bot]");
  return { __typename: bot ? "Bot" : "User", login: bot ? user.login.slice(0, -"[bot]".length) : user.login };
}

export interface Page {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection over a whole list. Cursors are positions, opaque to the caller. */
export function connection<T>(all: readonly T[], page: Page = {}) {
  const start = page.after ? position(page.after) + 1 : 0;
  const end = page.before ? position(page.before) : all.length;
  const from = page.last == null ? start : Math.max(start, end - page.last);
  const to = page.first == null ? end : Math.min(end, from + page.first);
  const nodes = all.slice(from, to);
  return {
    totalCount: all.length,
    nodes,
    edges: nodes.map((node, at) => ({ node, cursor: cursor(from + at) })),
    pageInfo: {
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length > 0 ? cursor(from) : null,
      endCursor: nodes.length > 0 ? cursor(to - 1) : null,
    },
  };
}

const cursor = (at: number): string => Buffer.from(`cursor:${at}`).toString("base64");
const position = (encoded: string): number =>
  Number(Buffer.from(encoded, "base64").toString().slice("cursor:".length));
