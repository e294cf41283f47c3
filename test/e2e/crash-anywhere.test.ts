// The app is killed with SIGKILL after every single write of a program's life, before it hears that the write was
// done. What is left at the end is what an undisturbed life leaves.

import { afterEach, describe, expect, it, vi } from "vitest";
import { countingAgent } from "../support/e2e/agents.ts";
import type { Write } from "../support/e2e/gate.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { completed, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 300_000 });
afterEach(closeStages);

describe("killed after GitHub did a write and before the app heard of it", () => {
  it("comes to the same end when that happens after every single write", async () => {
    const stage = await Stage.open({ agent: countingAgent });
    const issue = await stage.openProgram("Number", program({ frontmatter: "max-iterations: 1" }));
    const over = completed(stage, issue, 280_000).then(() => null);
    const done = new Set<string>();
    let crash: Promise<unknown>;
    do {
      const app = stage.start();
      crash = stage.gate.after(
        (write) => isStep(write, done),
        async () => (await app).stop("SIGKILL"),
      );
      await app;
    } while ((await Promise.race([crash, over])) !== null);
    stage.gate.disarm();

    const world = await readWorld(stage, issue, "number");
    await expectWhole(stage, world);
    expect(done.size).toBeGreaterThan(12);
    expect(await stage.agentsBegun()).toBe(1);
    expect(world.commits).toHaveLength(1);
    expect(world.notices.map(({ kind }) => kind)).toEqual(["completed"]);
  });
});

/**
 * A write after which the app is to be killed. What is harmlessly repeated until the write behind it is done would
 * be repeated for ever: objects that nothing points to yet, and a label that is there.
 */
function isStep({ line, text }: Write, done: Set<string>): boolean {
  if (/\/git\/(?:blobs|trees|commits)$/.test(line) || done.has(line + text)) return false;
  done.add(line + text);
  return true;
}
