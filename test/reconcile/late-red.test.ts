// CI turns red on what was kept, or was red before anything was changed: what people see, and what it costs.

import { describe, expect, it } from "vitest";
import type { RunRequest } from "../../src/ports/executor.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { aReport, type Ending, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

const BRANCH = "autoloop/carton";
const HOUR = 3_600_000;

/** Better with every attempt; from the second iteration on it may take its time. */
async function kept(second: (request: RunRequest) => Ending = () => "running") {
  const executor = new FakeExecutor((request) => {
    if (request.kind === "baseline") return aReport(request, 760);
    return request.iteration === 1 ? aReport(request, 750) : second(request);
  });
  const loop = new Loop({ green: false, executor, policy: { ciAttempts: 5 } });
  const issue = loop.openProgram();
  await loop.settle(issue);
  const commit = loop.head(BRANCH);
  const says = async (state: "success" | "failure", head = commit, name = "test") => {
    loop.github.setChecks(head, [{ name, state }]);
    await loop.settle(issue);
  };
  await says("success");
  expect(loop.state()).toMatchObject({ best: { metric: 750, iteration: 1 }, counts: { accepted: 1 } });
  return { loop, issue, executor, commit, says };
}

async function rests(loop: Loop, issue: number) {
  const writes = loop.github.writes.length;
  loop.restart();
  await loop.settle(issue);
  expect(loop.github.writes).toHaveLength(writes);
}

describe(`${createReconciler.name}: late red`, () => {
  it("takes the keep back everywhere, and a later green brings nothing back", async () => {
    const { loop, issue, commit, says } = await kept();
    const told = loop.own(issue, "iteration program=carton number=1").length;
    await says("failure");
    expect(loop.state()).toMatchObject({
      ...{ status: "active", best: { metric: 760, iteration: 0 }, counts: { accepted: 0, rejected: 1 } },
      recent: [{}, { number: 1, verdict: "rejected", revoked: { check: "test", head: commit } }],
    });
    expect(loop.github.file(BRANCH, "src/carton.mjs")).toBe(loop.github.file("main", "src/carton.mjs"));
    expect(loop.github.commits(BRANCH)[0]?.message).toContain(`Autoloop-Takes-Back: ${commit}`);
    expect(loop.own(issue, "iteration program=carton number=1")).toHaveLength(told);
    expect(loop.own(issue, "iteration program=carton number=1")[0]).toContain(
      "### ↩️ Iteration 1: revoked, 750",
    );
    expect(loop.github.memoryFile("carton.tsv")).toMatch(/\n1\t-\t750\t-10\tdiscard\t/);
    expect(loop.github.pulls()[0]?.body).not.toContain("750");
    await rests(loop, issue);

    await says("success");
    expect(loop.state()).toMatchObject({ best: { metric: 760 }, counts: { accepted: 0 } });
    await rests(loop, issue);
  });

  it("ends the iteration that stands on it uncounted, with a comment, and goes on", async () => {
    const { loop, issue, says } = await kept((request) =>
      request.iteration === 2 ? "running" : aReport(request, 745),
    );
    await loop.hours(issue, 1);
    expect(loop.state().in_flight?.number).toBe(2);
    await says("failure");
    expect(loop.state()).toMatchObject({ in_flight: null, counts: { accepted: 0, rejected: 1, errors: 0 } });
    expect(loop.own(issue, "iteration program=carton number=2")).toEqual([
      expect.stringContaining("Iteration 1, on which this one stood, was revoked"),
    ]);
    await loop.hours(issue, 1);
    await says("success", loop.head(BRANCH));
    expect(loop.state()).toMatchObject({ best: { metric: 745, iteration: 3 }, counts: { accepted: 1 } });
    await rests(loop, issue);
  });

  it("comes to the same world when the process dies after any write of it", async () => {
    const undisturbed = await kept();
    await undisturbed.says("failure");
    const writes = undisturbed.loop.github.writes.length;
    const before = (await kept()).loop.github.writes.length;
    for (let n = 1; n <= writes - before; n += 1) {
      const { loop, issue, commit } = await kept();
      loop.github.setChecks(commit, [{ name: "test", state: "failure" }]);
      loop.github.faults.crashAfterWrite(n);
      await loop.reconcile(issue).catch(() => undefined);
      loop.restart();
      await loop.settle(issue);
      expect(loop.state().counts).toEqual({ accepted: 0, rejected: 1, errors: 0 });
      expect(loop.github.git.head(BRANCH)?.tree).toEqual(undisturbed.loop.github.git.head(BRANCH)?.tree);
      await rests(loop, issue);
    }
  });

  it("is nobody's business a day later: then the loop stands still instead", async () => {
    const { loop, issue, executor, says } = await kept();
    loop.github.comment(issue, "maintainer", "/autoloop pause");
    await loop.settle(issue);
    await loop.clock.advance(24 * HOUR);
    const started = executor.started.length;
    await says("failure");
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ best: { metric: 750 }, pause: { kind: "ci-red-on-base" } });
    expect(executor.started).toHaveLength(started);
    await says("success");
    expect(loop.state()).toMatchObject({ status: "active", in_flight: { number: 2 } });
  });
});

describe(`${createReconciler.name}: red on the base`, () => {
  it("starts no agent on a red default branch, says so, and starts once a sweep finds it green", async () => {
    const executor = new FakeExecutor();
    const loop = new Loop({ green: false, executor });
    const main = loop.head("main");
    loop.github.setChecks(main, [{ name: "build", state: "failure" }]);
    const issue = loop.openProgram();
    await loop.settle(issue);
    expect(executor.started.map(({ kind }) => kind)).toEqual(["baseline"]);
    expect(loop.own(issue, "notice kind=paused")).toEqual([expect.stringContaining("build")]);
    await rests(loop, issue);
    loop.github.setChecks(main, [{ name: "build" }]);
    await loop.sweep();
    expect(executor.started.map(({ kind }) => kind)).toEqual(["baseline", "improve"]);
  });

  it("asks for no repair of what was red before the change, and accepts it once it is green", async () => {
    const better = (request: RunRequest) => aReport(request, request.kind === "baseline" ? 760 : 750);
    const loop = new Loop({ green: false, executor: new FakeExecutor(better), policy: { ciAttempts: 5 } });
    const issue = loop.openProgram();
    await loop.settle(issue);
    loop.github.setChecks(loop.head("main"), [{ name: "test", state: "failure" }]);
    loop.github.setChecks(loop.head(BRANCH), [{ name: "test", state: "failure" }]);
    await loop.settle(issue);
    expect(loop.executor.started.map(({ kind }) => kind)).toEqual(["baseline", "improve"]);
    expect(loop.state()).toMatchObject({ pause: { kind: "ci-red-on-base" }, in_flight: { number: 1 } });
    loop.github.setChecks(loop.head(BRANCH), [{ name: "test" }]);
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 750 } });
  });
});
