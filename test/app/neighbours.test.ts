import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { neighboursIn } from "../../src/app/neighbours.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "autoloop-neighbours-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function aProcess() {
  const clock = new FakeClock();
  const { log, lines } = memoryLog();
  const neighbours = neighboursIn(folder, clock, log);
  return { ...neighbours, clock, warned: () => lines.filter(({ level }) => level === "warn").length };
}
const signs = () => readdirSync(join(folder, "processes"));

describe("two processes with one work folder", () => {
  it("notice each other, whichever was there first, and say so once", async () => {
    const [first, second] = [aProcess(), aProcess()];
    await first.start();
    expect(first.warned()).toBe(0);
    await second.start();
    expect(second.warned()).toBe(1);
    for (let beats = 0; beats < 3; beats += 1) await first.clock.advance(30_000);
    await expect.poll(first.warned).toBe(1);
    await Promise.all([first.stop(), second.stop()]);
    expect(signs()).toEqual([]);
  });

  it("do not, when one has ended or was killed some minutes ago", async () => {
    const ended = aProcess();
    await ended.start();
    await ended.stop();
    const killed = aProcess();
    await killed.start();
    const longAgo = new Date(Date.now() - 120_000);
    for (const sign of signs()) utimesSync(join(folder, "processes", sign), longAgo, longAgo);
    const next = aProcess();
    await next.start();
    expect(next.warned()).toBe(0);
    await Promise.all([killed.stop(), next.stop()]);
  });

  it("leave no sign in a folder that is not there", async () => {
    const { log, lines } = memoryLog();
    const { start, stop } = neighboursIn(join(folder, "absent"), new FakeClock(), log);
    await start();
    await stop();
    expect([readdirSync(folder), lines]).toEqual([[], []]);
  });
});
