// Runs on this machine, each in its own process that outlives the app. Must never give a run a credential of
// the app, and never start a second agent for one nonce.
//
// What happens in order, and what a crash of the app right after it leaves:
//   1. draft folder filled       -> only a draft: `absent`, started anew; `dispose` removes the draft
//   2. draft renamed             -> a folder without claim: `absent`, started anew from that same folder
//   3. runner spawned            -> it reads its input to the end first; cut off, it ends without a claim: as 2
//   4. runner makes the claim    -> from here on the run has begun: `running`, later `finished` or `lost`
//   5. runner writes the report  -> found by `look` after it has ended, whoever started it
// The claim is one atomic link made by the runner itself. Should 3 happen twice, one runner gets it and the
// other ends at once. A report counts only when its runner is gone: nothing can then still change it.

import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AutoloopError, Retryable } from "../domain/errors.ts";
import type { HeldRun, RunState } from "../domain/journal/iteration.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import type { Checkout } from "../ports/checkout.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor, RunRef, RunRequest } from "../ports/executor.ts";
import type { Log } from "../ports/log.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { decodeReport, REPORT_CHARACTERS } from "../text/run/report.ts";
import {
  type AgentChosen,
  COMMON_VARIABLES,
  decodeRunFile,
  encodeRunFile,
  type Launch,
  RUN_FILES,
} from "../text/run/run-request.ts";
import { exists, folderName, logTail, prepare, readBounded, removeRun } from "./local-folder.ts";
import { HeldRuns, REQUEST_BYTES } from "./local-held.ts";
import { endLeftovers, isRunnerOf, signalRunner, startRunner } from "./local-process.ts";

/** How often a run that an earlier process started is looked at, milliseconds. */
const ADOPTED_POLL_MS = 5_000;
/** Between SIGTERM and SIGKILL, and how often in between to look, milliseconds. */
const GRACE_MS = 5_000;
const GRACE_POLL_MS = 100;

export interface LocalExecutorOptions {
  readonly checkout: Checkout;
  /** Where runs live. Belongs to this instance of the app alone. */
  readonly directory: string;
  /** Name of this instance, the same after a restart; the host's name by default. */
  readonly workerId?: string;
  /** The environment to take from; nothing is passed on but what is named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of the variables that the agent's process may see, such as `ANTHROPIC_API_KEY`. */
  readonly agentVariables: readonly string[];
  /** The command line of the agent named `command`. */
  readonly agentCommand: string | null;
  /** What the operator chose; model and server are for the agent of this name alone. */
  readonly chosen?: AgentChosen & { readonly agent: string };
  readonly clock: Clock;
  readonly log: Log;
  /** The runner's compiled entry file. */
  readonly runner?: string;
}

export function localExecutor(options: LocalExecutorOptions): Executor {
  return new LocalExecutor(options);
}

/** Bundled, each process is a file beside this one; else it is a module of its own folder. */
const RUNNER = import.meta.url.endsWith(".mjs") ? "./runner.mjs" : "../runner/main.js";

class LocalExecutor implements Executor {
  readonly name = "local";
  readonly workerId: string;
  readonly #options: LocalExecutorOptions;
  readonly #directory: string;
  readonly #runner: string;
  readonly #held: HeldRuns;
  readonly #listeners: ((key: ProgramKey) => void)[] = [];
  /** Starts of this process that have not resolved yet. */
  readonly #starting = new Map<string, Promise<void>>();
  /** Runs whose end this process will hear of. */
  readonly #watched = new Set<string>();

  constructor(options: LocalExecutorOptions) {
    this.#options = options;
    this.#directory = resolve(options.directory);
    this.#held = new HeldRuns(this.#directory);
    this.#runner = options.runner ?? fileURLToPath(new URL(RUNNER, import.meta.url));
    this.workerId = options.workerId ?? hostname();
  }

  onFinished(listener: (key: ProgramKey) => void): void {
    this.#listeners.push(listener);
  }

  start(request: RunRequest): Promise<void> {
    const { nonce } = request;
    const earlier = this.#starting.get(nonce);
    if (earlier !== undefined) return earlier;
    const start = this.#start(request).finally(() => this.#starting.delete(nonce));
    this.#starting.set(nonce, start);
    return start;
  }

  async look({ nonce, workerId }: RunRef): Promise<RunState> {
    if (workerId !== this.workerId) {
      return { state: "unknown", doubt: { code: "other-worker", holds: workerId, asked: this.workerId } };
    }
    if (this.#starting.has(nonce)) return { state: "running" };
    const folder = this.#folder(nonce);
    const pid = await this.#claimedBy(folder);
    if (pid === null) return { state: "absent" };
    if (await isRunnerOf(pid, folder)) {
      await this.#adopt(nonce, folder, pid);
      return { state: "running" };
    }
    return outcomeIn(folder, nonce, this.#secrets());
  }

  held(key: ProgramKey): Promise<readonly HeldRun[]> {
    return this.#held.of(key);
  }

  async dispose({ nonce, workerId }: RunRef): Promise<void> {
    if (workerId !== this.workerId) return;
    await this.#starting.get(nonce)?.catch(() => undefined);
    const folder = this.#folder(nonce);
    const pid = await this.#claimedBy(folder);
    if (pid !== null) {
      await this.#end(pid, folder);
      // A runner that wrote its report has swept before.
      if (!(await exists(join(folder, RUN_FILES.report)))) await endLeftovers(this.#runner, folder);
    }
    this.#watched.delete(nonce);
    await removeRun(this.#directory, folderName(nonce));
    this.#held.delete(nonce);
  }

  async #start(request: RunRequest): Promise<void> {
    const { checkout, agentCommand, log } = this.#options;
    const { nonce, key, base } = request;
    const folder = this.#folder(nonce);
    this.#held.add(request);
    if (!(await exists(folder))) {
      await prepare(folder, async (files) => {
        const { leftOut } = await checkout.materialise(key, base, files);
        return encodeRunFile({ ...request, v: 1, leftOut, agentCommand });
      });
    }
    if ((await this.#claimedBy(folder)) !== null) return;
    this.#watched.add(nonce);
    const started = await startRunner(this.#runner, folder, this.#launch(request.agent), () =>
      this.#finished(nonce, key),
    );
    log.info("runner started", { nonce, outcome: started });
    if (started === "claimed") return;
    this.#watched.delete(nonce);
    if (started === "failed")
      throw new Retryable(runProblem.notStarted(await logTail(folder, this.#secrets())));
  }

  #launch(agent: string): Launch {
    const pick = (names: readonly string[]) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = this.#options.environment[name];
          return value === undefined ? [] : [[name, value]];
        }),
      );
    return {
      environment: pick(COMMON_VARIABLES),
      secrets: pick(this.#options.agentVariables),
      ...chosenFor(agent, this.#options.chosen),
    };
  }

  /** What a runner that crashed may have printed of what it was given; its last words are for everybody to read. */
  #secrets(): readonly string[] {
    return Object.values(this.#launch("").secrets);
  }

  /** Watches a run that an earlier life of this app started. */
  async #adopt(nonce: string, folder: string, pid: number): Promise<void> {
    if (this.#watched.has(nonce)) return;
    const request = await readBounded(join(folder, RUN_FILES.request), REQUEST_BYTES);
    if (request === null) return;
    const { key } = decodeRunFile(request);
    this.#watched.add(nonce);
    const poll = async () => {
      if (!this.#watched.has(nonce)) return;
      if (await isRunnerOf(pid, folder)) this.#options.clock.after(ADOPTED_POLL_MS, () => void poll());
      else this.#finished(nonce, key);
    };
    this.#options.clock.after(ADOPTED_POLL_MS, () => void poll());
  }

  #finished(nonce: string, key: ProgramKey): void {
    if (!this.#watched.delete(nonce)) return;
    for (const listener of this.#listeners) listener(key);
  }

  async #end(pid: number, folder: string): Promise<void> {
    if (!(await isRunnerOf(pid, folder))) return;
    signalRunner(pid, "SIGTERM");
    for (let waited = 0; waited < GRACE_MS; waited += GRACE_POLL_MS) {
      await new Promise<void>((done) => void this.#options.clock.after(GRACE_POLL_MS, done));
      if (!(await isRunnerOf(pid, folder))) return;
    }
    signalRunner(pid, "SIGKILL");
  }

  /** Process id of the runner that has the run; null when none ever had it. */
  async #claimedBy(folder: string): Promise<number | null> {
    const file = join(folder, RUN_FILES.claim);
    if (!(await exists(file))) return null;
    const pid = Number(await readBounded(file, 32));
    // A claim that cannot be read is a claim all the same; no process has the id 0 here.
    return Number.isSafeInteger(pid) && pid > 1 ? pid : 0;
  }

  #folder(nonce: string): string {
    return join(this.#directory, folderName(nonce));
  }
}

/** An agent that a repository chose gets no model of another one, and no key of its own goes to that one's server. */
function chosenFor(agent: string, chosen: LocalExecutorOptions["chosen"]): Pick<Launch, "agent"> {
  if (chosen === undefined) return {};
  const { agent: named, ...all } = chosen;
  return { agent: agent === named ? all : { ...all, model: null, baseUrl: null } };
}

/** What a run left whose runner is gone. */
async function outcomeIn(folder: string, nonce: string, secrets: readonly string[]): Promise<RunState> {
  const source = await readBounded(join(folder, RUN_FILES.report), REPORT_CHARACTERS);
  if (source === null) {
    return { state: "lost", loss: { code: "no-report", said: await logTail(folder, secrets) } };
  }
  try {
    const report = decodeReport(source);
    if (report.nonce === nonce) return { state: "finished", report };
    return { state: "lost", loss: { code: "other-report", from: "runner" } };
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    return { state: "lost", loss: { code: "report-unreadable", why: error.message } };
  }
}
