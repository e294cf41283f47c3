import { describe, expect, it } from "vitest";
import { ci } from "../../../src/plan/iteration/ci.ts";
import { ciFailure } from "../../../src/text/run/ci-failure.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, planned, typesOf, type When } from "../../support/plan/planned.ts";
import { red, refused, THEIRS, theirs } from "../../support/plan/red-iteration.ts";
import { aBranch, aCheck, aCommit, iterationCommit } from "../../support/plan/view-parts.ts";

const committed = (deviation: Deviation = {}, when?: When) =>
  planned({ journal: aKeptProgram().begun(), committed: true, run: finished(740), ...deviation }, when);
const success = aCheck("success");
const ELSEWHERE = { code: "other-worker", holds: "b", asked: "a" } as const;

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
    const elsewhere = { checks: [check], run: { state: "unknown", doubt: ELSEWHERE } } as const;
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

  it("names in the pause what never reported, what was skipped, and what was green and is no CI", () => {
    const checks = [
      aCheck("neutral", { name: "docs" }),
      aCheck("success", { name: "license/cla", app: null }),
    ];
    const { events } = committed({ checks, required: ["build", "docs"] }, { after: POLICY.ciGraceMs });
    expect(events).toMatchObject([
      {
        ...{ type: "loop.pause", kind: "ci-missing" },
        reason:
          "Required, and never reported: build. Skipped or neutral: docs. Green, and no CI, because it runs no code " +
          "or is not asked for: license/cla.",
      },
    ]);
  });

  it("names in the pause what never ended", () => {
    const { events } = committed({ checks: [aCheck("pending")] }, { after: POLICY.ciTimeoutMs });
    expect(events).toMatchObject([{ reason: "Checks were still unfinished after 60 minutes: test." }]);
  });

  it("keeps nothing while nobody may tell what is required: it asks again soon, then pauses", () => {
    const unknown = { checks: [success], required: "unknown" } as const;
    const early = committed(unknown);
    expect(early).toMatchObject({ events: [], wakeAt: early.now + 60_000 });
    expect(committed(unknown, { after: POLICY.ciGraceMs }).events).toMatchObject([
      {
        type: "loop.pause",
        kind: "ci-missing",
        reason: expect.stringContaining("does not let Autoloop read"),
      },
    ]);
    const paused = committed(
      { ...unknown, journal: aKeptProgram().begun().paused("ci-missing") },
      { after: HOUR },
    );
    expect(paused.events).toEqual([]);
  });

  it("keeps the names of what counted with the iteration", () => {
    const checks = [
      success,
      aCheck("success", { name: "lint" }),
      aCheck("success", { name: "DCO", app: "dco" }),
    ];
    const { events } = committed({ checks });
    expect(events[2]).toMatchObject({ type: "ci.result", checks: ["test", "lint"] });
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

const FIXING = { policy: { ciAttempts: 5 } };

describe(`${ci.name}: time`, () => {
  const settling = (ms: number) => {
    const journal = aKeptProgram().begun();
    const since = Date.parse(journal.state.last_run_at ?? "");
    const told = committed({ journal, checks: [success] }, { after: ms, policy: { ciSettleMs: 5_000 } });
    return { ...told, since };
  };

  it("lets what is green settle first: another check may be about to begin", () => {
    const early = settling(4_999);
    expect(early).toMatchObject({ events: [], wakeAt: early.since + 5_000 });
    expect(settling(5_000).events.at(-1)).toMatchObject({ type: "iteration.accept" });
  });

  it("waits for nobody's report where the executor is another one by now", () => {
    const journal = aKeptProgram().begun("improve", "actions");
    const run = { state: "unknown", doubt: ELSEWHERE } as const;
    expect(committed({ journal, run, checks: [success] }).events.at(-1)).toMatchObject({
      type: "iteration.error",
      reason: "The report was lost after the commit was made.",
    });
  });
});

describe(`${ci.name}: after CI refused`, () => {
  it("says again nothing that the journal holds", () => {
    const still = committed({ journal: refused(), checks: [red] }, FIXING);
    expect(still.events).toMatchObject([
      { type: "iteration.start", kind: "fix", attempt: 2, base: someSha(2) },
    ]);
  });

  it("accepts the same commit once it is green after all", () => {
    const journal = refused().paused("ci-fix-exhausted");
    const { events } = committed({ journal, checks: [success] }, FIXING);
    expect(events).toMatchObject([
      { type: "loop.resume", reason: "CI has spoken after all.", by: null },
      { type: "ci.result", iteration: 2, head: someSha(2), result: "success", failing: [], signature: null },
      { type: "iteration.accept", iteration: 2, metric: 740 },
    ]);
  });

  it("measures what somebody put on it, once that is green", () => {
    const journal = refused().paused("ci-fix-exhausted");
    const { events } = committed({ journal, branch: theirs, checks: [success] }, FIXING);
    expect(events).toMatchObject([
      { type: "loop.resume", reason: "Somebody else turned CI green." },
      { type: "iteration.start", kind: "measure", attempt: 2, base: THEIRS },
    ]);
  });

  it("leaves what somebody put on it to them while it is red and the loop is paused", () => {
    const journal = refused().paused("ci-fix-exhausted");
    expect(committed({ journal, branch: theirs, checks: [red] }, FIXING).events).toEqual([]);
    const going = committed({ journal: refused(), branch: theirs, checks: [red] }, FIXING);
    expect(going.events).toMatchObject([
      { type: "iteration.commit", commit: THEIRS },
      { type: "ci.result", head: THEIRS, result: "failure" },
      { type: "iteration.start", kind: "fix", base: THEIRS },
    ]);
  });

  it("hears of a refusal that came while it waited for CI", () => {
    const journal = aKeptProgram().begun().paused("ci-missing");
    expect(typesOf(committed({ journal, checks: [red] }).events)).toEqual([
      "iteration.report",
      "iteration.commit",
      "loop.resume",
      "ci.result",
      "iteration.reject",
    ]);
  });

  it("keeps the words of the checks that could be asked, and the names of no more than 20", () => {
    const names = Array.from({ length: 21 }, (_, index) => `check ${10 + index}`);
    const [first = "", ...rest] = names;
    const spoke = { name: first, summary: "", annotations: [], log: "error: the lid is open" };
    const silent = rest.map((name) => ({ name, summary: "", annotations: [], log: "" }));
    const checks = names.map((name) => aCheck("failure", { name }));
    const { events } = committed({ checks, failures: [spoke] });
    expect(events[2]).toMatchObject({
      ...{ type: "ci.result", iteration: 2, head: someSha(2), result: "failure" },
      ...{ failing: names.slice(0, 20), ...ciFailure([spoke, ...silent]) },
    });
  });
});
