// What GitHub's check runs, check suites and commit statuses say, in four words. Which of them count is decided
// elsewhere. Where the look's window is too small for all runs, the rest is read, so none is ever missed.

import { isOwnJob } from "../../domain/program/names.ts";
import type { CheckView, Repository } from "../../domain/repository/view.ts";
import {
  type CheckRunReply,
  type ChecksReply,
  type HeadReply,
  nodesOf,
  type SuiteReply,
} from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { CHECKS } from "./queries.ts";

/** @param self the app's login, whose own checks must never count as proof */
export async function checksOf(
  api: GithubApi,
  repository: Repository,
  head: Pick<HeadReply, "oid" | "status" | "checkSuites">,
  self: string,
): Promise<readonly CheckView[]> {
  const suites = nodesOf(head.checkSuites);
  const cut =
    head.checkSuites?.pageInfo.hasNextPage === true ||
    suites.some(({ checkRuns }) => checkRuns?.pageInfo.hasNextPage === true);
  const runs = cut ? await allRuns(api, repository, head.oid) : suites.flatMap(runsOf);
  const view = (name: string, app: string | null, state: CheckView["state"]): CheckView => ({
    ...{ name, app, state },
    own: (app !== null && `${app}[bot]` === self) || isOwnJob(app, name),
  });
  return [
    ...runs.map((run) => ({
      ...view(run.name, run.app, runState(run)),
      ...(run.conclusion === "CANCELLED" || run.conclusion === "STALE" ? { isCancelled: true as const } : {}),
      ...(run.externalId ? { externalId: run.externalId } : {}),
      ...endOf(runState(run), run.completedAt),
    })),
    ...suites.filter(isWaiting).map(({ app }) => view("further jobs", app?.slug ?? null, "pending")),
    ...(head.status?.contexts ?? []).map(({ context, state, createdAt }) => ({
      ...view(context, null, statusState(state)),
      // A status never changes: another state is another status.
      ...endOf(statusState(state), createdAt),
    })),
  ];
}

/** Checks of any commit; none where the host has no such commit. */
export async function checksAt(
  api: GithubApi,
  repository: Repository,
  commit: string,
): Promise<readonly CheckView[]> {
  const { owner, name: repo } = repository;
  const reply = await api.query<ChecksReply>(CHECKS, { owner, repo, commit });
  const found = reply.repository.commit;
  return found === null ? [] : checksOf(api, repository, found, reply.viewer.login);
}

type Run = CheckRunReply & { readonly app: string | null };

function runsOf({ app, checkRuns }: SuiteReply): readonly Run[] {
  return nodesOf(checkRuns).map((run) => ({ ...run, app: app?.slug ?? null }));
}

/** Jobs that wait for others appear only when their turn comes; a suite without any run may never get one. */
function isWaiting({ status, app, checkRuns }: SuiteReply): boolean {
  const others = nodesOf(checkRuns).filter(({ name }) => !isOwnJob(app?.slug ?? null, name));
  return status !== "COMPLETED" && others.length > 0;
}

interface RestRun {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly completed_at: string | null;
  readonly external_id?: string | null;
  readonly app: { readonly slug: string } | null;
}

async function allRuns(
  api: GithubApi,
  { owner, name: repo }: Repository,
  ref: string,
): Promise<readonly Run[]> {
  const runs = await api.list(
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    { owner, repo, ref, filter: "latest" },
    (page) => (page as { check_runs: readonly RestRun[] }).check_runs,
  );
  return runs.map(({ name, status, conclusion, completed_at, external_id, app }) => ({
    name,
    completedAt: completed_at,
    externalId: external_id ?? null,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    app: app?.slug ?? null,
  }));
}

function runState({ status, conclusion }: CheckRunReply): CheckView["state"] {
  if (status !== "COMPLETED") return "pending";
  if (conclusion === "SUCCESS") return "success";
  return conclusion === "NEUTRAL" || conclusion === "SKIPPED" ? "neutral" : "failure";
}

function endOf(state: CheckView["state"], at: string | null | undefined): Pick<CheckView, "endedAt"> {
  return state === "pending" || at == null ? {} : { endedAt: at };
}

function statusState(state: string): CheckView["state"] {
  if (state === "SUCCESS") return "success";
  return state === "PENDING" || state === "EXPECTED" ? "pending" : "failure";
}
