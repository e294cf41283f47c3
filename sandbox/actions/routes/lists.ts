// Lists of GitHub Actions over REST: which runs and jobs were asked for, and a page with its total.

import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, notFound, param } from "../../host/http.ts";
import { paged } from "../../host/paging.ts";
import { lastAttempt, type WorkflowRun } from "../run/run.ts";
import { shownJob } from "../run/shown.ts";

/** A page of `all` under the name that GitHub gives the list. */
export function listed(host: Host, request: FrontRequest, name: string, all: readonly unknown[]): Answer {
  const { items, link } = paged(host.url, request, all);
  return { status: 200, link, body: { total_count: all.length, [name]: items } };
}

/** By `actor`, `branch`, `event`, `status`, `head_sha` and `created`. */
export function runsWanted(request: FrontRequest, runs: readonly WorkflowRun[]): readonly WorkflowRun[] {
  const query = new URLSearchParams(request.search);
  const wanted = (name: string, ...values: readonly (string | null)[]) =>
    !query.has(name) || values.includes(query.get(name));
  return runs.filter((run) => {
    const { status, conclusion } = lastAttempt(run);
    return (
      wanted("actor", run.actor) &&
      wanted("branch", run.branch) &&
      wanted("event", run.event) &&
      wanted("head_sha", run.sha) &&
      wanted("status", status, conclusion) &&
      createdIn(run.createdAt, query.get("created"))
    );
  });
}

/** GitHub's search syntax for times: `>=T`, `<T`, `T..T`, `T`; a day alone is all of it. Whole seconds. */
function createdIn(at: string, wanted: string | null): boolean {
  if (wanted === null) return true;
  const time = Math.floor(Date.parse(at) / 1000);
  const first = (text: string) => Math.floor(Date.parse(text) / 1000);
  const last = (text: string) => (text.includes("T") ? first(text) : first(text) + 86_399);
  const [, operator = "", bound = ""] = /^(>=|<=|>|<)?(.*)$/.exec(wanted) ?? [];
  const [from = "", to] = bound.split("..");
  switch (operator) {
    case ">=":
      return time >= first(from);
    case ">":
      return time > last(from);
    case "<=":
      return time <= last(from);
    case "<":
      return time < first(from);
    default:
      return (from === "*" || time >= first(from)) && (to === "*" || time <= last(to ?? from));
  }
}

/** Of the attempt in the path, else of the newest, or of all where `filter=all`. */
export function jobsOf(host: Host, request: FrontRequest, run: WorkflowRun): Answer {
  const number = param(request, "attempt");
  const all = new URLSearchParams(request.search).get("filter") === "all";
  const attempts =
    number === "" ? (all ? run.attempts : [lastAttempt(run)]) : [run.attempts[Number(number) - 1]];
  const jobs = attempts.flatMap(
    (attempt) => attempt?.jobs.map((job) => shownJob(host, run, attempt, job)) ?? [],
  );
  return attempts.includes(undefined) ? notFound() : listed(host, request, "jobs", jobs);
}
