// A repository in which nothing can be done: no error, no timer, nothing said on GitHub, and everything goes on afterwards.

import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { Loop } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

describe(`${createReconciler.name}: at rest`, () => {
  it.each([
    ["is archived", { archived: true }, { archived: false }],
    ["takes no issues", { issues: "off" }, { issues: "on" }],
  ])("looks no more by itself where the repository %s, and goes on when that is over", async (_, off, on) => {
    const { log, lines } = memoryLog();
    const loop = new Loop({ log });
    const issue = loop.openProgram();
    await loop.settle(issue);
    const before = { writes: loop.github.writes.length, state: loop.state() };
    Object.assign(loop.github.settings, off);
    for (let hour = 0; hour < 3; hour += 1) {
      await loop.clock.advance(3_600_000);
      expect(await loop.reconcile(issue)).toEqual({ kind: "done" });
    }
    expect({ writes: loop.github.writes.length, state: loop.state() }).toEqual(before);
    expect(lines.filter(({ level }) => level === "error" || level === "warn")).toEqual([]);
    Object.assign(loop.github.settings, on);
    await loop.settle(issue);
    expect(loop.state().last_iteration).toBeGreaterThan(before.state.last_iteration ?? 0);
  });
});
