// One run of an agent as the product runs it: its runner's process in a folder of its own, with the request, the launch
// document and the environment that the executor on this machine makes. Judges nothing.

import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../src/domain/journal/iteration.ts";
import { decodeReport } from "../../src/text/run/report.ts";
import { encodeLaunch, encodeRunFile, RUN_FILES } from "../../src/text/run/run-request.ts";
import { CARTON } from "../sandbox.ts";
import type { Limits } from "./limits.ts";
import type { Pointing } from "./ways.ts";

const RUNNER = fileURLToPath(new URL("../../src/runner/main.js", import.meta.url));

/** The model goes by its script; what the whole prompt comes to shows in the demo. */
const PROMPT =
  "Change src/carton.mjs so that the carton takes less cardboard, and write down what you changed.";

export interface AgentRunOptions {
  readonly agent: string;
  /** Folders with its command line and with the Node that it needs. */
  readonly commands: readonly string[];
  readonly pointing: Pointing;
  readonly limits: Limits;
  /** Where agents keep what they fetch. */
  readonly cache: string;
}

export interface AgentRunResult {
  readonly report: Report;
  readonly seconds: number;
}

/** What has not ended: runners, and runs whose folder is still there. */
const runners = new Set<ChildProcess>();
const runs = new Set<Promise<unknown>>();

/** Ends all runs that go on, and everything that they started and wrote. */
export async function endRuns(): Promise<void> {
  for (const runner of runners) runner.kill("SIGTERM");
  await Promise.allSettled(runs);
}

/** @throws Error when the runner leaves no report that can be read */
export function runAgentOnce(options: AgentRunOptions): Promise<AgentRunResult> {
  const run = inFolder(options).finally(() => runs.delete(run));
  runs.add(run);
  return run;
}

async function inFolder(options: AgentRunOptions): Promise<AgentRunResult> {
  const folder = await mkdtemp(join(tmpdir(), "autoloop-agent-"));
  try {
    const base = join(folder, RUN_FILES.base);
    await mkdir(base);
    await cp(CARTON, base, { recursive: true });
    await writeFile(join(folder, RUN_FILES.request), requestFor(options));
    const began = performance.now();
    await runnerIn(folder, options);
    const seconds = (performance.now() - began) / 1_000;
    return { report: decodeReport(await readFile(join(folder, RUN_FILES.report), "utf8")), seconds };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runnerIn(folder: string, options: AgentRunOptions): Promise<void> {
  const { commands, cache, limits } = options;
  const { variables, baseUrl, model } = options.pointing;
  const PATH = [...commands, process.env.PATH ?? ""].join(":");
  const environment = { PATH, LANG: "C.UTF-8" };
  const runner = spawn(process.execPath, [RUNNER, "run", folder], {
    cwd: folder,
    env: environment,
    stdio: ["pipe", "ignore", "ignore"],
    // Whoever interrupts this process at a terminal does not interrupt a runner: it would leave its agent behind.
    detached: true,
  });
  runners.add(runner);
  runner.stdin.on("error", () => undefined);
  const agent = { model, baseUrl, cache, silentMs: limits.silentSeconds * 1_000 };
  const launch = { environment, secrets: { ...variables }, agent };
  runner.stdin.end(encodeLaunch(launch));
  return new Promise((resolve, reject) => {
    runner.once("error", reject);
    runner.once("exit", () => {
      runners.delete(runner);
      resolve();
    });
  });
}

function requestFor({ agent, limits }: AgentRunOptions): string {
  const definition = {
    ...{ targets: ["src/carton.mjs"], excluded: ["evaluate.mjs", "test.mjs"], repeat: 1 },
    ...{ evaluation: "node evaluate.mjs", metric: "cardboard_cm2" },
    gates: [{ name: "tests", run: "node --test test.mjs" }],
  };
  return encodeRunFile({
    ...{ v: 1, program: "carton", nonce: "agents", iteration: 1, kind: "improve", base: "0".repeat(40) },
    key: { account: "1", owner: "acme", name: "carton", issue: 1 },
    ...{
      definition,
      protectedPaths: [],
      leftOut: [],
      agent,
      agentCommand: null,
      prompt: PROMPT,
      context: {},
    },
    timeoutSeconds: limits.timeoutSeconds,
  });
}
