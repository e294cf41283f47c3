import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/domain/journal/iteration.ts";
import { crash } from "../../../src/plan/repair/crash.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { finished, HOUR, MINUTE, type Planned, planned, typesOf } from "../../support/plan/planned.ts";
import { aBranch, aCommit, iterationCommit } from "../../support/plan/view-parts.ts";

type Cause = "timeout" | "killed" | "missing" | "exit";

/** A report of a run whose measuring broke. */
const broke = (cause: Cause | undefined, change: Partial<Report> = {}) =>
  finished(0, {
    outcome: "failed",
    problem: "The evaluation ended. Its last lines: line 3",
    measurement: { outcome: "failed", reason: "it ended", ...(cause === undefined ? {} : { cause }) },
    ...change,
  });

/** A report of a run whose agent came to nothing. */
const failed = (change: Partial<Report>) =>
  finished(0, { outcome: "failed", problem: "The agent ended.", files: [], measurement: null, ...change });

const flying = (...settings: readonly string[]) => aKeptProgram(programText(...settings)).begun();
const orders = ({ actions }: Planned) =>
  actions.flatMap((action) => (action.type === "run.start" ? [action.request] : []));

describe(crash, () => {
  it.each([
    ["syntax", "exit"],
    ["syntax", undefined],
    ["timeout", "timeout"],
    ["killed", "killed"],
  ] as const)("gives a proposal back that broke by %s (%s), in the same iteration", (cause, seen) => {
    const plan = planned({ journal: flying(), run: broke(seen) });
    expect(typesOf(plan.events)).toEqual(["iteration.report", "iteration.start"]);
    expect(plan.events[1]).toMatchObject({
      ...{ iteration: 2, attempt: 2, kind: "improve", nonce: "fresh-nonce", base: someSha(1) },
      crash: { cause, said: "The evaluation ended. Its last lines: line 3" },
    });
    const [order] = orders(plan);
    expect(order?.overlay).toMatchObject([{ path: "src/carton.mjs" }]);
    expect(order?.prompt).toContain("## Your change broke: mend it first");
    expect(order?.prompt).toContain("line 3");
    // The next run takes the proposal from this one.
    expect(plan.says.filter((line) => line.startsWith("clean up"))).toEqual([]);
  });

  it("advises a smaller variant where memory was short", () => {
    const [order] = orders(planned({ journal: flying(), run: broke("killed") }));
    expect(order?.prompt).toMatch(/killed, most likely for want of memory\. Try a smaller variant/);
  });

  it("ends the iteration with the third that breaks, and counts it once", () => {
    const twice = flying().reported(0).begun("improve", "local", undefined, { cause: "syntax", said: "x" });
    const again = planned({ journal: twice, run: broke("exit") });
    expect(again.events[1]).toMatchObject({ type: "iteration.start", attempt: 3 });
    const thrice = twice.reported(0).begun("improve", "local", undefined, { cause: "killed", said: "y" });
    const { events } = planned({ journal: thrice, run: broke("exit") });
    expect(typesOf(events).slice(0, 2)).toEqual(["iteration.report", "iteration.error"]);
    expect(thrice.state.in_flight?.crashes).toMatchObject({
      ...{ causes: ["syntax", "killed"], said: "y", former: { nonce: "nonce-2-2" } },
    });
  });

  it.each([
    ["crash-attempts: 1", 0],
    ["crash-attempts: 2", 1],
  ])("does as the program says: %s", (setting, again) => {
    const text = programText(setting);
    const { events } = planned({ journal: flying(setting), text, run: broke("exit") });
    expect(typesOf(events).filter((type) => type === "iteration.start")).toHaveLength(again);
  });

  const PUSHED = aBranch([aCommit(someSha(9), { parents: [someSha(1)] }), iterationCommit(1)]);
  it.each<[string, Deviation]>([
    ["the branch moved", { branch: PUSHED, run: broke("exit") }],
    ["nothing was proposed", { run: broke("exit", { files: [] }) }],
    ["nobody knows what broke", { run: failed({}) }],
    ["the run is another one", { run: broke("exit", { base: someSha(7) }) }],
  ])("ends the iteration where %s", (_, deviation) => {
    const { events } = planned({ journal: flying(), ...deviation });
    expect(typesOf(events)).toContain("iteration.error");
    expect(typesOf(events)).not.toContain("iteration.start");
  });

  it("ends it where the day has no run left, and on a first branch that is gone", () => {
    const { events } = planned(
      { journal: flying(), run: broke("exit") },
      { policy: { dispatchesPerDay: 1 } },
    );
    expect(typesOf(events)).toContain("iteration.error");
    const fresh = planned({ journal: aProgram().baseline(760).begun(), run: broke("exit") });
    expect(typesOf(fresh.events)).toContain("iteration.start");
  });

  it("leaves a baseline alone: there is nobody to give it back to", () => {
    const { events } = planned({ journal: aProgram().begun("baseline"), run: broke("exit") });
    expect(typesOf(events)).toContain("iteration.error");
  });

  it("decides nothing while the configuration cannot be read", () => {
    const configProblems = [{ key: "agent", value: null, allowed: "x", line: null, message: "unreadable" }];
    expect(planned({ journal: flying(), run: broke("exit"), configProblems }).events).toEqual([]);
  });
});

describe("a tool that is missing", () => {
  it.each([
    ["for the evaluation", broke("missing")],
    ["for the agent", failed({ cause: "missing" })],
  ])("pauses at once, and the iteration counts for nothing: %s", (_, run) => {
    const { events } = planned({ journal: flying(), run });
    expect(events).toMatchObject([
      { type: "iteration.report" },
      { type: "iteration.error", uncounted: true },
      { type: "loop.pause", kind: "environment", by: null },
    ]);
  });
});

describe("what does not answer", () => {
  const away = failed({ cause: "environment", problem: "Its model's server failed (529)." });
  const until = (ms: number) => new Date(ms).toISOString();

  it("is tried again a minute later, and ends nothing", () => {
    const plan = planned({ journal: flying(), run: away });
    expect(plan.events).toMatchObject([
      { type: "iteration.report", iteration: 2 },
      { type: "iteration.wait", iteration: 2, until: until(plan.now + MINUTE) },
    ]);
    expect(plan.says).toContain("clean up run nonce-2-1");
    expect(plan.wakeAt).toBe(plan.now + MINUTE);
  });

  it.each([
    [1, 2],
    [2, 4],
    [5, 32],
    [6, 60],
    [9, 60],
  ])("is waited for longer each time, an hour at most: after %i tries %i minutes", (tries, minutes) => {
    const journal = flying();
    for (let index = 0; index < tries; index += 1) journal.reported(0).waits(1).begun();
    const plan = planned({ journal, run: away });
    expect(plan.events[1]).toMatchObject({ until: until(plan.now + minutes * MINUTE) });
    expect(typesOf(plan.events)).not.toContain("loop.pause");
  });

  it("is a pause after a day, and tried at once when somebody goes on", () => {
    const journal = flying().reported(0).waits(1).begun();
    const day = planned({ journal, run: away }, { after: 24 * HOUR });
    expect(typesOf(day.events)).toEqual(["iteration.report", "iteration.wait", "loop.pause"]);
    expect(day.events[2]).toMatchObject({ kind: "environment" });
    const resumed = journal.reported(0).waits(60).paused("environment").resumed();
    const { events } = planned({ journal: resumed, run: { state: "absent" } });
    expect(events).toMatchObject([{ type: "iteration.start", iteration: 2, attempt: 3 }]);
    expect(resumed.state.in_flight?.outage).toMatchObject({ tries: 0 });
  });

  it("waits, holding no slot, and begins anew on what is there then", () => {
    const journal = flying().reported(0).waits(5);
    const idle = { journal, run: { state: "absent" as const } };
    const waiting = planned(idle);
    expect(waiting.events).toEqual([]);
    expect(orders(waiting)).toEqual([]);
    const pushed = aBranch([aCommit(someSha(9), { parents: [someSha(1)] }), iterationCommit(1)]);
    const again = planned({ ...idle, branch: pushed }, { after: 6 * MINUTE });
    expect(again.events).toMatchObject([{ type: "iteration.start", attempt: 2, base: someSha(9) }]);
    expect(orders(again)).toMatchObject([{ nonce: "fresh-nonce" }]);
  });
});
