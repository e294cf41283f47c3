// A CI that needs no runner: for every commit that becomes the head of a branch it posts one check run, queued,
// then completed with a conclusion that a rule over the commit's files decides. Acts only through the REST API
// and only as its own app.

import { MEMORY_BRANCH } from "../src/domain/program/names.ts";
import { recordJob } from "./actions/recorded-job.ts";
import type { RunConclusion } from "./actions/run/run.ts";
import type { WorkflowRuns } from "./actions/run/runs.ts";
import type { Api } from "./api.ts";
import type { Annotation } from "./checks/check-run.ts";
import type { Host } from "./host/host.ts";

export type Conclusion = RunConclusion;

/** A conclusion with what CI has to say about it. */
export interface Verdict {
  readonly conclusion: Conclusion;
  readonly title?: string;
  readonly summary?: string;
  readonly annotations?: readonly Annotation[];
  /** What the job printed. */
  readonly log?: string;
}

/** Text by path of everything in the pushed commit. `null`: the check run stays queued for ever. */
export type CiRule = (files: ReadonlyMap<string, string>) => Conclusion | Verdict | null;

const CHECK_NAME = "ci / test";

export class Ci {
  readonly #host: Host;
  readonly #runs: WorkflowRuns;
  readonly #rule: CiRule;
  readonly #running = new Set<Promise<void>>();
  #api: Api | null = null;

  constructor(host: Host, runs: WorkflowRuns, rule: CiRule) {
    this.#host = host;
    this.#runs = runs;
    this.#rule = rule;
  }

  /** @param api with the token of the CI app's installation; pushes before this are not checked */
  begin(api: Api): void {
    this.#api = api;
  }

  /** Begins to check a pushed commit; the memory branch holds no code. */
  pushed(branch: string, head: string): void {
    if (branch === MEMORY_BRANCH || this.#api === null) return;
    const run = this.#check(this.#api, branch, head)
      .catch(() => undefined)
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** When every check that began has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #check(api: Api, branch: string, head_sha: string): Promise<void> {
    const runs = `${this.#host.base}/check-runs`;
    const queued = await api<{ id: number }>("POST", runs, { name: CHECK_NAME, head_sha, status: "queued" });
    const { id } = queued.body;
    const job = recordJob(this.#runs, { id, name: CHECK_NAME, branch, sha: head_sha });
    const ruled = this.#rule(await this.#filesOf(head_sha));
    if (ruled === null) return;
    const { conclusion, title, summary, annotations, log }: Verdict =
      typeof ruled === "string" ? { conclusion: ruled } : ruled;
    job.end(conclusion, log ?? "");
    const output = { title: title ?? CHECK_NAME, summary: summary ?? "", annotations: annotations ?? [] };
    await api("PATCH", `${runs}/${id}`, { status: "completed", conclusion, output });
  }

  async #filesOf(sha: string): Promise<ReadonlyMap<string, string>> {
    const { git, upstream, base } = this.#host;
    const commit = await git.commit(sha);
    const files = commit === null ? [] : [...(await git.files(commit.tree)).values()];
    const texts = files.map(async ({ path, sha: blob }) => {
      const found = await upstream.read<{ content: string }>(`${base}/git/blobs/${blob}`);
      return [path, Buffer.from(found?.content ?? "", "base64").toString()] as const;
    });
    return new Map(await Promise.all(texts));
  }
}
