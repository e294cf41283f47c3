// The port `WorkflowRuns` over Octokit. Knows what GitHub calls things; judges nothing about a run.

import { Terminal } from "../../domain/errors.ts";
import { parseRunTitle, WORKFLOW } from "../../domain/program/names.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type {
  Artifact,
  BrokenJob,
  Dispatched,
  WorkflowRun,
  WorkflowRuns,
} from "../../ports/workflow-runs.ts";
import type { GithubApi } from "../http/api.ts";
import { download } from "../http/download.ts";
import { isNotFound, statusOf } from "../http/map-error.ts";

/** The most that GitHub lists of the runs that a date was asked for (docs: "List workflow runs for a workflow"). */
const LONGEST_LIST = 1_000;

interface RunReply {
  readonly id: number;
  readonly run_attempt?: number;
  /** `queued`, `in_progress`, `completed`, and others while it waits for something. */
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly updated_at: string;
  readonly display_title?: string;
  /** Who started its first attempt. */
  readonly actor?: { readonly login?: string } | null;
}

interface JobReply {
  readonly name: string;
  readonly conclusion: string | null;
  readonly steps?: readonly { readonly name: string; readonly conclusion: string | null }[];
}

interface ArtifactReply {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
}

/**
 * @param apiOf the way to GitHub for one account
 * @param self the login of the app's own account
 */
export function githubWorkflowRuns(
  apiOf: (repository: Repository) => GithubApi,
  self: () => Promise<string>,
): WorkflowRuns {
  let known: Promise<string> | null = null;
  const own = () => {
    known ??= self().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  const at = ({ owner, name: repo }: Repository) => ({ owner, repo });
  const RUN = "/repos/{owner}/{repo}/actions/runs/{run_id}";
  return {
    dispatch: (repository, { branch: ref, inputs }) =>
      dispatch(
        apiOf(repository),
        { ...at(repository), workflow_id: WORKFLOW.file },
        { ref: `refs/heads/${ref}`, inputs },
      ),

    find: async (repository, nonce, since) => {
      const where = { ...at(repository), workflow_id: WORKFLOW.file };
      const runs = await listed(apiOf(repository), where, since);
      const named = runs.filter(({ display_title: title }) => parseRunTitle(title ?? "")?.nonce === nonce);
      // The journal tells the nonce to everybody, and who may start workflows may do so on a branch of their own. The
      // app orders on the default branch alone, so what it started itself is of that branch's head.
      const login = named.length === 0 ? "" : await own();
      const [oldest] = named.filter(({ actor }) => actor?.login === login).toSorted((a, b) => a.id - b.id);
      if (oldest === undefined && runs.length >= LONGEST_LIST) {
        throw new Terminal("the list of workflow runs is longer than GitHub tells");
      }
      return oldest === undefined ? null : runOf(oldest);
    },

    run: async (repository, id) => {
      const found = apiOf(repository).get<RunReply>(`GET ${RUN}`, { ...at(repository), run_id: id });
      return await found.then(runOf).catch(nullIfNotFound);
    },

    cancel: async (repository, id) => {
      try {
        await apiOf(repository).write(`POST ${RUN}/cancel`, { ...at(repository), run_id: id });
      } catch (error) {
        // GitHub: 409 "Cannot cancel a workflow run that is completed."
        if (statusOf(error) !== 409 && !isNotFound(error)) throw error;
      }
    },

    brokenJobs: async (repository, id) => {
      const jobs = await apiOf(repository).list(
        `GET ${RUN}/attempts/{attempt_number}/jobs`,
        { ...at(repository), run_id: id, attempt_number: 1 },
        (page) => (page as { jobs: readonly JobReply[] }).jobs,
      );
      return jobs.flatMap(brokenJob);
    },

    artifacts: async (repository, id, name) => {
      const artifacts = await apiOf(repository).list(
        `GET ${RUN}/artifacts`,
        { ...at(repository), run_id: id, name },
        (page) => (page as { artifacts: readonly ArtifactReply[] }).artifacts,
      );
      return artifacts.filter((one) => one.name === name).map(artifactOf);
    },

    download: async (repository, artifact, limit) => {
      const route = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
      const parameters = { ...at(repository), artifact_id: artifact, archive_format: "zip" };
      try {
        return await download(await apiOf(repository).redirect(route, parameters), limit);
      } catch (error) {
        // GitHub: 410 once it has expired.
        if (statusOf(error) === 410 || isNotFound(error)) return "gone";
        throw error;
      }
    },
  };
}

async function dispatch(
  api: GithubApi,
  where: { readonly owner: string; readonly repo: string; readonly workflow_id: string },
  order: { readonly ref: string; readonly inputs: Readonly<Record<string, string>> },
): Promise<Dispatched> {
  const route = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
  const send = (more: object) =>
    api.write<{ workflow_run_id?: unknown } | undefined>(route, { ...where, ...order, ...more });
  try {
    const { data } = await send({ return_run_details: true }).catch((error: unknown) => {
      // Servers that do not know the field refuse it, by one or the other; they have not run anything then.
      if (statusOf(error) === 400 || statusOf(error) === 422) return send({});
      throw error;
    });
    const run = data?.workflow_run_id;
    return { run: Number.isSafeInteger(run) ? Number(run) : null };
  } catch (error) {
    const said = error instanceof Terminal ? error.said : null;
    if (isNotFound(error)) return { refused: "missing", said };
    // One answer for a workflow that is disabled, has no such trigger or takes other inputs.
    if (statusOf(error) !== 422) throw error;
    const workflow = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}";
    const { state } = await api.get<{ state: string }>(workflow, where);
    return { refused: state.startsWith("disabled") ? "disabled" : "unfit", said };
  }
}

/** Runs that were started by an order, of a repository without the workflow none. */
async function listed(api: GithubApi, where: object, since: string): Promise<readonly RunReply[]> {
  const created = `>=${since.replace(/\.\d+Z$/, "Z")}`;
  try {
    return await api.list(
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
      { ...where, event: "workflow_dispatch", created },
      (page) => (page as { workflow_runs: readonly RunReply[] }).workflow_runs,
    );
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function nullIfNotFound(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}

const ENDS = new Map<string | null, WorkflowRun["state"]>([
  ["success", "succeeded"],
  ["failure", "failed"],
  ["cancelled", "cancelled"],
  ["timed_out", "timed-out"],
  ["startup_failure", "unstartable"],
]);

function runOf({ id, run_attempt, status, conclusion, updated_at }: RunReply): WorkflowRun {
  return { id, attempt: run_attempt ?? 1, state: stateOf(status, conclusion), changedAt: updated_at };
}

function stateOf(status: string | null, conclusion: string | null): WorkflowRun["state"] {
  if (status === "completed") return ENDS.get(conclusion) ?? "other";
  return status === "in_progress" ? "running" : "queued";
}

const FINE: ReadonlySet<string | null> = new Set([null, "success", "skipped", "neutral"]);

function brokenJob({ name, conclusion, steps }: JobReply): readonly BrokenJob[] {
  if (FINE.has(conclusion)) return [];
  return [{ job: name, step: steps?.find((step) => !FINE.has(step.conclusion))?.name ?? null }];
}

function artifactOf({ id, size_in_bytes, expired }: ArtifactReply): Artifact {
  return { id, bytes: size_in_bytes, expired };
}
