// Runs the corpus under guard: a thread that may hold so much and be silent so long. What ends the thread is the
// fault of the case that had begun, and the next thread goes on behind it.

import { Worker } from "node:worker_threads";
import { type HostileCase, readCorpus } from "./corpus.ts";
import type { Measured, Message, Order } from "./worker.ts";

/** Memory of the thread with everything that it has loaded. */
export const MEGABYTES = 64;
/** A hang: far more than any case takes on the busiest machine. */
const SILENCE_MS = 60_000;

export type CaseResult = HostileCase & Measured;

/** @param runs readings of each case */
export async function measureCorpus(runs: number): Promise<readonly CaseResult[]> {
  const cases = readCorpus();
  const results: CaseResult[] = [];
  while (results.length < cases.length) {
    let begun = -1;
    const fault = await oneThread({ from: results.length, runs }, (message) => {
      if ("begins" in message) begun = message.begins;
      const one = "ends" in message ? cases[message.ends] : undefined;
      if (one !== undefined && "ends" in message) results.push({ ...one, ...message.measured });
    });
    const guilty = cases[results.length];
    if (guilty === undefined) break;
    if (begun < results.length) throw new Error(`no case had begun: ${fault ?? "the thread ended"}`);
    results.push({ ...guilty, ms: Number.NaN, bytes: Number.NaN, problem: fault ?? "ended its thread" });
  }
  return results;
}

/** @returns why the thread ended before it was through; null: it was through */
function oneThread(order: Order, onMessage: (message: Message) => void): Promise<string | null> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES, maxYoungGenerationSizeMb: MEGABYTES / 4 },
  });
  return new Promise((resolve) => {
    const hangs = () => {
      resolve(`hung: silent for ${SILENCE_MS / 1_000} s`);
      void worker.terminate();
    };
    let timer = setTimeout(hangs, SILENCE_MS);
    worker.on("message", (message: Message) => {
      clearTimeout(timer);
      timer = setTimeout(hangs, SILENCE_MS);
      onMessage(message);
    });
    worker.on("error", (error) => resolve(`ended its thread: ${error.message}`));
    worker.on("exit", () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
