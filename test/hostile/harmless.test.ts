// Nothing here is a weapon: whatever of the corpus is given to the libraries of other people that would read it, and to git
// and unzip, each ends within a second of the processor and 256 MB. They may refuse it. Runs what was built.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { LibraryMessage } from "./library-worker.ts";
import { Programs } from "./programs.ts";

const WORKER = fileURLToPath(new URL("../../dist/test/hostile/library-worker.js", import.meta.url));
const MEGABYTES = 256;
const MOST_MS = 1_000;
/** A hang: far more than any input takes on the busiest machine. */
const SILENCE_MS = 60_000;

/** What was slow, and what had begun when the process ended otherwise than well. */
function run(): Promise<{ readonly ended: number; readonly wrong: readonly string[] }> {
  const worker = fork(WORKER, [], { execArgv: [`--max-old-space-size=${MEGABYTES}`], stdio: "pipe" });
  const wrong: string[] = [];
  let begun = "nothing";
  let ended = 0;
  return new Promise((resolve) => {
    let timer = setTimeout(() => worker.kill("SIGKILL"), SILENCE_MS);
    worker.on("message", (message: LibraryMessage) => {
      clearTimeout(timer);
      timer = setTimeout(() => worker.kill("SIGKILL"), SILENCE_MS);
      if ("begins" in message) begun = message.begins;
      else {
        ended++;
        if (message.ms > MOST_MS) wrong.push(`${message.ends}: ${Math.round(message.ms)} ms`);
      }
    });
    worker.on("exit", (code) => {
      clearTimeout(timer);
      resolve({ ended, wrong: code === 0 ? wrong : [...wrong, `${begun}: ended its process`] });
    });
  });
}

describe("the corpus in other people's software", () => {
  it("ends each of their libraries' and programs' work soon and within bounded memory", async () => {
    const { ended, wrong } = await run();
    expect(wrong).toEqual([]);
    expect(ended).toBeGreaterThan(450);
  });
});

describe(Programs, () => {
  it("tells of a program that does not end by itself, and not of one that refuses", () => {
    const programs = new Programs();
    try {
      expect(() => programs.run("git", ["no-such-command"])).not.toThrow();
      expect(() => programs.run("git", ["-c", "alias.spin=!while :; do :; done", "spin"])).toThrow(
        "was ended",
      );
    } finally {
      programs.remove();
    }
  });
});
