// What failing checks say about themselves: title and summary, annotations, the end of the log. Bounded, because all of it
// is outside text. What cannot be read is left out; it never hides that the check failed.

import { Terminal } from "../../domain/errors.ts";
import { GITHUB_ACTIONS } from "../../domain/program/names.ts";
import type { FailedCheck } from "../../domain/repository/checks.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { download } from "../http/download.ts";

/** Failing checks that are asked; the first ones say enough. */
const CHECKS = 5;
const ANNOTATIONS = 20;
const TEXT_CHARACTERS = 2_000;
/** Bytes of a log that are read, and characters of its end that are kept. */
const LOG_BYTES = 16 * 1024 * 1024;
const LOG_CHARACTERS = 64 * 1024;

interface RunReply {
  readonly id: number;
  readonly name: string;
  readonly app: { readonly slug: string } | null;
  readonly output: {
    readonly title: string | null;
    readonly summary: string | null;
    readonly annotations_count: number;
  };
}

interface AnnotationReply {
  readonly path: string;
  readonly start_line: number | null;
  readonly annotation_level: string | null;
  readonly message: string | null;
}

interface StatusReply {
  readonly statuses: readonly { readonly context: string; readonly description: string | null }[];
}

/** In the order of `names`, at most five. */
export async function failures(
  api: GithubApi,
  { owner, name: repo }: Repository,
  commit: string,
  names: readonly string[],
): Promise<readonly FailedCheck[]> {
  const at = { owner, repo, ref: commit };
  const runs = await api.list(
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    { ...at, filter: "latest" },
    (page) => (page as { check_runs: readonly RunReply[] }).check_runs,
  );
  const asked = names.slice(0, CHECKS);
  const isRun = (name: string) => runs.some((run) => run.name === name);
  const statuses = asked.every(isRun)
    ? []
    : (await api.get<StatusReply>("GET /repos/{owner}/{repo}/commits/{ref}/status", at)).statuses;
  return Promise.all(
    asked.map(async (name) => {
      const run = runs.find((one) => one.name === name);
      if (run !== undefined) return ofRun(api, { owner, repo }, run);
      const description = statuses.find(({ context }) => context === name)?.description ?? "";
      return { name, summary: description.slice(0, TEXT_CHARACTERS), annotations: [], log: "" };
    }),
  );
}

async function ofRun(
  api: GithubApi,
  at: { readonly owner: string; readonly repo: string },
  { id, name, app, output }: RunReply,
): Promise<FailedCheck> {
  const { title, summary, annotations_count: count } = output;
  const annotations = count === 0 ? [] : await orNone([], () => annotationsOf(api, at, id));
  // Its check runs are jobs with a log (docs: "Download job logs for a workflow run").
  const log = app?.slug === GITHUB_ACTIONS ? await orNone("", () => logOf(api, at, id)) : "";
  const said = [title, summary].filter((text) => text !== null && text !== "").join("\n");
  return { name, summary: said.slice(0, TEXT_CHARACTERS), annotations, log };
}

async function annotationsOf(
  api: GithubApi,
  at: { readonly owner: string; readonly repo: string },
  check_run_id: number,
): Promise<FailedCheck["annotations"]> {
  const route = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
  const found = await api.get<readonly AnnotationReply[]>(route, { ...at, check_run_id });
  return found
    .filter(({ annotation_level: level }) => level === "failure")
    .slice(0, ANNOTATIONS)
    .map(({ path, start_line: line, message }) => ({
      path: path.slice(0, TEXT_CHARACTERS),
      line,
      message: (message ?? "").slice(0, TEXT_CHARACTERS),
    }));
}

/** A check run of GitHub Actions is the job of the same number. */
async function logOf(
  api: GithubApi,
  at: { readonly owner: string; readonly repo: string },
  job_id: number,
): Promise<string> {
  const url = await api.redirect("GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs", { ...at, job_id });
  const bytes = await download(url, LOG_BYTES);
  if (bytes === "gone" || bytes === "too-big") return "";
  return new TextDecoder().decode(bytes).slice(-LOG_CHARACTERS);
}

async function orNone<T>(none: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Terminal) return none;
    throw error;
  }
}
