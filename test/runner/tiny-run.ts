// A tiny repository and one run over it, with every part real: files, processes, git. Only its caller knows what
// the agent does; by default the score of the repository is the number in `src/value.txt`.

import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach } from "vitest";
import type { Report } from "../../src/domain/journal/iteration.ts";
import { begun as beginning } from "../../src/runner/begin.ts";
import { evaluateProposal } from "../../src/runner/evaluate-proposal.ts";
import { runIteration } from "../../src/runner/iteration.ts";
import { Stopwatch } from "../../src/runner/process/stopwatch.ts";
import type { RunContext } from "../../src/runner/run-context.ts";
import { baseInFolder } from "../../src/runner/workspace/base.ts";
import { placesIn } from "../../src/runner/workspace/folder.ts";
import { decodeProposal, type Proposal, type ProposalOutcome } from "../../src/text/run/proposal-file.ts";
import { decodeReport } from "../../src/text/run/report.ts";
import { type AgentChosen, type Cage, NOTHING_CHOSEN, type RunFile } from "../../src/text/run/run-request.ts";

/** Files of the repository: text by path. */
export type Files = Readonly<Record<string, string>>;

export const TINY: Files = {
  ".gitignore": "build/\n*.log\n",
  "README.md": "A number.\n",
  "measure.sh": 'echo "{\\"score\\": $(cat src/value.txt)}"\n',
  "src/value.txt": "5\n",
  "src/other.txt": "unused\n",
};

type Definition = RunFile["definition"];

export const DEFINITION: Definition = {
  targets: ["src/**"],
  excluded: [],
  evaluation: "bash measure.sh",
  metric: "score",
  repeat: 1,
  gates: [],
};

const folders: string[] = [];
afterEach(async () => {
  // Node's own does not reach what lies deeper than a path may be long.
  for (const folder of folders.splice(0)) await promisify(execFile)("rm", ["-rf", "--", folder]);
});

/** An empty directory that is gone after the test. */
export async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "autoloop-test-"));
  folders.push(folder);
  return folder;
}

export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
    if (text.startsWith("#!")) await chmod(join(directory, path), 0o755);
  }
}

export function runFile(change: Partial<RunFile> = {}): RunFile {
  return {
    v: 1,
    key: { account: "1", owner: "acme", name: "tiny", issue: 7 },
    program: "tiny",
    nonce: "n-1",
    iteration: 1,
    kind: "improve",
    base: "0123456789012345678901234567890123456789",
    definition: DEFINITION,
    protectedPaths: [],
    leftOut: [],
    agent: "command",
    agentCommand: "true",
    prompt: "Make it better.",
    context: { program: "tiny" },
    timeoutSeconds: 20,
    ...change,
  };
}

export interface Tiny {
  /** Shell line of the agent; absent: a baseline. */
  readonly agent?: string;
  readonly files?: Files;
  readonly definition?: Partial<Definition>;
  readonly run?: Partial<RunFile>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Programs that are found before all others: shell lines by name. */
  readonly programs?: Files;
  readonly chosen?: Partial<AgentChosen>;
  readonly cage?: Cage;
}

/** One run in this process; its report went through the codec, as it would on its way to the app. */
export async function tinyRun(tiny: Tiny): Promise<Report> {
  const { request, around } = await begun(tiny);
  return decodeReport(JSON.stringify(await runIteration(request, around)));
}

/** The second half alone, on a machine that never saw the agent, with what `proposal` says of the first. */
export async function tinyEvaluation(
  tiny: Tiny,
  proposal: ProposalOutcome & Partial<typeof HANDED>,
): Promise<Report> {
  const { request, around } = await begun({ agent: "exit 1", ...tiny });
  const half = await beginning(
    around,
    new Stopwatch(request.timeoutSeconds),
    "checkout",
    request.definition.holdOut,
  );
  const handed = decodeProposal(JSON.stringify({ ...HANDED, ...proposal }));
  return decodeReport(JSON.stringify(await evaluateProposal(request, half, handed)));
}

/** What an honest first half hands over, but for what it found. */
const HANDED: Omit<Proposal, "outcome"> = {
  v: 1,
  nonce: "n-1",
  base: "0123456789012345678901234567890123456789",
  answer: null,
  cost: { usd: null, input_tokens: null, output_tokens: null },
  seconds: { total: 3, agent: 2 },
};

async function begun({ agent, files, definition, run, secrets, programs = {}, chosen, cage }: Tiny) {
  const folder = await temporary();
  const found = Object.entries(programs).map(([name, line]) => [name, `#!/usr/bin/env bash\n${line}\n`]);
  await writeFiles(join(folder, "programs"), Object.fromEntries(found));
  await writeFiles(join(folder, "base"), { ...TINY, ...files });
  const request = runFile({
    kind: agent === undefined ? "baseline" : "improve",
    agentCommand: agent ?? null,
    definition: { ...DEFINITION, ...definition },
    ...run,
  });
  const around: RunContext = {
    places: placesIn(folder),
    base: baseInFolder(join(folder, "base")),
    launch: {
      environment: { PATH: `${join(folder, "programs")}:${process.env.PATH ?? ""}` },
      secrets: { ...secrets },
      ...(chosen === undefined ? {} : { agent: { ...NOTHING_CHOSEN, ...chosen } }),
      ...(cage === undefined ? {} : { cage }),
    },
    processTag: basename(folder),
    note: () => undefined,
    tell: () => Promise.resolve(),
  };
  return { request, around };
}

/** The proposal's texts by path; null for deleted files. */
export function textsOf({ files }: Report): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    files.map(({ path, contents }) => [
      path,
      contents === null ? null : Buffer.from(contents, "base64").toString(),
    ]),
  );
}
