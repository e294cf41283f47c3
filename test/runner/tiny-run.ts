// A tiny repository and one run over it, with every part real: files, processes, git. Only its caller knows what
// the agent does; by default the score of the repository is the number in `src/value.txt`.

import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { Report } from "../../src/domain/iteration.ts";
import { placesIn } from "../../src/runner/folder.ts";
import { runIteration } from "../../src/runner/iteration.ts";
import { decodeReport } from "../../src/text/run/report.ts";
import type { RunFile } from "../../src/text/run/run-request.ts";

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
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
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
    key: { installation: 1, owner: "acme", name: "tiny", issue: 7 },
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
}

/** One run in this process; its report went through the codec, as it would on its way to the app. */
export async function tinyRun({ agent, files, definition, run, secrets }: Tiny): Promise<Report> {
  const folder = await temporary();
  await writeFiles(join(folder, "base"), { ...TINY, ...files });
  const request = runFile({
    kind: agent === undefined ? "baseline" : "improve",
    agentCommand: agent ?? null,
    definition: { ...DEFINITION, ...definition },
    ...run,
  });
  const report = await runIteration(request, {
    places: placesIn(folder),
    launch: { environment: { PATH: process.env.PATH ?? "" }, secrets: { ...secrets } },
    mark: basename(folder),
    note: () => undefined,
  });
  return decodeReport(JSON.stringify(report));
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
