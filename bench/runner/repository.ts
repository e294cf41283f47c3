// The repository that runs are measured on: a bare one with as many files as are asked for, the same each time. One file is
// the value that an agent changes, one prints it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const OWNER = "acme";
export const NAME = "large";

/** What the program of these runs may change, and how it measures. */
export const TARGET = "src/value.txt";
export const EVALUATION = "bash measure.sh";

/** Files of a folder; two levels of folders above it. */
const IN_FOLDER = 10;
const FOLDERS_BESIDE = 40;
/** Bytes of a file lie between these, most of them near the lower end, as in repositories of source code. */
const BYTES = { least: 200, most: 24_000 };

/** Makes `<root>/acme/large.git`. @returns the commit */
export async function makeRepository(root: string, files: number): Promise<string> {
  const directory = join(root, OWNER, `${NAME}.git`);
  await git(["init", "--quiet", "--bare", "--initial-branch=main", directory], "");
  await git(["-C", directory, "fast-import", "--quiet"], history(files));
  await git(["-C", directory, "config", "uploadpack.allowAnySHA1InWant", "true"], "");
  return (await git(["-C", directory, "rev-parse", "refs/heads/main"], "")).toString().trim();
}

/** Output of a git command. @throws Error when it fails */
export async function git(args: readonly string[], input: string | Buffer): Promise<Buffer> {
  const child = spawn("git", args, { stdio: ["pipe", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}`);
  return Buffer.concat(chunks);
}

/** One commit, as `git fast-import` reads it. */
function history(files: number): Buffer {
  const random = numbers();
  const parts: Buffer[] = [];
  const add = (text: string | Buffer) => parts.push(Buffer.from(text));
  add("commit refs/heads/main\ncommitter bench <bench@example.invalid> 1700000000 +0000\ndata 4\nbase\n");
  const file = (path: string, text: string) => {
    add(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n`);
    add(text);
    add("\n");
  };
  file(".gitignore", "build/\nnode_modules/\n*.log\n");
  file(TARGET, "5\n");
  file("measure.sh", `echo "{\\"score\\": $(cat ${TARGET})}"\n`);
  for (let number = 3; number < files; number += 1) {
    const folder = Math.floor(number / IN_FOLDER);
    const path = `lib/part${folder % FOLDERS_BESIDE}/unit${folder}/module${number}.ts`;
    const size = BYTES.least + (BYTES.most - BYTES.least) * random() ** 4;
    const lines: string[] = [];
    for (let length = 0; length < size; length += lines.at(-1)?.length ?? 1)
      lines.push(`export const value${Math.floor(random() * 1e9)} = ${random()}; // of module ${number}\n`);
    file(path, lines.join(""));
  }
  return Buffer.concat(parts);
}

/** Numbers from 0 to 1 by a linear congruential generator: the same in each run. */
function numbers(): () => number {
  let state = 15;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
