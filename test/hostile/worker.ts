// Reads cases of the corpus in a thread of its own, so that one that hangs or fills the memory ends this thread and
// nothing else. Says which case begins before it begins.

import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { expand, readCorpus } from "./corpus.ts";
import { differs, READERS } from "./readers.ts";

/** What the thread is given: the first case, and how often each is read. */
export interface Order {
  readonly from: number;
  readonly runs: number;
}

/** What one case came to. */
export interface Measured {
  /** Median of the processor's time, milliseconds: other work on the machine hardly counts. */
  readonly ms: number;
  /** Growth of heap and buffers within one reading, bytes; less than was used where garbage was collected meanwhile. */
  readonly bytes: number;
  /** What was not as expected; null: nothing. */
  readonly problem: string | null;
}

export type Message = { readonly begins: number } | { readonly ends: number; readonly measured: Measured };

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function used(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

const { from, runs }: Order = workerData;
for (const [offset, one] of readCorpus().slice(from).entries()) {
  const number = from + offset;
  const send = (message: Message) => parentPort?.postMessage(message);
  send({ begins: number });
  const read = READERS.get(one.family);
  if (read === undefined) throw new Error(`nothing reads ${one.family}`);
  const times: number[] = [];
  let bytes = 0;
  let problem: string | null = null;
  try {
    const work = read(expand(one.input));
    for (let run = 0; run < runs; run++) {
      const weighed = run === 0 && runs > 1;
      if (weighed) collect();
      const before = weighed ? used() : Number.POSITIVE_INFINITY;
      const start = process.cpuUsage();
      const outcome = work();
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1_000);
      bytes = Math.max(bytes, used() - before);
      problem = differs(outcome, one.expect);
    }
  } catch (error) {
    problem = `threw ${String(error).slice(0, 200)}`;
  }
  const ms = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  send({ ends: number, measured: { ms, bytes, problem } });
}
