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
import { NotStarted } from "../domain/errors.ts";
import type { HeldRun, RunState } from "../domain/journal/iteration.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import type { Checkout } from "../ports/checkout.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor, RunRef, RunRequest } from "../ports/executor.ts";
import type { Log } from "../ports/log.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { decodeRunFile, encodeRunFile, RUN_FILES } from "../text/run/run-request.ts";
import { exists, folderName, logTail, prepare, readBounded, removeRun } from "./local-folder.ts";
import { HeldRuns, REQUEST_BYTES } from "./local-held.ts";
import { type LaunchOptions, launchOf, secretsOf } from "./local-launch.ts";
import { keyOf, outcomeIn, spentIn } from "./local-outcome.ts";
import { endLeftovers, isRunnerOf, signalRunner, startRunner } from "./local-process.ts";
import { filesTrouble, folderTrouble, machineSaid } from "./local-trouble.ts";

/** How often a run that an earlier process started is looked at, milliseconds. */
const ADOPTED_POLL_MS = 5_000;
/** Between SIGTERM and SIGKILL, and how often in between to look, milliseconds. */
const GRACE_MS = 5_000;
const GRACE_POLL_MS = 100;

export interface LocalExecutorOptions extends LaunchOptions {
  readonly checkout: Checkout;
  /** Where runs live. Belongs to this instance of the app alone. */
  readonly directory: string;
  /** Name of this instance, the same after a restart; the host's name by default. */
  readonly workerId?: string;
  /** The command line of the agent named `command`. */
  readonly agentCommand: string | null;
  readonly clock: Clock;
  readonly log: Log;
  /** The runner's compiled entry file. */
  readonly runner?: string;
}

/** Runs as processes of this machine, which go on when this process ends and are found again by the next one. */
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
    const pid = await this.#claimedBy(folder).catch((error: unknown) => ({ unread: machineSaid(error) }));
    if (typeof pid === "object" && pid !== null)
      return { state: "unknown", doubt: { code: "folder", said: pid.unread } };
    if (pid === null) return { state: "absent" };
    const key = keyOf(this.#options.reportSecret, nonce);
    if (await isRunnerOf(pid, folder)) {
      await this.#adopt(nonce, folder, pid);
      return { state: "running", ...(await spentIn(folder, nonce, key)) };
    }
    return outcomeIn(folder, nonce, key, secretsOf(this.#options, nonce));
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
    this.#held.delete(nonce);
    await this.#remove(nonce);
  }

  /** The run is over in either case: what cannot be removed (files of another user) is for the operator to know. */
  async #remove(nonce: string): Promise<void> {
    try {
      await removeRun(this.#directory, folderName(nonce));
    } catch (error) {
      const reason = machineSaid(error);
      this.#options.log.warn("a run's folder cannot be removed", {
        nonce,
        folder: this.#folder(nonce),
        reason,
      });
    }
  }

  async #start(request: RunRequest): Promise<void> {
    try {
      await this.#begin(request);
    } catch (error) {
      throw folderTrouble(error);
    }
  }

  async #begin(request: RunRequest): Promise<void> {
    const { checkout, agentCommand, log } = this.#options;
    const { nonce, key, base } = request;
    const folder = this.#folder(nonce);
    this.#held.add(request);
    if (!(await exists(folder))) {
      await prepare(folder, async (files) => {
        const { leftOut, form } = await checkout.materialise(key, base, files).catch(filesTrouble);
        return encodeRunFile({
          ...request,
          v: 1,
          leftOut,
          agentCommand,
          ...(form === "objects" ? { form } : {}),
        });
      });
    }
    if ((await this.#claimedBy(folder)) !== null) return;
    this.#watched.add(nonce);
    const started = await startRunner(
      this.#runner,
      folder,
      launchOf(this.#options, nonce, request.agent),
      () => this.#finished(nonce, key),
    );
    log.info("runner started", { nonce, outcome: started });
    if (started === "claimed") return;
    this.#watched.delete(nonce);
    if (started === "failed") {
      const said = await logTail(folder, secretsOf(this.#options, nonce));
      throw new NotStarted(runProblem.notStarted(said), { code: "runner", said });
    }
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
