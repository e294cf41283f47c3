// What a key of the work queue means. Reads and decides nothing itself; never throws.

import { AutoloopError, Retryable } from "../../domain/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { Outcome } from "../../ports/work-queue.ts";
import type { Reconciler } from "../../reconcile/reconcile.ts";
import type { Discovery } from "../../reconcile/repository/discovery.ts";
import type { Sweep } from "../../reconcile/repository/sweep.ts";
import type { Trace } from "../telemetry/trace.ts";
import { parseKey, type WorkKey } from "./keys.ts";

interface KeyParts {
  readonly reconciler: Reconciler;
  readonly sweep: Sweep;
  readonly discovery: Discovery;
  readonly sweepMs: number;
  readonly log: Log;
  readonly trace: Pick<Trace, "run">;
  /** Fresh random text, by which one run is found in the log. */
  readonly newId: () => string;
  /** Called after each sweep of everything. */
  readonly onSwept: () => void;
}

const DONE: Outcome = { kind: "done" };

/** One run of a key. A sweep of everything asks to be run again, which makes it the timer. */
export async function runKey(parts: KeyParts, text: string): Promise<Outcome> {
  const key = parseKey(text);
  const id = parts.newId();
  const fields = key?.kind === "program" ? { program: text, reconcile: id } : { key: text, run: id };
  return await parts.trace.run(text, fields, async () => {
    const outcome = await meaningOf(parts, text, key, id).catch((error: unknown) => defect(parts, error));
    parts.log.debug("looked", { outcome: outcome.kind });
    return outcome;
  });
}

function defect({ log }: KeyParts, error: unknown): Outcome {
  const stack = error instanceof Error ? error.stack : undefined;
  log.error("a run failed unexpectedly", { error: String(error), stack });
  return { kind: "retry" };
}

async function meaningOf(parts: KeyParts, text: string, key: WorkKey | null, id: string): Promise<Outcome> {
  switch (key?.kind) {
    case "program":
      return await parts.reconciler.reconcile(key, id);
    case "repository":
      return await swept(parts, text, DONE, () => parts.sweep.repository(key).then(() => DONE));
    case "files":
      return await swept(parts, text, DONE, () => parts.discovery.repository(key));
    case "account":
      return await swept(parts, text, DONE, () => parts.sweep.account(key.account).then(() => DONE));
    case "everything":
      return await swept(parts, text, later(parts), async () => {
        await parts.sweep.everything();
        parts.onSwept();
        return later(parts);
      });
    case undefined:
      parts.log.error("not a key", { key: text });
      return DONE;
  }
}

function later({ sweepMs }: KeyParts): Outcome {
  return { kind: "again", ms: sweepMs };
}

/**
 * What only a person can mend is left to the next sweep of everything.
 * @param givenUp the outcome then
 */
async function swept(
  parts: KeyParts,
  key: string,
  givenUp: Outcome,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    parts.log.warn("could not sweep", { key, kind: error.kind, reason: error.message });
    if (!(error instanceof Retryable)) return givenUp;
    return error.afterMs === undefined ? { kind: "retry" } : { kind: "retry", ms: error.afterMs };
  }
}
