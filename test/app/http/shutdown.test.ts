// How the process ends.

import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { stopOnSignals } from "../../../src/app/http/shutdown.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";

function world(stopsAfterMs: number | "fails") {
  const clock = new FakeClock();
  const signals = new EventEmitter();
  const exits: number[] = [];
  const stop = () =>
    stopsAfterMs === "fails"
      ? Promise.reject(new Error("boom"))
      : new Promise<void>((resolve) => clock.after(stopsAfterMs, resolve));
  stopOnSignals({
    signals,
    stop,
    exit: (code) => exits.push(code),
    clock,
    log: memoryLog().log,
    graceMs: 1_000,
  });
  return { clock, signals, exits };
}

describe("stopOnSignals", () => {
  it.each(["SIGTERM", "SIGINT"])("exits with 0 after %s, once everything has ended", async (signal) => {
    const { clock, signals, exits } = world(500);
    signals.emit(signal);
    await clock.advance(499);
    expect(exits).toEqual([]);
    await clock.advance(10_000);
    expect(exits).toEqual([0]);
  });

  it("exits at once with 1 at the second signal", async () => {
    const { clock, signals, exits } = world(500);
    signals.emit("SIGTERM");
    await clock.advance(1);
    signals.emit("SIGINT");
    expect(exits).toEqual([1]);
  });

  it("exits with 1 when its patience ends", async () => {
    const { clock, signals, exits } = world(5_000);
    signals.emit("SIGTERM");
    await clock.advance(1_000);
    expect(exits).toEqual([1]);
  });

  it("exits with 1 when stopping fails", async () => {
    const { clock, signals, exits } = world("fails");
    signals.emit("SIGTERM");
    await clock.advance(0);
    expect(exits).toEqual([1]);
  });
});
