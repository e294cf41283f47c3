import { describe, expect, it } from "vitest";
import { ci } from "../../src/plan/ci.ts";
import { someSha } from "../support/journal.ts";
import { POLICY } from "../support/loop.ts";
import { aKeptProgram, type Deviation, programText } from "../support/observation.ts";
import { finished, HOUR, planned, typesOf, type When } from "../support/planned.ts";
import { aBranch, aCheck, aCommit, iterationCommit } from "../support/view-parts.ts";

const committed = (deviation: Deviation = {}, when?: When) =>
  planned({ journal: aKeptProgram().begun(), committed: true, run: finished(740), ...deviation }, when);
const success = aCheck("success");

describe(ci, () => {
  it("accepts exactly the green commit, in one write with everything that led to it", () => {
    const { events, says } = committed({ checks: [success] });
    expect(typesOf(events)).toEqual([
      "iteration.report",
      "iteration.commit",
      "ci.result",
      "iteration.accept",
    ]);
    expect(events[1]).toMatchObject({ iteration: 2, commit: someSha(2) });
    expect(events[2]).toMatchObject({ head: someSha(2), result: "success", failing: [] });
    expect(events[3]).toMatchObject({
      metric: 740,
      reason: "Better than the best so far. CI is green (1 check).",
    });
    expect(says).toContain("clean up run nonce-2-1");
  });

  it.each([
    ["a check is unfinished", [success, aCheck("pending", { name: "slow" })]],
    ["one failed and another is unfinished", [aCheck("failure"), aCheck("pending", { name: "slow" })]],
    ["there is no check yet", []],
    ["only neutral ones ended", [aCheck("neutral")]],
    ["only the app's own check ended", [aCheck("success", { own: true })]],
  ])("waits while %s", (_, checks) => {
    const { events, wakeAt, now } = committed({ checks });
    expect(events).toEqual([]);
    expect(wakeAt).toBeGreaterThan(now);
  });

  it.each([
    ["green", success],
    ["red", aCheck("failure")],
  ])("leaves what is %s to the replica that has the report, while that may still come back", (_, check) => {
    const elsewhere = { checks: [check], run: { state: "unknown", reason: "It is on b." } } as const;
    const waiting = committed(elsewhere);
    expect(waiting.events).toEqual([]);
    expect(waiting.wakeAt).toBeGreaterThan(waiting.now);
    const over = committed({ ...elsewhere, checks: [success] }, { after: POLICY.ciTimeoutMs });
    expect(over.events.at(-1)).toMatchObject({ type: "iteration.error" });
  });

  it("rejects when any check failed, names it, and takes the commit back", () => {
    const checks = [success, aCheck("failure", { name: "lint" }), aCheck("neutral", { name: "x" })];
    const { events, says, again } = committed({ checks });
    expect(events.at(-1)).toMatchObject({ type: "iteration.reject", reason: "CI failed: lint." });
    expect(says).toContainEqual(expect.stringMatching(/^put autoloop\/carton back to the tree of/));
    expect(again).toBe(true);
  });

  it("pauses when no check reports within the grace period, and waits for the rest as long as is allowed", () => {
    const silent = committed({}, { after: POLICY.ciGraceMs });
    expect(silent.events).toMatchObject([{ type: "loop.pause", kind: "ci-missing" }]);
    const slow = committed({ checks: [aCheck("pending")] }, { after: POLICY.ciGraceMs });
    expect(slow.events).toEqual([]);
    const hanging = committed({ checks: [aCheck("pending")] }, { after: POLICY.ciTimeoutMs });
    expect(hanging.events).toMatchObject([
      { type: "loop.pause", kind: "ci-timeout", reason: expect.stringContaining("60 minutes") },
    ]);
  });

  it.each(["ci-missing", "ci-timeout"] as const)("ends a %s pause by itself when CI speaks", (kind) => {
    const journal = aKeptProgram().begun().paused(kind);
    const silent = committed({ journal }, { after: 9 * HOUR });
    expect(silent).toMatchObject({ says: [], wakeAt: null });
    const { events } = committed({ journal, checks: [success] });
    expect(typesOf(events)).toContain("loop.resume");
    expect(events.at(-1)).toMatchObject({ type: "iteration.accept" });
  });

  it.each(["command", "plateau"] as const)("does not end a %s pause", (kind) => {
    const journal = aKeptProgram().begun().paused(kind);
    expect(committed({ journal, checks: [success] }).events).toEqual([]);
  });

  it("asks for no checks where the program or the policy says so", () => {
    const text = programText("ci: none");
    const { events } = committed({ journal: aKeptProgram(text).begun(), text });
    expect(events.at(-1)).toMatchObject({
      type: "iteration.accept",
      reason: expect.stringContaining("not asked for"),
    });
    expect(typesOf(committed({}, { policy: { ci: "none" } }).events)).toContain("iteration.accept");
  });

  it("lets the program ask for checks that the policy does not ask for", () => {
    const text = programText("ci: required");
    const { events } = committed({ journal: aKeptProgram(text).begun(), text }, { policy: { ci: "none" } });
    expect(events).toEqual([]);
  });

  it("ends with an error when the commit is no longer the head, whatever the checks of another commit say", () => {
    const branch = aBranch([aCommit("f".repeat(40)), iterationCommit(2, someSha(1)), iterationCommit(1)]);
    const { events } = committed({ branch, checks: [success] });
    expect(events[1]).toMatchObject({
      type: "iteration.error",
      reason: expect.stringContaining("no longer the head"),
    });
  });

  it("ends with an error when the report is gone: nothing can be said about the commit", () => {
    const { events } = committed({ run: { state: "absent" }, checks: [success] });
    expect(events.at(-1)).toMatchObject({
      type: "iteration.error",
      reason: "The report was lost after the commit was made.",
    });
  });

  it("judges again before it accepts: what is protected by now is not kept", () => {
    const { events } = committed({ checks: [success] }, { policy: { protectedPaths: ["src/**"] } });
    expect(events.at(-1)).toMatchObject({
      type: "iteration.error",
      reason: expect.stringContaining("protected"),
    });
  });

  it.each([
    ["of another program", iterationCommit(2, someSha(1), "other")],
    ["of another iteration", { ...iterationCommit(7, someSha(1)) }],
    ["on another base", iterationCommit(2, someSha(9))],
    ["of a merge", { ...iterationCommit(2, someSha(1)), parents: [someSha(1), someSha(0)] }],
  ])("takes a commit %s for somebody else's", (_, commit) => {
    const branch = aBranch([commit, iterationCommit(1)]);
    const { events } = committed({ branch, checks: [success], run: { state: "running" } });
    expect(typesOf(events)).not.toContain("iteration.accept");
    expect(typesOf(events)).not.toContain("iteration.commit");
  });
});
