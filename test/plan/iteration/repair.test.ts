import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/domain/policy.ts";
import { block, type Draft, emptyDraft } from "../../../src/plan/draft.ts";
import { asksForCi } from "../../../src/plan/facts/checks.ts";
import { failuresToAsk } from "../../../src/plan/iteration/ci-questions.ts";
import { judgementOf } from "../../../src/plan/iteration/ending.ts";
import { completion } from "../../../src/plan/iteration/finish.ts";
import { measureRepair, repair } from "../../../src/plan/iteration/repair.ts";
import { beginRun } from "../../../src/plan/runs/run.ts";
import type { World } from "../../../src/plan/world.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { JournalBuilder, MAINTAINER, someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation } from "../../support/plan/observation.ts";
import { lastEvent } from "../../support/plan/planned.ts";
import { aCheck } from "../../support/plan/view-parts.ts";

/** Iteration 2, whose commit CI refused. @param commit as the journal holds it; null: it holds none */
function refusedBy(commit: string | null): JournalBuilder {
  const journal = aKeptProgram().begun().reported(740);
  const told = commit === null ? journal : journal.committed(commit);
  return told.event({
    ...{ type: "ci.result", iteration: 2, head: someSha(2), result: "failure" },
    ...{ failing: ["test"], signature: "s", summary: "test failed" },
  });
}

function worldOf(journal: JournalBuilder, policy: Partial<Policy> = {}): World {
  const seen = anObservation({ journal });
  return { seen, now: lastEvent(seen) + 1_000, policy: { ...POLICY, ...policy } };
}

const draftOf = (journal: JournalBuilder): Draft => emptyDraft(journal.state, journal.events.length);
const FIXING = { ciAttempts: 5 };

describe(repair, () => {
  it("has nothing to do where no iteration is in flight, or CI refused nothing", () => {
    for (const journal of [aKeptProgram(), aKeptProgram().begun()]) {
      const draft = draftOf(journal);
      expect(repair(worldOf(journal), draft, ["test"])).toBe(draft);
    }
    const none = emptyDraft(null, 0);
    expect(repair(worldOf(aKeptProgram()), none, ["test"])).toBe(none);
  });

  it.each([
    ["the refused commit", someSha(2)],
    ["the base, where the journal holds no commit", null],
  ])("starts the next attempt from %s", (_, commit) => {
    const journal = refusedBy(commit);
    const { events } = repair(worldOf(journal, FIXING), draftOf(journal), ["test"]);
    const base = commit ?? journal.state.branch_head;
    expect(events).toMatchObject([{ type: "iteration.start", kind: "fix", iteration: 2, attempt: 2, base }]);
  });
});

describe(`${repair.name}: red without the change`, () => {
  const on = (...names: readonly string[]): World => {
    const journal = refusedBy(someSha(2));
    const checks = names.map((name) => aCheck("failure", { name }));
    const seen = anObservation({ journal, committed: true, checksAt: { [someSha(1)]: checks } });
    return { seen, now: lastEvent(seen) + 1_000, policy: { ...POLICY, ...FIXING } };
  };
  const refusal = (world: World, ...failing: readonly string[]) =>
    repair(world, draftOf(refusedBy(someSha(2))), failing).events;

  it("pauses instead of asking an agent for what no change can mend", () => {
    expect(refusal(on("test", "lint"), "test")).toMatchObject([
      { type: "loop.pause", kind: "ci-red-on-base", reason: expect.stringMatching(/: test\.$/) },
    ]);
  });

  it("repairs what fails only since the change, whatever else was red before", () => {
    expect(refusal(on("lint"), "lint", "test")).toMatchObject([{ type: "iteration.start", kind: "fix" }]);
    expect(refusal(on(), "test")).toMatchObject([{ type: "iteration.start", kind: "fix" }]);
  });
});

describe(`${repair.name}: where it ends`, () => {
  const MINUTE = 60_000;
  /** What comes of the refusal so long after it. */
  const later = (ms: number, journal = refusedBy(someSha(2)), policy: Partial<Policy> = FIXING) => {
    const world = worldOf(journal, policy);
    return repair({ ...world, now: lastEvent(world.seen) + ms }, draftOf(journal), ["test"]);
  };
  const again = (signature: string) => {
    const journal = refusedBy(someSha(2)).begun("fix").reported(739).committed(someSha(3));
    return journal.event({
      ...{ type: "ci.result", iteration: 2, head: someSha(3), result: "failure" },
      ...{ failing: ["test"], signature, summary: "test failed" },
    });
  };

  it("is at once where no attempt is wanted, or somebody gave it up", () => {
    const rejected = [{ type: "iteration.reject", iteration: 2, reason: "CI failed: test." }];
    expect(later(0, refusedBy(someSha(2)), { ciAttempts: 1 }).events).toMatchObject(rejected);
    const given = refusedBy(someSha(2)).paused("ci-fix-exhausted").resumed();
    expect(later(0, given).events).toMatchObject(rejected);
  });

  it("is a pause at the second failure of one kind, and waits there", () => {
    const stuck = later(0, again("s"));
    const pause = {
      type: "loop.pause",
      kind: "ci-fix-exhausted",
      reason: "stuck in CI fix loop: s",
      by: null,
    };
    expect(stuck).toMatchObject({ events: [pause], again: true });
    expect(later(0, again("t")).events).toMatchObject([{ type: "iteration.start", attempt: 3 }]);
    const paused = again("s").paused("ci-fix-exhausted");
    expect(later(0, paused).events).toEqual([]);
  });

  it("is a pause after as many failures as there may be commits", () => {
    const pause = { type: "loop.pause", kind: "ci-fix-exhausted", reason: "ci-fix-exhausted: t", by: null };
    expect(later(0, again("t"), { ciAttempts: 2 }).events).toMatchObject([pause]);
    expect(later(0, again("t"), { ciAttempts: 3 }).events).toMatchObject([{ type: "iteration.start" }]);
  });

  it("is a pause after as long as CI may take", () => {
    const late = later(60 * MINUTE).events;
    expect(late).toMatchObject([{ type: "loop.pause", kind: "ci-timeout", by: null }]);
    expect(late[0]).toMatchObject({ reason: expect.stringContaining("after 60 minutes of repair: s") });
    expect(later(60 * MINUTE - 1).events).toMatchObject([{ type: "iteration.start" }]);
  });

  it("waits for the day's budget, but no longer than for CI", () => {
    const spent = later(0, refusedBy(someSha(2)), { ...FIXING, dispatchesPerDay: 1 });
    const journal = refusedBy(someSha(2));
    const since = Date.parse(journal.state.in_flight?.repair?.since ?? "");
    expect(spent.events).toEqual([]);
    expect(spent.wakeAt).toEqual([since + 60 * MINUTE]);
    const { starts } = journal.state;
    const day = 24 * 60 * MINUTE;
    const free = Date.parse(starts.at(-1) ?? "") + day;
    const slow = { ...FIXING, dispatchesPerDay: 1, ciTimeoutMs: 3 * day };
    expect(later(0, journal, slow).wakeAt).toEqual([free]);
    expect(later(free - since, journal, slow).events).toMatchObject([{ type: "iteration.start" }]);
  });
});

describe(measureRepair, () => {
  const flightOf = ({ state }: JournalBuilder) => {
    if (state.in_flight === null) throw new Error("nothing in flight");
    return state.in_flight;
  };

  it("measures what is on the branch now, and goes on first where the loop was paused", () => {
    const active = refusedBy(someSha(2));
    const measured = measureRepair(worldOf(active), draftOf(active), flightOf(active), someSha(9));
    const start = { type: "iteration.start", kind: "measure", attempt: 2, base: someSha(9) };
    expect(measured.events).toMatchObject([start]);
    const paused = refusedBy(someSha(2)).paused("ci-fix-exhausted");
    const gone = measureRepair(worldOf(paused), draftOf(paused), flightOf(paused), someSha(9));
    expect(gone.events).toMatchObject([{ type: "loop.resume", by: null }, start]);
  });

  it("starts nothing where there is no program", () => {
    const journal = refusedBy(someSha(2));
    const none = emptyDraft(null, 0);
    expect(measureRepair(worldOf(journal), none, flightOf(journal), someSha(9))).toBe(none);
  });

  it("starts nothing while something is wrong with the configuration", () => {
    const journal = refusedBy(someSha(2));
    const draft = block(draftOf(journal), {
      key: "ci",
      value: "x",
      allowed: "",
      line: null,
      message: "unreadable",
    });
    expect(measureRepair(worldOf(journal), draft, flightOf(journal), someSha(9))).toBe(draft);
  });
});

describe("rules about a program that is not there, or not defined yet", () => {
  const none = emptyDraft(null, 0);

  it(`${asksForCi.name} follows the policy`, () => {
    expect(asksForCi(worldOf(aKeptProgram()), none)).toBe(true);
    expect(asksForCi(worldOf(aKeptProgram(), { ci: "none" }), none)).toBe(false);
  });

  it(`${failuresToAsk.name} nobody`, () => {
    const { name, view } = anObservation();
    expect(failuresToAsk({ name, view }, null, { required: [], apps: null })).toEqual([]);
    expect(failuresToAsk({ name, view }, aKeptProgram().state, { required: [], apps: null })).toEqual([]);
  });

  it(`${judgementOf.name} holds a report for somebody else's`, () => {
    const journal = aKeptProgram().begun();
    const flight = journal.state.in_flight;
    if (flight === null) throw new Error("nothing in flight");
    const other = { verdict: "error", reason: expect.stringContaining("belongs to another run") };
    const report = aReport(flight, 740);
    expect(judgementOf(worldOf(journal), none, flight, report)).toEqual(other);
    expect(judgementOf(worldOf(journal), draftOf(journal), flight, report)).toMatchObject({
      verdict: "keep",
    });
    const wrong = { ...report, nonce: "another" };
    expect(judgementOf(worldOf(journal), draftOf(journal), flight, wrong)).toEqual(other);
  });

  it(`${completion.name} is never`, () => {
    expect(completion(new JournalBuilder("carton").adopted().state)).toBeNull();
  });

  it(`${beginRun.name} begins nothing without a program, and a plain run of one without a definition`, () => {
    const world = worldOf(aKeptProgram());
    expect(beginRun(world, none, "label", MAINTAINER)).toBe(none);
    const { events } = beginRun(world, draftOf(new JournalBuilder("carton").adopted()), "label", MAINTAINER);
    expect(events).toMatchObject([
      {
        ...{ type: "loop.start", run_id: "fresh-run", preset: "default", objective: "", backend: "tuner" },
        ...{ work_dir: "autoloop/carton", project_dir: "octo/carton", trigger: "label", by: MAINTAINER },
      },
    ]);
  });
});
