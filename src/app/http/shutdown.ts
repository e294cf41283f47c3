// Owns how the process ends: once gently, in bounded time, or at once when asked again.

import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Longer than any write in flight; container platforms commonly kill after 30 s or more. */
const GRACE_MS = 30_000;

interface ShutdownOptions {
  /** Where the signals come from; `process` in production. */
  readonly signals: { on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown };
  /** Ends everything that goes on; the process exits with 0 when it resolves. */
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly graceMs?: number;
}

/** The first SIGTERM or SIGINT stops gently; a second one, or the end of patience, exits with 1. */
export function stopOnSignals({
  signals,
  stop,
  exit,
  clock,
  log,
  graceMs = GRACE_MS,
}: ShutdownOptions): void {
  let stopping = false;
  const listener = (): void => {
    if (stopping) {
      exit(1);
      return;
    }
    stopping = true;
    log.info("stopping: what runs may end, nothing new begins");
    const cancel = clock.after(graceMs, () => {
      log.error("stopping took too long", { graceMs });
      exit(1);
    });
    stop().then(
      () => {
        cancel();
        exit(0);
      },
      (error: unknown) => {
        log.error("stopping failed", { error: String(error) });
        exit(1);
      },
    );
  };
  signals.on("SIGTERM", listener);
  signals.on("SIGINT", listener);
}
