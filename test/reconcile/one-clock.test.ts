// Machines whose clocks are not GitHub's, as GitHub's answers tell it, and journals that such machines left behind.

import { describe, expect, it } from "vitest";
import { LABEL } from "../../src/domain/program/names.ts";
import { createHostClock } from "../../src/github/http/host-clock.ts";
import type { HostClock } from "../../src/ports/clock.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { Loop } from "../support/loop/loop.ts";
import { NAME, upgradeText, upgradeWorld } from "../support/loop/upgrade.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SKEWS = [5 * SECOND, -5 * SECOND, 20 * SECOND, -20 * SECOND, 30 * DAY, -30 * DAY];

/** A program at rest; the clock of the machine shows so much more than GitHub's. */
async function aProgram(skewMs: number) {
  const loop = new Loop({ time: (world) => skewed(world, skewMs) });
  const issue = loop.openProgram();
  await loop.settle(issue);
  return { loop, issue, github: loop.github };
}

function skewed(world: Loop["clock"], skewMs: number): HostClock {
  return createHostClock({
    now: () => world.now() + skewMs,
    after: (ms, callback) => world.after(ms, callback),
  });
}

describe.each(SKEWS)("a machine whose clock is %i ms ahead of GitHub's", (skewMs) => {
  it("dates what it does by GitHub's", async () => {
    const { loop } = await aProgram(skewMs);
    const { adopted_at, last_run_at } = loop.state();
    for (const at of [adopted_at, last_run_at ?? ""])
      expect(Math.abs(Date.parse(at) - loop.clock.now())).toBeLessThan(SECOND);
  });

  it("hears a pause", async () => {
    const { loop, issue, github } = await aProgram(skewMs);
    await loop.clock.advance(2 * SECOND);
    github.comment(issue, "maintainer", "/autoloop pause");
    await loop.settle(issue);
    expect(loop.state().pause).toMatchObject({ kind: "command" });
  });

  it("starts again when the label went off and on", async () => {
    const { loop, issue, github } = await aProgram(skewMs);
    await loop.clock.advance(2 * SECOND);
    github.removeLabel(issue, LABEL.program, "maintainer");
    await loop.settle(issue);
    expect(loop.state().status).toBe("stopped");
    await loop.clock.advance(2 * SECOND);
    github.addLabel(issue, "maintainer", LABEL.program);
    await loop.settle(issue);
    expect(loop.state().status).toBe("active");
  });

  it("comes back when the next run is due", async () => {
    const { loop, issue } = await aProgram(skewMs);
    const outcome = await loop.settle(issue);
    expect(outcome.kind).toBe("again");
    if (outcome.kind === "again") expect(Math.abs(outcome.ms - HOUR)).toBeLessThan(2 * SECOND);
  });
});

describe(createReconciler, () => {
  /** What a version left behind that believed its machine's clock, 30 days ahead. */
  async function left() {
    const loop = new Loop();
    const world = loop.clock;
    loop.time = { ...skewed(world, 30 * DAY), ask: () => () => undefined };
    const issue = loop.openProgram();
    await loop.settle(issue);
    loop.time = skewed(world, 0);
    await loop.clock.advance(2 * HOUR);
    await loop.settle(issue);
    return { loop, issue };
  }

  it("pauses what lies in the future, once, and says so", async () => {
    const { loop, issue } = await left();
    expect(loop.state().pause).toMatchObject({ kind: "clock", by: null });
    expect(loop.own(issue, "lies in the future")).not.toEqual([]);
    const { at } = loop.state().pause ?? {};
    await loop.hours(issue, 3);
    expect(loop.state().pause?.at).toBe(at);
  });

  it("goes on by the schedule when a person says so", async () => {
    const { loop, issue } = await left();
    const before = loop.state().last_iteration ?? 0;
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state().status).toBe("active");
    await loop.hours(issue, 2);
    expect(loop.state().last_iteration).toBeGreaterThan(before);
  });

  it("pauses a program whose older edition ran in the future", async () => {
    const loop = new Loop();
    const issue = upgradeWorld(loop.github);
    const text = upgradeText(`${NAME}.md`).replace(
      /^\| Last Run \|.*$/m,
      "| Last Run | 2026-03-01T00:00:00Z |",
    );
    loop.github.pushCommit("memory/autoloop", { [`${NAME}.md`]: text });
    await loop.settle(issue);
    expect(loop.state(NAME)).toMatchObject({ status: "paused", pause: { kind: "clock" }, last_run_at: null });
  });
});
