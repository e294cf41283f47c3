// The two jobs of the workflow on this machine: real checkouts by git, a memory branch, and the runner as each job
// calls it. Only its caller knows what the agent and the evaluation do.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Report } from "../../src/domain/journal/iteration.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import type { Variables } from "../../src/runner/agent/agent-variables.ts";
import { evaluateStage, type Machine, proposeStage, type StagePlaces } from "../../src/runner/stages.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { decodeProposal, type Proposal } from "../../src/text/run/proposal-file.ts";
import { decodeReport } from "../../src/text/run/report.ts";
import { inputVariable, RUN_INPUTS, type RunInputs } from "../../src/text/run/run-inputs.ts";
import { encodeRunFile, type RunFile } from "../../src/text/run/run-request.ts";
import { type Files, runFile, TINY, temporary, writeFiles } from "./tiny-run.ts";

const run = promisify(execFile);

export const PROGRAM = (evaluation = "bash measure.sh") => `## Goal

Make the number larger.

## Target

Only modify these files:

- \`src/**\`

## Evaluation

\`\`\`bash
${evaluation}
\`\`\`

The metric is \`score\`. Higher is better.
`;

export interface Order {
  /** Shell line of the agent; absent: a baseline. */
  readonly agent?: string;
  readonly evaluation?: string;
  readonly files?: Files;
  /** Changes to the request as it lies on the memory branch. */
  readonly request?: Partial<RunFile>;
  /** Variables of both jobs besides the inputs. */
  readonly variables?: Variables;
}

export interface Jobs {
  readonly directory: string;
  readonly places: StagePlaces;
  readonly variables: Variables;
  /** The documents, as the next reader would read them. */
  propose(): Promise<Proposal>;
  evaluate(): Promise<Report>;
}

/** Everything that both jobs find; `src/link` of the repository is a link and `src/sub` a submodule. */
export async function jobs(order: Order): Promise<Jobs> {
  const directory = await temporary();
  const base = await repository(join(directory, "base"), { ...TINY, ...order.files });
  const program = PROGRAM(order.evaluation);
  const { definition } = parseProgram(program);
  if (definition === null) throw new Error("the program of this test cannot be read");
  const request = encodeRunFile(
    runFile({
      nonce: "n1",
      kind: order.agent === undefined ? "baseline" : "improve",
      base,
      definition: { ...definition, repeat: 2 },
      agentCommand: null,
      ...order.request,
    }),
  );
  const memory = join(directory, "memory");
  await writeFiles(memory, {
    [memoryPath.request("tiny")]: request,
    [memoryPath.definition("tiny", sha256(program))]: program,
  });
  const inputs: RunInputs = {
    program: "tiny",
    iteration: "1",
    kind: order.agent === undefined ? "baseline" : "improve",
    attempt: "1",
    base,
    definition: sha256(program),
    request: sha256(request),
    nonce: "n1",
  };
  const variables = {
    PATH: process.env.PATH,
    ...(order.agent === undefined ? {} : { AUTOLOOP_AGENT_COMMAND: order.agent }),
    ...Object.fromEntries(RUN_INPUTS.map((name) => [inputVariable(name), inputs[name]])),
    ...order.variables,
  };
  const machine = (): Machine => ({
    variables,
    processTag: `autoloop-${randomUUID()}`,
    note: () => undefined,
    onOverstay: () => undefined,
  });
  const places = { memory, base: join(directory, "base"), out: join(directory, "proposal.json") };
  const report = join(directory, "report.json");
  return {
    directory,
    places,
    variables,
    async propose() {
      await proposeStage(places, machine());
      return decodeProposal(await readFile(places.out, "utf8"));
    },
    async evaluate() {
      await evaluateStage({ ...places, out: report }, places.out, machine());
      return decodeReport(await readFile(report, "utf8"));
    },
  };
}

async function repository(directory: string, files: Files): Promise<string> {
  const git = async (...args: string[]) => (await run("git", args, { cwd: directory })).stdout.trim();
  await writeFiles(directory, files);
  await mkdir(dirname(join(directory, "src/link")), { recursive: true });
  await symlink("value.txt", join(directory, "src/link"));
  await git("init", "--quiet");
  await git("add", "--all");
  await git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},src/sub`);
  const author = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"];
  await git(...author, "commit", "--quiet", "--message", "base");
  // As the checkout action leaves it: with the filters of a working tree applied.
  await rm(join(directory, "src"), { recursive: true });
  await git("checkout", "--quiet", "--", ".");
  return git("rev-parse", "HEAD");
}
