// How much memory the process keeps for garbage. Decides nothing else; for a process of our own, never for one that only
// mounts the app.

import { setFlagsFromString } from "node:v8";

/** Percent of what is alive that may be added before old objects are collected; V8 lets a small heap grow fourfold. */
const GROWTH = 50;

/**
 * From now on the heap grows by little beyond what is alive. To be called once what was compiled for the start is kept: V8
 * takes no compiled code that was kept under other flags. The other half, new objects, is `--max-semi-space-size` of
 * `npm start` and the image: V8 reads it before any code runs.
 */
export function growHeapSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
