// Check runs as GitHub keeps them and the emulator does not: the app that made each, its suite, its buttons, all of
// its annotations; and the webhooks about them. The emulator stays the place of name, status and conclusion.

import type { Host } from "../host/host.ts";
import type { Answer, FrontRequest } from "../host/http.ts";
import { loginOf, type Principal } from "../host/principals.ts";
import type { Annotation, Button, CheckRun, CheckSuite, EmulatedRun } from "./check-run.ts";
import { suiteState } from "./suite-state.ts";

interface Kept {
  readonly slug: string;
  readonly suite: CheckSuite;
  readonly annotations: Annotation[];
  buttons: readonly Button[];
}

/** Its id and branch. */
interface Workflow {
  readonly id: number;
  readonly branch: string;
}

type Write = Pick<FrontRequest, "who" | "authorization" | "body">;

export class Checks {
  readonly #host: Host;
  readonly #jobPage: (id: number) => string | null;
  readonly #kept = new Map<number, Kept>();
  readonly #suites: CheckSuite[] = [];

  /** @param jobPage address of the page of the job with this number; null: a check run that is no job */
  constructor(host: Host, jobPage: (id: number) => string | null) {
    this.#host = host;
    this.#jobPage = jobPage;
  }

  /** @param workflow the run whose job this is; null for a check of any other making */
  async create(slug: string, write: Write, workflow: Workflow | null = null): Promise<Answer> {
    const { upstream, base } = this.#host;
    const body = completing(write.body);
    const answer = await upstream.send("POST", `${base}/check-runs`, write.authorization, body);
    if (answer.status !== 201) return answer;
    const run = answer.body as EmulatedRun;
    const suite = this.#suiteFor(slug, run.head_sha, workflow);
    suite.isRerequested = false;
    this.#kept.set(run.id, { slug, suite, annotations: annotationsIn(body), buttons: buttonsIn(body) ?? [] });
    await this.#tell(write.who, "created", run, null);
    return { ...answer, body: this.shown(run) };
  }

  async update(id: number, write: Write): Promise<Answer> {
    const { upstream, base } = this.#host;
    const before = await this.get(id);
    const body = completing(write.body);
    const answer = await upstream.send("PATCH", `${base}/check-runs/${id}`, write.authorization, body);
    const kept = this.#kept.get(id);
    if (answer.status !== 200 || kept === undefined) return answer;
    kept.annotations.push(...annotationsIn(body));
    kept.buttons = buttonsIn(body) ?? kept.buttons;
    const run = answer.body as EmulatedRun;
    if (run.status === "completed" && before?.status !== "completed")
      await this.#tell(write.who, "completed", run, before);
    return { ...answer, body: this.shown(run) };
  }

  /** Null: there is none, or it is only just being made. */
  async get(id: number): Promise<CheckRun | null> {
    const { upstream, base } = this.#host;
    const run = await upstream.read<EmulatedRun>(`${base}/check-runs/${id}`);
    return run === null ? null : this.shown(run);
  }

  /** Of a commit, newest first; of each suite only the newest of a name unless all are asked for. */
  async of(sha: string, which: "latest" | "all" = "latest"): Promise<readonly CheckRun[]> {
    const { upstream, base } = this.#host;
    const path = `${base}/commits/${sha}/check-runs?filter=all`;
    const found = await upstream.read<{ check_runs: readonly EmulatedRun[] }>(path);
    const runs = (found?.check_runs ?? [])
      .map((run) => this.shown(run))
      .filter((run) => run !== null)
      .sort((a, b) => b.id - a.id);
    if (which === "all") return runs;
    const newest = new Map<string, CheckRun>();
    for (const run of runs.toReversed()) newest.set(`${run.check_suite.id}/${run.name}`, run);
    return runs.filter((run) => newest.get(`${run.check_suite.id}/${run.name}`) === run);
  }

  annotations(id: number): readonly Annotation[] {
    return this.#kept.get(id)?.annotations ?? [];
  }

  suites(sha: string): readonly CheckSuite[] {
    return this.#suites.filter(({ head_sha }) => head_sha === sha);
  }

  suite(id: number): CheckSuite | null {
    return this.#suites.find((suite) => suite.id === id) ?? null;
  }

  /** Somebody clicks a button on a check run. Throws where there is no such button. */
  async press(id: number, identifier: string, login: string): Promise<void> {
    const { webhooks, upstream, base } = this.#host;
    const buttons = this.#kept.get(id)?.buttons ?? [];
    if (!buttons.some((button) => button.identifier === identifier)) {
      throw new Error(`check run ${id} has no button ${identifier}`);
    }
    webhooks.send("check_run", {
      action: "requested_action",
      requested_action: { identifier },
      check_run: await this.get(id),
      repository: await upstream.read(base),
      sender: { login, type: "User" },
    });
  }

  /** Somebody asks for a check run again: its app is told. False: there is none. */
  async rerequest(id: number, login: string): Promise<boolean> {
    const { webhooks, upstream, base } = this.#host;
    const suite = this.#kept.get(id)?.suite;
    if (suite === undefined) return false;
    suite.isRerequested = true;
    webhooks.send("check_run", {
      action: "rerequested",
      check_run: await this.get(id),
      repository: await upstream.read(base),
      sender: { login, type: "User" },
    });
    return true;
  }

  /** With what the emulator does not know; null where nobody is known to have made it. */
  shown(run: EmulatedRun): CheckRun | null {
    const { apps, base, url } = this.#host;
    const kept = this.#kept.get(run.id);
    if (kept === undefined) return null;
    const { slug, suite, annotations } = kept;
    const count = { annotations_count: annotations.length };
    const job = this.#jobPage(run.id);
    return {
      ...run,
      output: { ...run.output, ...count, annotations_url: `${url}${base}/check-runs/${run.id}/annotations` },
      ...(job !== null && { html_url: job, details_url: job }),
      check_suite: { id: suite.id },
      app: { id: apps.get(slug)?.appId ?? 0, slug, name: slug },
    };
  }

  #suiteFor(slug: string, head_sha: string, workflow: Workflow | null): CheckSuite {
    const { id: workflowRun = null, branch: head_branch = null } = workflow ?? {};
    const known = this.#suites.find(
      (suite) => suite.slug === slug && suite.head_sha === head_sha && suite.workflowRun === workflowRun,
    );
    if (known !== undefined) return known;
    const id = 30_000_000_000 + this.#host.records.nextId();
    const suite = {
      id,
      slug,
      head_sha,
      ...{ workflowRun, head_branch },
      created_at: new Date().toISOString(),
      isRerequested: false,
    };
    this.#suites.push(suite);
    return suite;
  }

  /** The end of the last open run is the end of its suite too. */
  async #tell(who: Principal, action: string, run: EmulatedRun, before: CheckRun | null): Promise<void> {
    const { webhooks, upstream, base } = this.#host;
    const repository = await upstream.read(base);
    const sender = { login: loginOf(who), type: "Bot" };
    const check_run = this.shown(run);
    const head_branch = this.#kept.get(run.id)?.suite.head_branch ?? null;
    const told = check_run && { ...check_run, check_suite: { ...check_run.check_suite, head_branch } };
    webhooks.send("check_run", { action, check_run: told, repository, sender });
    if (run.status !== "completed" || before?.status === "completed" || check_run === null) return;
    const runs = (await this.of(run.head_sha)).filter(
      ({ check_suite }) => check_suite.id === check_run.check_suite.id,
    );
    const state = suiteState(runs, false);
    if (state.status !== "completed") return;
    const { app, head_sha, check_suite } = check_run;
    const suite = { ...check_suite, ...state, head_branch, head_sha, app };
    webhooks.send("check_suite", { action: "completed", check_suite: suite, repository, sender });
  }
}

type Body = Readonly<Record<string, unknown>>;

/** A conclusion makes a check run completed, whatever status came with it. */
function completing(body: Body): Body {
  return typeof body.conclusion === "string" ? { ...body, status: "completed" } : body;
}

function annotationsIn({ output }: Body): Annotation[] {
  const given = (output as { readonly annotations?: readonly Annotation[] } | undefined)?.annotations;
  return [...(given ?? [])];
}

/** Null: the request does not speak of buttons. */
function buttonsIn({ actions }: Body): readonly Button[] | null {
  return Array.isArray(actions) ? (actions as readonly Button[]) : null;
}
