// Runs one command: own process group, time limit, bounded output, no shell of its own. Afterwards nothing of
// it is alive any more. Must never throw for what the command does; everything it can do is a result.

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, resolve } from "node:path";
import type { CommandEnd } from "../../text/outcome/run-problems.ts";
import { BoundedOutput } from "./output.ts";
import { endGroup, killTagged, signalGroup, tagsOf, trackGroup } from "./processes.ts";
import { secondsSince } from "./stopwatch.ts";

/** Why somebody who looked on ended a command. */
type Stopped = Exclude<CommandEnd, { readonly kind: "exit" | "signal" | "missing" }>;

/** Looks on while a command works. */
export interface Onlooker {
  /**
   * @param stop ends the command, for the reason that is given with it; only the first time counts
   * @param printed what is kept of standard output so far
   */
  begin(stop: (why: Stopped) => void, printed: () => string): void;
  /** A piece of standard output, as it comes. */
  heard(chunk: Buffer): void;
  end(): void;
}

/**
 * The shell for lines that people wrote. Without `--norc` bash takes a pipe of Node's (a socket) for a remote
 * login and runs `~/.bashrc` first (bash manual, "Invoked by remote shell daemon").
 */
export const BASH = ["bash", "--norc"] as const;

/** Between SIGTERM and SIGKILL, milliseconds. */
const GRACE_MS = 3_000;
/** How long pipes may stay open after everything known was killed, milliseconds. */
const DRAIN_MS = 500;
/** The last part of an output that is kept, bytes; metrics and usage are at its end. */
const TAIL_BYTES = 8 * 1024 * 1024;
const ERROR_HEAD_BYTES = 4 * 1024;
const ERROR_TAIL_BYTES = 16 * 1024;
/** Longer timers overflow in Node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ChildCommand {
  readonly argv: readonly string[];
  /** Words before it: programs that start it in a world of its own (`isolation/`). */
  readonly within?: readonly string[];
  readonly cwd: string;
  /** The whole environment but for what marks the processes of a run and of a job. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard input; without it there is none. */
  readonly input?: string;
  /** Wall time, milliseconds. */
  readonly timeoutMs: number;
  /** Names the run, see `processes.ts`. */
  readonly processTag: string;
  readonly onlookers?: readonly Onlooker[];
}

export interface ChildResult {
  readonly end: CommandEnd;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export async function runChild(command: ChildCommand): Promise<ChildResult> {
  const { onlookers = [] } = command;
  const began = performance.now();
  const around = command.within ?? [];
  // Whoever starts it in there could only say that in words of its own.
  if (around.length > 0 && !(await isFound(command)))
    return { end: { kind: "missing" }, stdout: "", stderr: "", seconds: 0 };
  const [program = "", ...args] = [...around, ...command.argv];
  const stdout = new BoundedOutput(0, TAIL_BYTES);
  const stderr = new BoundedOutput(ERROR_HEAD_BYTES, ERROR_TAIL_BYTES);
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: { ...command.env, ...tagsOf(command.processTag) },
    detached: true,
    stdio: [command.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout.push(chunk);
    for (const onlooker of onlookers) onlooker.heard(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  // Many commands never read their input; the broken pipe is theirs to choose.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(command.input);

  const closed = new Promise((resolve) => child.once("close", resolve));
  const end = await ended(child, command.timeoutMs, (stop) => {
    for (const onlooker of onlookers) onlooker.begin(stop, () => stdout.text());
  });
  for (const onlooker of onlookers) onlooker.end();
  if (child.pid !== undefined) {
    endGroup(child.pid);
    await killTagged(command.processTag);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, DRAIN_MS))]);
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { end, stdout: stdout.text(), stderr: stderr.text(), seconds: secondsSince(began) };
}

async function isFound({ argv: [program = ""], cwd, env: { PATH = "" } }: ChildCommand): Promise<boolean> {
  const folders = program.includes("/") ? [""] : PATH.split(delimiter);
  for (const folder of folders) {
    const found = await access(resolve(cwd, folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

function ended(
  child: ChildProcess,
  timeoutMs: number,
  begun: (stop: (why: Stopped) => void) => void,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const { pid } = child;
    if (pid !== undefined) trackGroup(pid);
    let stopped: Stopped | null = null;
    let force: NodeJS.Timeout | undefined;
    const stop = (why: Stopped) => {
      if (stopped !== null) return;
      stopped = why;
      if (pid === undefined) return;
      signalGroup(pid, "SIGTERM");
      force = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE_MS);
    };
    const timer = setTimeout(
      () => stop({ kind: "timeout" }),
      Math.min(Math.max(0, timeoutMs), LONGEST_TIMER_MS),
    );
    const settle = (end: CommandEnd) => {
      clearTimeout(timer);
      clearTimeout(force);
      resolve(stopped ?? end);
    };
    child.once("error", () => settle({ kind: "missing" }));
    child.once("exit", (code, signal) =>
      settle(code === null ? { kind: "signal", signal: signal ?? "a signal" } : { kind: "exit", code }),
    );
    begun(stop);
  });
}
