// The operator's command line as a process in a group of its own, so that it outlives the signal that ends its client and
// can be asked to stop before it is made to. What it prints as errors is not read: it is no reason that people can use.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { ndJsonStream, type Stream } from "@agentclientprotocol/sdk/unstable";

/** How long the agent has, in milliseconds, for each of the ways in which it is asked to end. */
export interface Patience {
  /** To answer that its work was cancelled. */
  readonly cancelMs: number;
  /** To end by itself once nobody speaks with it any more. */
  readonly closeMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly termMs: number;
}

export class AgentProcess {
  readonly stream: Stream;
  /** Its exit code or the name of its signal; null when it could not be started. */
  readonly ended: Promise<number | string | null>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  constructor([program = "", ...args]: readonly string[], cwd: string) {
    this.#child = spawn(program, args, { cwd, stdio: ["pipe", "pipe", "ignore"], detached: true });
    // Whoever ended reads no more.
    this.#child.stdin.on("error", () => undefined);
    this.ended = new Promise<number | string | null>((resolve) => {
      this.#child.once("error", () => resolve(null));
      this.#child.once("exit", (code, signal) => resolve(code ?? signal));
    });
    this.stream = ndJsonStream(
      Writable.toWeb(this.#child.stdin),
      Readable.toWeb(this.#child.stdout) as ReadableStream<Uint8Array>,
    );
  }

  /** Closes its input, then signals its group; afterwards none of the group is left. */
  async end({ closeMs, termMs }: Pick<Patience, "closeMs" | "termMs">): Promise<void> {
    this.#child.stdin.end();
    if (!(await this.#endsWithin(closeMs))) {
      this.#signal("SIGTERM");
      await this.#endsWithin(termMs);
    }
    this.#signal("SIGKILL");
    await this.#endsWithin(termMs);
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const bound = new AbortController();
    const isOver = sleep(ms, false, { signal: bound.signal }).catch(() => false);
    const isGone = await Promise.race([this.ended.then(() => true), isOver]);
    bound.abort();
    return isGone;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // The whole group has ended.
    }
  }
}
