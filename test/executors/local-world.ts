// A local executor over a tiny repository, with real processes and the compiled runner. Time is real, but the
// executor's own waiting is a hundred times shorter.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalExecutorOptions, localExecutor } from "../../src/executors/local.ts";
import type { Checkout } from "../../src/ports/checkout.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import { DEFINITION, runFile, TINY, writeFiles } from "../runner/tiny-run.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

export const RUNNER = fileURLToPath(new URL("../../dist/src/runner/main.js", import.meta.url));
export const KEY = { account: "1", owner: "acme", name: "tiny", issue: 7 };
export const SECRET = "the app's own";
const SPEED = 100;

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms / SPEED);
    return () => clearTimeout(timer);
  },
};

export const tinyCheckout: Checkout = {
  materialise: async (_repository, _commit, directory) => {
    await writeFiles(directory, TINY);
    return { leftOut: [], form: "files" };
  },
};

/** @param directory the executor's; the same again is the same machine after a restart */
export function executorIn(directory: string, change: Partial<LocalExecutorOptions> = {}) {
  return localExecutor({
    checkout: tinyCheckout,
    directory: join(directory, "runs"),
    workerId: "here",
    environment: { PATH: process.env.PATH },
    agentVariables: [],
    agentCommand: "echo 9 > src/value.txt",
    reportSecret: SECRET,
    cage: null,
    clock,
    log: memoryLog().log,
    runner: RUNNER,
    ...change,
  });
}

export function requestFor(nonce: string, change: Partial<RunRequest> = {}): RunRequest {
  const { key, program, iteration, kind, base, protectedPaths, agent, prompt, context, timeoutSeconds } =
    runFile();
  return {
    ...{ key, program, iteration, kind, base, protectedPaths, agent, prompt, context, timeoutSeconds, nonce },
    definition: {
      ...DEFINITION,
      goal: "",
      direction: "higher",
      targetMetric: null,
      schedule: null,
      timeoutMinutes: null,
      minDelta: 0,
      maxIterations: null,
      guardrails: [],
      preset: null,
      agent: null,
      ci: null,
      simplicity: null,
      context: "",
    },
    partSeconds: { agent: timeoutSeconds, gates: timeoutSeconds, evaluation: timeoutSeconds },
    attempt: 1,
    definitionHash: "",
    startedAt: "2026-01-01T00:00:00Z",
    defaultBranch: "main",
    requestHash: "",
    ...change,
  };
}

/** Resolves when the executor says that a run ended. */
export function nextEnd(executor: ReturnType<typeof executorIn>): Promise<unknown> {
  return new Promise((resolve) => executor.onFinished(resolve));
}

/** Resolves when `done` says so; the test's own time limit is the limit. */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}
