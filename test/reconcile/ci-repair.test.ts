// What becomes of a change that CI refuses: attempts of the same iteration, a loud pause, and what turns it green.

import { describe, expect, it } from "vitest";
import type { RunRequest } from "../../src/ports/executor.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, type LoopOptions } from "../support/loop/loop.ts";

/** Better than the best, and another text with every attempt. */
const better = (request: RunRequest) =>
  aReport(request, request.kind === "baseline" ? 760 : 750 - request.attempt);

/** A program whose first change waits for the word of CI. */
async function waiting(options: LoopOptions = {}) {
  const executor = options.executor ?? new FakeExecutor(better);
  const { policy, ...rest } = options;
  const loop = new Loop({ ...rest, green: false, executor, policy: { ciAttempts: 5, ...policy } });
  const issue = loop.openProgram();
  await loop.settle(issue);
  return { loop, issue, executor };
}

/** CI ends on whatever is the head now. */
async function ends(loop: Loop, issue: number, state: "success" | "failure", log = "") {
  const head = loop.head("autoloop/carton");
  loop.github.logs.set(`${head} test`, log);
  loop.github.setChecks(head, [{ name: "test", state }]);
  await loop.settle(issue);
  await loop.clock.advance(60_000);
}

const attempts = ({ started }: FakeExecutor) => started.map(({ kind, iteration }) => `${iteration} ${kind}`);
const subjects = ({ github }: Loop) =>
  github.commits("autoloop/carton").map(({ message }) => message.split("\n")[0]);

/** Another look, also of a new process, writes nothing. */
async function rests(loop: Loop, issue: number) {
  const writes = loop.github.writes.length;
  loop.restart();
  await loop.settle(issue);
  expect(loop.github.writes).toHaveLength(writes);
}

describe(`${createReconciler.name}: CI repair`, () => {
  it("gives the agent what CI said, in an attempt of the same iteration on the refused commit", async () => {
    const { loop, issue, executor } = await waiting();
    const refused = loop.head("autoloop/carton");
    await ends(loop, issue, "failure", "AssertionError: expected 3 to be 4 in src/carton.mjs");
    expect(attempts(executor)).toEqual(["0 baseline", "1 improve", "1 fix"]);
    const fix = executor.started.at(-1);
    expect(fix).toMatchObject({ base: refused, attempt: 2 });
    expect(fix?.prompt).toMatch(/## Repair this first.*expected 3 to be 4 in src\/carton\.mjs/s);

    await ends(loop, issue, "success");
    expect(loop.state()).toMatchObject({
      best: { metric: 748, iteration: 1 },
      counts: { accepted: 1, rejected: 0 },
    });
    expect(subjects(loop).slice(0, 2)).toEqual([
      "[Autoloop: carton] Iteration 1, fix 1: Set `WIDTH_CM` to 748.",
      "[Autoloop: carton] Iteration 1: Set `WIDTH_CM` to 749.",
    ]);
    expect(loop.github.pulls()).toHaveLength(1);
    expect(loop.own(issue, "iteration program=carton number=1")).toHaveLength(1);
    await rests(loop, issue);
  });

  it("asks a person when the same failure comes twice in a row, whatever its line numbers", async () => {
    const { loop, issue, executor } = await waiting();
    await ends(loop, issue, "failure", "2026-01-01T00:00:00.0000000Z Error: broken at /home/a/x.js:12");
    await ends(loop, issue, "failure", "2026-01-01T00:07:00.0000000Z Error: broken at /home/b/x.js:99");
    expect(loop.state()).toMatchObject({
      status: "paused",
      pause: {
        kind: "ci-fix-exhausted",
        reason: expect.stringMatching(/^stuck in CI fix loop: test: Error: broken/),
      },
      recent_statuses: ["ci-fix-exhausted"],
      in_flight: { number: 1, attempt: 2 },
    });
    expect(attempts(executor)).toEqual(["0 baseline", "1 improve", "1 fix"]);
    expect(loop.own(issue, "notice kind=paused")).toEqual([expect.stringContaining("stuck in CI fix loop")]);
    expect(loop.github.pulls()).toEqual([]);
    await rests(loop, issue);
  });

  it("asks a person after the fifth failure", async () => {
    const { loop, issue, executor } = await waiting();
    for (const word of ["one", "two", "three", "four", "five"])
      await ends(loop, issue, "failure", `Error: ${word}`);
    expect(loop.state().pause).toMatchObject({
      kind: "ci-fix-exhausted",
      reason: expect.stringMatching(/^ci-fix-exhausted: test: Error: five/),
    });
    expect(executor.started).toHaveLength(1 + 5);
  });

  it("asks a person when an hour of repair was no use", async () => {
    const { loop, issue } = await waiting();
    await ends(loop, issue, "failure", "Error: one");
    await loop.clock.advance(loop.policy.ciTimeoutMs);
    await ends(loop, issue, "failure", "Error: two");
    expect(loop.state().pause).toMatchObject({
      kind: "ci-timeout",
      reason: expect.stringContaining("60 minutes"),
    });
  });

  it("accepts when the checks are run again and turn green, and goes on by itself", async () => {
    const { loop, issue } = await waiting();
    await ends(loop, issue, "failure", "Error: flaky");
    await ends(loop, issue, "failure", "Error: flaky");
    expect(loop.state().status).toBe("paused");
    await ends(loop, issue, "success");
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 748 }, counts: { accepted: 1 } });
    expect(loop.state().recent_statuses).toEqual(["ci-fix-exhausted", "accepted"]);
    await rests(loop, issue);
  });

  it("takes a person's repair only as it measures: better is accepted with their commit, worse is not", async () => {
    for (const [metric, verdict] of [
      [745, "accepted"],
      [800, "rejected"],
    ] as const) {
      const executor = new FakeExecutor((run) =>
        run.kind === "measure" ? aReport(run, metric) : better(run),
      );
      const { loop, issue } = await waiting({ executor });
      await ends(loop, issue, "failure", "Error: same");
      await ends(loop, issue, "failure", "Error: same");
      const theirs = loop.github.pushCommit("autoloop/carton", { "README.md": "repaired" });
      await ends(loop, issue, "failure", "Error: not yet");
      expect(loop.state().status).toBe("paused");
      await ends(loop, issue, "success");
      await loop.settle(issue);
      expect(attempts(executor).at(3)).toBe("1 measure");
      expect(loop.state().recent[1]).toMatchObject({ verdict, metric });
      if (verdict === "accepted") expect(loop.state().best).toMatchObject({ metric, commit: theirs });
      expect(loop.github.commits("autoloop/carton").map(({ id }) => id)).toContain(theirs);
    }
  });

  it("gives it up when a person resumes without a repair: everything it put there is taken back", async () => {
    const { loop, issue } = await waiting();
    await ends(loop, issue, "failure", "Error: same");
    await ends(loop, issue, "failure", "Error: same");
    loop.github.comment(issue, "writer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({
      status: "active",
      counts: { accepted: 0, rejected: 1 },
      recent_statuses: ["ci-fix-exhausted"],
    });
    expect(loop.state().recent[1]).toMatchObject({ verdict: "rejected", reason: "CI failed: test." });
    expect(loop.github.file("autoloop/carton", "src/carton.mjs")).toBe(
      loop.github.file("main", "src/carton.mjs"),
    );
    await rests(loop, issue);
  });

  it("gives it up also when a person's red commit is only seen together with the word to go on", async () => {
    const { loop, issue } = await waiting();
    await ends(loop, issue, "failure", "Error: same");
    await ends(loop, issue, "failure", "Error: same");
    const theirs = loop.github.pushCommit("autoloop/carton", { "README.md": "no repair" });
    loop.github.setChecks(theirs, [{ name: "test", state: "failure" }]);
    loop.github.comment(issue, "writer", "/autoloop resume");
    await loop.settle(issue);
    expect(loop.state().recent[1]).toMatchObject({ verdict: "rejected", reason: "CI failed: test." });
    expect(loop.state().pause?.kind).not.toBe("ci-fix-exhausted");
    expect(loop.github.commits("autoloop/carton").map(({ id }) => id)).toContain(theirs);
  });

  it("ends with what the attempt was worth: a repair that loses the gain is rejected, one that broke is an error", async () => {
    for (const [ending, verdict] of [
      [{ measurement: { outcome: "measured", metric: 900, secondary: {} } }, "rejected"],
      [{ outcome: "failed", problem: "The agent crashed." }, "error"],
    ] as const) {
      const executor = new FakeExecutor((run) =>
        run.kind === "fix" ? { ...aReport(run, 748), ...ending } : better(run),
      );
      const { loop, issue } = await waiting({ executor });
      await ends(loop, issue, "failure", "Error: one");
      expect(loop.state().recent[1]).toMatchObject({ verdict });
      expect(loop.github.file("autoloop/carton", "src/carton.mjs")).toBe(
        loop.github.file("main", "src/carton.mjs"),
      );
    }
  });

  it("waits for room in the day's budget, and takes back at once where one attempt is all", async () => {
    const { loop, issue, executor } = await waiting({ policy: { dispatchesPerDay: 2 } });
    await ends(loop, issue, "failure", "Error: one");
    expect(executor.started).toHaveLength(2);
    expect(loop.state()).toMatchObject({ status: "active", in_flight: { ci: "failure" } });
    await loop.settle(issue);
    await rests(loop, issue);

    const single = await waiting({ policy: { ciAttempts: 1 } });
    await ends(single.loop, single.issue, "failure", "Error: one");
    expect(single.loop.state().recent.at(-1)).toMatchObject({ verdict: "rejected" });
    expect(single.executor.started).toHaveLength(2);
  });

  it("lets required checks decide alone, and believes green only once a late check could have begun", async () => {
    const { loop, issue } = await waiting({ policy: { ciSettleMs: 30_000 } });
    loop.github.requiredChecks.push("required");
    const head = loop.head("autoloop/carton");
    loop.github.setChecks(head, [{ name: "test", state: "success" }]);
    await loop.settle(issue);
    expect(loop.state().best).toMatchObject({ metric: 760 });
    loop.github.setChecks(head, [
      { name: "test", state: "failure" },
      { name: "required", state: "success" },
    ]);
    await loop.settle(issue);
    expect(loop.state().best).toMatchObject({ metric: 760 });
    await loop.clock.advance(30_000);
    await loop.settle(issue);
    expect(loop.state().best).toMatchObject({ metric: 749 });
  });

  it("waits for no check beside the required ones", async () => {
    const { loop, issue } = await waiting();
    loop.github.requiredChecks.push("required");
    loop.github.setChecks(loop.head("autoloop/carton"), [
      { name: "hangs", state: "pending" },
      { name: "required", state: "success" },
    ]);
    await loop.settle(issue);
    expect(loop.state().best).toMatchObject({ metric: 749 });
  });
});
