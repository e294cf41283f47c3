// Runs git as a child: fixed arguments, an environment by allow-list, a deadline, bounded output. Knows nothing
// of tokens or repositories.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { Retryable } from "../domain/errors.ts";

/** The whole environment of the child; `PATH` is where git is looked for. */
export type GitEnvironment = Readonly<Record<string, string>> & { readonly PATH: string };

/** A fetch of a large repository over a slow line takes minutes; more means that it hangs. */
const DEADLINE_MS = 10 * 60_000;
/** Bytes of git's own complaint that are kept. */
const COMPLAINT_BYTES = 500;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Where git, and whatever it starts, finds what only a pipe holds. */
export const SECRET_DESCRIPTOR = 3;

/**
 * Standard output of a git command run in `directory`.
 * @param input what it reads; nothing by default
 * @param secret can be read once from `SECRET_DESCRIPTOR`, and stands in no environment and no file
 * @throws Retryable when it fails or takes too long: git's exit code does not tell a wrong answer from none
 */
export async function git(
  directory: string,
  environment: GitEnvironment,
  args: readonly string[],
  secret?: string,
  input?: string | Buffer,
): Promise<Buffer> {
  const child = start(directory, environment, args, secret);
  // A git that dies early breaks this pipe; its exit says so.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const chunks: Buffer[] = [];
  const ended = outcome(child, args);
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  await ended;
  return Buffer.concat(chunks);
}

/** Bytes of blobs by id, in the order asked for, one in memory at a time. */
export async function* gitBlobs(
  directory: string,
  environment: GitEnvironment,
  ids: readonly string[],
): AsyncGenerator<Buffer> {
  const args = ["cat-file", "--batch", "--buffer"];
  const child = start(directory, environment, args);
  const ended = outcome(child, args);
  // A git that dies early breaks this pipe; its exit says so.
  child.stdin.on("error", () => undefined);
  child.stdin.end(ids.map((id) => `${id}\n`).join(""));
  const output = new ByteReader(child.stdout);
  try {
    for (const id of ids) {
      const [found, type, size] = (await output.line()).split(" ");
      if (found !== id || type !== "blob")
        throw new Retryable("git cat-file: not the blob that was asked for");
      yield await output.bytes(Number(size));
      await output.bytes(1);
    }
    await ended;
  } finally {
    child.kill("SIGKILL");
  }
}

function start(
  directory: string,
  environment: GitEnvironment,
  args: readonly string[],
  secret?: string,
): Child {
  const child = spawn("git", args, {
    cwd: directory,
    env: environment,
    stdio: ["pipe", "pipe", "pipe", secret === undefined ? "ignore" : "pipe"],
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  }) as Child;
  const pipe = child.stdio[SECRET_DESCRIPTOR] as Writable | null;
  // A server that asks for nothing leaves it unread.
  pipe?.on("error", () => undefined);
  pipe?.end(secret);
  return child;
}

function outcome(child: Child, args: readonly string[]): Promise<void> {
  let complaint = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_BYTES);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (error) =>
      reject(new Retryable("git cannot be started", undefined, { cause: error })),
    );
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const cause = new Error(complaint);
      reject(new Retryable(`git ${args[0] ?? ""} ended with ${code ?? "a signal"}`, undefined, { cause }));
    });
  });
  // Whoever reads the output may find out first that git has died; this must not count as unhandled then.
  ended.catch(() => undefined);
  return ended;
}

/** Takes lines and counted bytes off a stream. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async line(): Promise<string> {
    let end = this.#rest.indexOf("\n");
    while (end < 0) {
      await this.#more();
      end = this.#rest.indexOf("\n");
    }
    const line = this.#rest.toString("utf8", 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  async bytes(count: number): Promise<Buffer> {
    if (this.#rest.length < count) await this.#more(count);
    const bytes = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return bytes;
  }

  /** Reads on until it holds so many bytes, at least one piece. */
  async #more(count = 0): Promise<void> {
    const parts = [this.#rest];
    let have = this.#rest.length;
    do {
      const { value, done } = await this.#chunks.next();
      if (done === true) throw new Retryable("git cat-file: the output breaks off");
      parts.push(value);
      have += value.length;
    } while (have < count);
    this.#rest = Buffer.concat(parts, have);
  }
}
