// Memory of a process that looks at the same two hundred programs again and again: it must not grow. The fake GitHub
// lives in the same process and is counted too.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Figure, quantile, type Section } from "./figures.ts";
import { idlePrograms } from "./programs.ts";

const PROGRAMS = 200;
const RECONCILES = 100_000;
const QUICK = 5_000;
/** Of the whole process, megabytes. */
const MOST_MB = 256;
/** What a second half may add to the first, as a part of it: garbage collection is not exact. */
const GROWTH = 1.1;
const PARTS = 10;
const MB = 1_048_576;

export async function memory(quick: boolean): Promise<Section> {
  const { github, app } = await idlePrograms(PROGRAMS);
  const reconciles = quick ? QUICK : RECONCILES;
  const heap: number[] = [];
  const took: number[] = [];
  let rss = 0;
  for (let part = 0; part < PARTS; part += 1) {
    const begun = performance.now();
    for (let n = 0; n < reconciles / PARTS; n += 1) {
      const outcome = await app.reconciler.reconcile(github.key((n % PROGRAMS) + 1));
      if (outcome.kind === "retry") throw new Error("a reconcile failed");
    }
    took.push((performance.now() - begun) / (reconciles / PARTS));
    rss = Math.max(rss, process.memoryUsage().rss);
    // The fake's own record of who asked what.
    github.faults.reads.length = 0;
    heap.push(liveBytes());
  }
  const of = (values: readonly number[]) => quantile(values, 0.5);
  const figures: readonly Figure[] = [
    { what: "one reconcile with nothing to do", value: of(took), unit: "ms" },
    { what: "its cost, last tenth : first tenth", value: ratio(took), unit: "x" },
    { what: "live heap after the first tenth", value: (heap[0] ?? 0) / MB, unit: "MB" },
    { what: "live heap at the end", value: (heap.at(-1) ?? 0) / MB, unit: "MB" },
    { what: "live heap, end : first tenth", value: ratio(heap), unit: "x", atMost: GROWTH },
    { what: "resident memory, most", value: rss / MB, unit: "MB", atMost: MOST_MB },
  ];
  const times = reconciles.toLocaleString("en-US");
  return { title: `${PROGRAMS} programs over ${times} reconciles with nothing to do`, figures };
}

function ratio(values: readonly number[]): number {
  return (values.at(-1) ?? Number.NaN) / (values[0] ?? Number.NaN);
}

/** What is still reachable, after a full collection. */
function liveBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
