import { describe, expect, it } from "vitest";
import { collect } from "../../../src/plan/iteration/collect.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, MINUTE, planned, SECOND, typesOf } from "../../support/plan/planned.ts";
import { aBranch, aCheck, aCommit, iterationCommit } from "../../support/plan/view-parts.ts";

const flying = () => aKeptProgram().begun();
const configProblems = [{ key: "agent", value: null, allowed: "x", line: null, message: "unreadable" }];

describe(collect, () => {
  it.each(["running", "unknown"] as const)("waits for a run that is %s until its deadline", (state) => {
    const run =
      state === "running"
        ? { state }
        : { state, doubt: { code: "other-worker", holds: "b", asked: "a" } as const };
    const { says, wakeAt } = planned({ journal: flying(), run });
    expect(says).toEqual([]);
    expect(wakeAt).toBe(Date.UTC(2026, 0, 1, 1, 12));
    const late = planned({ journal: flying(), run }, { after: HOUR });
    expect(late.events[0]).toMatchObject({
      type: "iteration.error",
      iteration: 2,
      reason: "No report arrived before the deadline.",
    });
    expect(late.says).toContain("clean up run nonce-2-1");
  });

  it("says so when no machine had begun the run before the deadline", () => {
    const late = planned({ journal: flying(), run: { state: "running", queued: true } }, { after: HOUR });
    expect(late.events[0]).toMatchObject({
      type: "iteration.error",
      reason: "No machine had begun the run before the deadline.",
    });
    expect(late.says).toContain("clean up run nonce-2-1");
  });

  it("ends an iteration whose run was lost, with the executor's reason", () => {
    const { events } = planned({
      journal: flying(),
      run: { state: "lost", loss: { code: "report-unreadable", why: "killed" } },
    });
    expect(events).toMatchObject([{ type: "iteration.error", reason: "The run was lost: killed" }]);
  });

  it("remembers a baseline without touching the branch, and starts the first attempt at once", () => {
    const journal = aProgram().begun("baseline");
    const { events, says } = planned({ journal, run: finished(760) });
    expect(typesOf(events)).toEqual(["iteration.report", "iteration.accept", "iteration.start"]);
    expect(events[1]).toMatchObject({ metric: 760, reason: "Measured on the untouched branch." });
    expect(says.filter((line) => line.includes("branch autoloop/"))).toEqual([]);
    expect(says).toContain("clean up run nonce-0-1");
  });

  it("commits an improvement on exactly the commit that was measured, and journals nothing yet", () => {
    const { says, events, wakeAt, now, again } = planned({ journal: flying(), run: finished(740) });
    expect(events).toEqual([]);
    expect(says).toEqual([
      expect.stringMatching(/^commit src\/carton\.mjs to autoloop\/carton on [0-9a-f]{7}$/),
    ]);
    expect({ again, wakeAt }).toEqual({ again: false, wakeAt: now + MINUTE });
  });

  it("creates the branch at the measured commit for the first improvement", () => {
    const journal = aProgram().baseline(760).begun();
    const { says } = planned({ journal, run: finished(740) });
    expect(says.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "create branch",
      "commit src/carton.mjs",
    ]);
  });

  it("looks again at once where nobody asks for CI", () => {
    const text = programText("ci: none");
    const journal = aKeptProgram(text).begun();
    expect(planned({ journal, text, run: finished(740) }).again).toBe(true);
    expect(planned({ journal: flying(), run: finished(740) }, { policy: { ci: "none" } }).again).toBe(true);
  });

  it("rejects with the facts of the report in the journal", () => {
    const { events } = planned({ journal: flying(), run: finished(800) });
    expect(typesOf(events)).toEqual(["iteration.report", "iteration.reject"]);
    expect(events[0]).toMatchObject({ paths: ["src/carton.mjs"], measurement: { metric: 800 } });
  });

  it("journals which gates failed, without their output", () => {
    const gates = [{ name: "lint", passed: false, seconds: 2, detail: "a secret?" }];
    const { events } = planned({ journal: flying(), run: finished(740, { gates }) });
    expect(events[0]).toMatchObject({ gates: [{ name: "lint", passed: false, seconds: 2 }] });
    expect(JSON.stringify(events)).not.toContain("a secret?");
  });

  it("commits an improvement whose agent said nothing about it", () => {
    const { actions } = planned({ journal: flying(), run: finished(740, { answer: null }) });
    expect(actions).toMatchObject([
      { type: "branch.commit", message: expect.stringMatching(/^\[Autoloop: carton\] Iteration 2\n/) },
    ]);
  });

  it("rejects what was measured on a branch that moved meanwhile", () => {
    const pushed = aBranch([aCommit("f".repeat(40)), iterationCommit(1)]);
    const { events } = planned({ journal: flying(), run: finished(740), branch: pushed });
    expect(events[1]).toMatchObject({
      type: "iteration.reject",
      reason: expect.stringContaining("Somebody pushed to the branch"),
    });
  });

  it.each([{ nonce: "another" }, { base: "another" }])("believes no report of another run: %j", (change) => {
    const { events } = planned({ journal: flying(), run: finished(740, change) });
    expect(events.at(-1)).toMatchObject({
      type: "iteration.error",
      reason: expect.stringContaining("another run"),
    });
  });

  it("commits nothing while what is protected cannot be told, and goes on when it can", () => {
    const blocked = planned({ journal: flying(), run: finished(740), configProblems });
    expect(blocked.says.filter((line) => line.startsWith("commit"))).toEqual([]);
    expect(blocked.events).toEqual([]);
    expect(blocked.wakeAt).not.toBeNull();
  });

  it("takes a report after the deadline, but gives up a proposal that cannot become a commit", () => {
    const late = planned({ journal: flying(), run: finished(740) }, { after: HOUR + MINUTE });
    expect(late.says[0]).toMatch(/^commit /);
    const tooLate = planned({ journal: flying(), run: finished(740) }, { after: 2 * HOUR + SECOND });
    expect(tooLate.events[1]).toMatchObject({
      type: "iteration.error",
      reason: expect.stringContaining("could not be committed in time"),
    });
  });

  it("applies nothing while the loop is paused", () => {
    const journal = flying().paused();
    expect(planned({ journal, run: finished(740) }).says).toEqual([]);
  });

  describe("of somebody else's repair that was measured", () => {
    const head = someSha(9);
    const repaired = (checks: Deviation["checks"], branch?: Deviation["branch"]) => {
      const journal = aKeptProgram().begun().reported(740).committed();
      const failed = { type: "ci.result", iteration: 2, head: someSha(2), result: "failure" } as const;
      journal.event({ ...failed, failing: ["test"], signature: "s" });
      const start = journal.events.findLast(({ type }) => type === "iteration.start");
      if (start?.type !== "iteration.start") throw new Error("no start");
      journal.event({ ...start, kind: "measure", attempt: 2, base: head, nonce: "nonce-2-2" });
      const commits = [
        aCommit(head, { parents: [someSha(2)] }),
        iterationCommit(2, someSha(1)),
        iterationCommit(1),
      ];
      const seen = { checks: checks ?? [], branch: branch ?? aBranch(commits) };
      return planned({ journal, run: finished(730), ...seen });
    };

    it("keeps it while it is green", () => {
      expect(repaired([aCheck("success")]).events).toMatchObject([
        { type: "iteration.report", measurement: { metric: 730 } },
        { type: "iteration.commit", commit: head },
        { type: "ci.result", head, result: "success" },
        { type: "iteration.accept", metric: 730 },
      ]);
    });

    it("rejects it when CI refuses it after all", () => {
      const last = repaired([aCheck("failure", { name: "lint" })]).events.find(
        ({ type }) => type === "iteration.reject",
      );
      expect(last).toMatchObject({ reason: "CI failed: lint." });
    });

    it("waits while CI has no word about it", () => {
      const { events, wakeAt, now } = repaired([aCheck("pending")]);
      expect(events).toEqual([]);
      expect(wakeAt).toBeGreaterThan(now);
    });

    it("rejects it when the branch moved on", () => {
      const moved = aBranch([aCommit(someSha(10), { parents: [head] })]);
      expect(typesOf(repaired([aCheck("success")], moved).events)).toContain("iteration.reject");
    });
  });
});
