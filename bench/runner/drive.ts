// One run, from its order until nothing is left of it, in a process of its own: `drive.js <job as JSON>`. Its agent changes
// one file and its evaluation prints one number, so that all of the time is the runner's own. Sends how long it took.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { memoryPath } from "../../src/domain/program/names.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { inputVariable, RUN_INPUTS, type RunInputs } from "../../src/text/run/run-inputs.ts";
import { encodeRunFile, type RunFile } from "../../src/text/run/run-request.ts";
import { type Build, type Executor, loadBuild } from "./build.ts";
import type { Job, Took } from "./job.ts";
import { EVALUATION, git, NAME, OWNER, TARGET } from "./repository.ts";

const PATH = process.env.PATH ?? "";
const AGENT = `echo 9 > ${TARGET}`;
const PROGRAM = `## Goal

Make it larger.

## Target

Only modify these files:

- \`${TARGET}\`

## Evaluation

\`\`\`bash
${EVALUATION}
\`\`\`

The metric is \`score\`. Higher is better.
`;

function runFile({ commit }: Job): RunFile {
  return {
    v: 1,
    key: { account: "1", owner: OWNER, name: NAME, issue: 1 },
    program: "large",
    nonce: randomUUID().replaceAll("-", ""),
    iteration: 1,
    kind: "improve",
    base: commit,
    definition: {
      targets: [TARGET],
      excluded: [],
      evaluation: EVALUATION,
      metric: "score",
      repeat: 1,
      gates: [],
    },
    protectedPaths: [],
    leftOut: [],
    agent: "command",
    agentCommand: AGENT,
    prompt: "Make it larger.",
    context: {},
    timeoutSeconds: 600,
  };
}

async function local(job: Job, build: Build): Promise<() => Promise<void>> {
  const run = runFile(job);
  // Builds before and after a renaming are told both names.
  const key = { ...run.key, installation: 1 };
  const ref = { key, nonce: run.nonce, workerId: "here", place: "here", startedAt: new Date().toISOString() };
  const directory = join(job.folder, "runs");
  const executor: Executor = build.executor.localExecutor({
    checkout: await checkoutOf(job, build),
    directory,
    ...{ workerId: "here", place: "here", environment: { PATH }, agentVariables: [], agentCommand: AGENT },
    ...{ reportSecret: "secret", runner: build.entries.local },
    cage: job.way === "git, isolated" ? await cageOf(build, directory) : null,
    clock: { now: () => Date.now(), after: (ms: number, call: () => void) => setTimeout(call, ms) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return async () => {
    const ended = new Promise<void>((resolve) => executor.onFinished(resolve));
    await executor.start({ ...run, key });
    await ended;
    const { state, report } = await executor.look(ref);
    if (state !== "finished" || report?.outcome !== "measured")
      throw new Error(`the run ended otherwise: ${state} ${JSON.stringify(report)}`);
    await executor.dispose(ref);
  };
}

async function checkoutOf(job: Job, { overApi, overGit }: Build): Promise<object> {
  if (job.way !== "API")
    return overGit.gitCheckout(
      job.url,
      PATH,
      async () => job.token,
      () => undefined,
    );
  const listing = await git(["-C", job.repository, "ls-tree", "-r", "-z", "--full-tree", job.commit], "");
  const tree = new Map(
    listing
      .toString()
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        const [head = "", path = ""] = line.split("\t");
        const [mode = "", , id = ""] = head.split(" ");
        return [path, { path, mode, id }] as const;
      }),
  );
  const blobs = await blobsOf(job.repository, [...new Set([...tree.values()].map(({ id }) => id))]);
  return overApi.apiCheckout(() => ({}), {
    // As a host that answers at once.
    blobs: { bytes: async (_api, _repository, id) => blobs.get(id) ?? Buffer.alloc(0) },
    trees: { of: async () => tree },
  });
}

async function blobsOf(repository: string, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const output = await git(["-C", repository, "cat-file", "--batch"], `${ids.join("\n")}\n`);
  const blobs = new Map<string, Buffer>();
  let at = 0;
  for (const id of ids) {
    const end = output.indexOf("\n", at);
    const size = Number(output.subarray(at, end).toString().split(" ")[2]);
    blobs.set(id, output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return blobs;
}

/** Null for a build that knows of none. @throws Error where this machine cannot isolate */
async function cageOf({ isolation }: Build, workDir: string): Promise<object | null> {
  if (isolation === null) return null;
  const { cage, problem } = await isolation.cageOn({
    ...{ isolation: "required", evaluationNetwork: true, workDir, secretFiles: [] },
    ...{ appFolder: dirname(workDir), searchPath: PATH },
  });
  if (problem !== null) throw new Error(problem);
  return cage;
}

/** Both jobs of the workflow, one after the other, over checkouts that are there. */
async function onActions(job: Job, { entries }: Build): Promise<() => Promise<void>> {
  const base = join(job.folder, "base");
  await git(["clone", "--quiet", "--no-local", job.repository, base], "");
  const { agentCommand: _, ...run } = runFile(job);
  const request = encodeRunFile({ ...run, agentCommand: null });
  const files = {
    [memoryPath.request("large")]: request,
    [memoryPath.definition("large", sha256(PROGRAM))]: PROGRAM,
  };
  const memory = join(job.folder, "memory");
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(memory, path)), { recursive: true });
    await writeFile(join(memory, path), text);
  }
  const inputs: RunInputs = {
    ...{ program: "large", iteration: "1", kind: "improve", attempt: "1", base: job.commit },
    ...{ definition: sha256(PROGRAM), request: sha256(request), nonce: run.nonce },
  };
  const env = {
    ...{ PATH, TMPDIR: job.folder, AUTOLOOP_AGENT_COMMAND: AGENT },
    ...Object.fromEntries(RUN_INPUTS.map((name) => [inputVariable(name), inputs[name]])),
  };
  const [proposal, report] = [join(job.folder, "proposal.json"), join(job.folder, "report.json")];
  const common = ["--memory", memory, "--base", base];
  return async () => {
    await command(entries.job, ["propose", ...common, "--out", proposal], env);
    await command(entries.job, ["evaluate", ...common, "--proposal", proposal, "--out", report], env);
    const { outcome, problem } = JSON.parse(await readFile(report, "utf8")) as Record<string, unknown>;
    if (outcome !== "measured") throw new Error(`the run ended otherwise: ${outcome} ${problem}`);
  };
}

async function command(entry: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${said}`);
}

/** Ticks of a hundredth of a second: of this process and of its children that ended. */
function processorMs(): number | null {
  if (process.platform !== "linux") return null;
  const stat = readFileSync("/proc/self/stat", "utf8");
  // The name of the program stands in brackets and may hold anything; utime is the 14th field, cstime the 17th.
  const ticks = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15);
  return ticks.reduce((sum, tick) => sum + Number(tick), 0) * 10;
}

// The executor lets its runner live on without this process.
const awake = setInterval(() => undefined, 60_000);
const job = JSON.parse(process.argv[2] ?? "{}") as Job;
const build = await loadBuild(job.build);
const run = job.way === "Actions" ? await onActions(job, build) : await local(job, build);
const before = processorMs();
const began = performance.now();
await run();
const wallMs = performance.now() - began;
const after = processorMs();
const took: Took = { wallMs, processorMs: before === null || after === null ? null : after - before };
await rm(job.folder, { recursive: true, force: true });
clearInterval(awake);
process.send?.(took, () => process.exit(0));
