import { describe, expect, it } from "vitest";
import { block, emptyDraft } from "../../../src/plan/draft.ts";
import { abandon } from "../../../src/plan/iteration/ending.ts";
import { askedForSwitches, lifecycle, whyOff } from "../../../src/plan/life/lifecycle.ts";
import { loopReason } from "../../../src/text/outcome/loop-reasons.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { JournalBuilder } from "../../support/plan/journal.ts";
import {
  aKeptProgram,
  anObservation,
  type Deviation,
  LONG_AGO,
  programText,
} from "../../support/plan/observation.ts";
import { HOUR, lastEvent, planned, typesOf } from "../../support/plan/planned.ts";
import { aCheck } from "../../support/plan/view-parts.ts";

const LATER = "2026-01-01T01:00:00Z";
const again = (login = "maria", at = LATER) => ({
  labels: ["autoloop-program"],
  labelled: [
    { login, at },
    { login: "maria", at: LONG_AGO },
  ],
});
const stopped = () => aKeptProgram().event({ type: "loop.stop", reason: "The issue was closed.", by: null });
const completed = () => aKeptProgram().event({ type: "loop.complete", reason: "Done." });

/** Adopted, and nobody approved its text yet. */
const waiting = () => new JournalBuilder("carton").adopted();

/** What this rule alone makes of a program; `state` is what an earlier rule left. */
function ruled(journal: JournalBuilder, deviation: Deviation = {}, draft = emptyDraft(journal.state, 0)) {
  const seen = anObservation({ journal, ...deviation });
  return lifecycle({ seen, now: lastEvent(seen) + HOUR, policy: POLICY }, draft);
}

describe(lifecycle, () => {
  it.each([
    ["the issue is gone", "absent" as const, "The issue is gone."],
    ["the issue is closed", { state: "closed" as const }, "The issue was closed."],
    ["the label is off", { labels: [] }, "The label autoloop-program was taken off."],
  ])("stops when %s, due or not", (_, issue, reason) => {
    for (const journal of [aKeptProgram(), aKeptProgram().paused()]) {
      const plan = planned({ journal, issue }, { after: HOUR });
      expect(plan.events).toMatchObject([{ type: "loop.stop", reason, by: null }]);
      expect(plan.wakeAt).toBeNull();
    }
  });

  it.each([
    ["closed the issue", { state: "closed" as const, closed: [{ login: "helper", at: LATER }] }],
    ["took the label off", { labels: [], unlabelled: [{ login: "helper", at: LATER }] }],
  ])("names who %s, with the role that was seen", (_, issue) => {
    const permissions = { maria: "maintain", helper: "triage" } as const;
    expect(planned({ journal: aKeptProgram(), issue, permissions }).events).toMatchObject([
      { type: "loop.stop", by: { login: "helper", id: expect.any(Number), permission: "triage" } },
    ]);
  });

  it("gives nobody a role that was not asked for: who had no say a minute ago may have read access", () => {
    const issue = { state: "closed" as const, closed: [{ login: "helper", at: LATER }] };
    const permissions = { maria: "maintain" } as const;
    expect(
      planned({ journal: aKeptProgram(), issue, permissions, strangers: ["helper"] }).events,
    ).toMatchObject([{ type: "loop.stop", by: null }]);
  });

  it("ends and cleans up the iteration in flight with the loop, and puts nobody's work back", () => {
    const journal = aKeptProgram().begun();
    const { events, says } = planned({ journal, committed: true, issue: { labels: [] } });
    expect(events.slice(0, 2)).toMatchObject([
      { type: "loop.stop" },
      { type: "iteration.error", iteration: 2, reason: expect.stringContaining("Stopped before it ended.") },
    ]);
    expect(says).toContain("clean up run nonce-2-1");
    expect(says.filter((line) => line.startsWith("put "))).toEqual([]);
  });

  it.each([
    ["paused", aKeptProgram().paused("plateau")],
    ["stopped", stopped()],
    ["completed", completed()],
  ])("starts a %s program again when somebody with write access labels it", (_, journal) => {
    expect(planned({ journal, issue: again() }).events[0]).toMatchObject({
      type: "loop.start",
      trigger: "label",
      run_id: "fresh-run",
      by: { login: "maria", permission: "maintain" },
    });
  });

  it.each([
    ["by somebody without write access", again("helper")],
    ["by nobody who can be told", { ...again(), labelled: [{ login: null, at: LATER }] }],
    ["from before the pause", again("maria", LONG_AGO)],
    ["on a closed issue", { ...again(), state: "closed" as const }],
  ])("does not start again for a label %s", (_, issue) => {
    const permissions = { maria: "maintain", helper: "triage" } as const;
    const journal = aKeptProgram().paused("plateau");
    expect(typesOf(planned({ journal, issue, permissions }).events)).not.toContain("loop.start");
  });

  it("takes a label of the second of a stop for a new one, of the second of a pause for the old one", () => {
    const startsWith = (journal: ReturnType<typeof aKeptProgram>) =>
      typesOf(planned({ journal, issue: again("maria", "2026-01-01T00:13:00Z") }).events)[0];
    expect(startsWith(stopped())).toBe("loop.start");
    expect(startsWith(aKeptProgram().paused("plateau"))).toBeUndefined();
    expect(startsWith(completed())).toBeUndefined();
  });

  it("counts from the stop, not from the pause before it", () => {
    const journal = aKeptProgram()
      .paused("plateau")
      .event({ type: "loop.stop", reason: "Closed.", by: null });
    expect(planned({ journal, issue: again("maria", "2026-01-01T00:13:30Z") }).events).toEqual([]);
  });

  it("stops one that waits for its text, and starts it again", () => {
    expect(ruled(waiting(), { issue: { labels: [] } }).events).toMatchObject([
      { type: "loop.stop", reason: "The label autoloop-program was taken off.", by: null },
    ]);
    const journal = waiting().event({ type: "loop.stop", reason: "The issue was closed.", by: null });
    expect(typesOf(planned({ journal, issue: again() }).events)).toContain("loop.start");
  });

  it.each([
    ["a tampered one for somebody with write access", "tampered", "writer", false],
    ["a tampered one for somebody who maintains the repository", "tampered", "maria", true],
    ["another one for somebody with write access", "plateau", "writer", true],
    ["one for somebody who is not known here", "plateau", "stranger", false],
  ] as const)("starts %s: %s by %s, %s", (_, kind, login, does) => {
    const permissions = { maria: "maintain", writer: "write" } as const;
    const paused = aKeptProgram().paused(kind);
    const off = aKeptProgram().paused(kind).event({ type: "loop.stop", reason: "Closed.", by: null });
    for (const journal of [paused, off]) {
      const { events } = ruled(journal, { permissions, issue: again(login) });
      expect(events.map(({ type }) => type)).toEqual(does ? ["loop.start"] : []);
    }
  });

  it("starts none again whose issue is closed, whatever its label", () => {
    for (const journal of [stopped(), completed()])
      expect(ruled(journal, { issue: { ...again(), state: "closed" } }).events).toEqual([]);
  });

  it("starts none again that goes on, although it stood still before", () => {
    const journal = completed().paused().resumed();
    expect(ruled(journal, { issue: again() }).events).toEqual([]);
    expect(askedForSwitches(anObservation({ journal, issue: again() }).view, journal.state)).toEqual([]);
  });

  it("starts none while something blocks it", () => {
    const problem = { line: null, key: "repeat", value: null, message: "no", allowed: "a number" };
    const draft = block(emptyDraft(stopped().state, 0), problem);
    expect(ruled(stopped(), { issue: again() }, draft)).toBe(draft);
  });

  it("looks again at once only where it ended something with the start", () => {
    const resting = ruled(aKeptProgram().paused(), { issue: again() });
    expect(resting).toMatchObject({ again: false, events: [{ type: "loop.start" }] });
    const busy = ruled(aKeptProgram().begun().paused(), { issue: again() });
    expect(busy).toMatchObject({
      again: true,
      events: [{ type: "iteration.error" }, { type: "loop.start" }],
    });
  });

  it("waits for a runnable text before it starts again", () => {
    const issue = { ...again(), body: programText("repeat: never"), edited: { login: "maria", at: LATER } };
    expect(planned({ journal: stopped(), issue }).events).toEqual([]);
  });

  it("ends what was under way in a pause when the label is put on again, as if it had seen it come off", () => {
    const journal = aKeptProgram().begun().paused("ci-missing");
    const body = programText("ci: none");
    const issue = { ...again(), body, edited: { login: "maria", at: LATER } };
    const plan = planned({ journal, committed: true, issue }, { after: HOUR });
    expect(typesOf(plan.events)).toEqual(["iteration.error", "loop.start", "branch.sync"]);
    expect(plan.says).toEqual(
      expect.arrayContaining(["clean up run nonce-2-1", expect.stringMatching(/^put autoloop\/carton back/)]),
    );
    expect(plan.again).toBe(true);
  });

  it("does not pause at once again for CI that was silent before the label was put on again", () => {
    const journal = aKeptProgram().begun().paused("ci-timeout");
    const { events } = planned(
      { journal, committed: true, issue: again(), checks: [aCheck("pending")] },
      { after: 3 * HOUR },
    );
    expect(typesOf(events)).not.toContain("loop.pause");
  });
});

describe(whyOff, () => {
  const path = ".autoloop/programs/carton.md";
  const why = (
    source: { kind: "issue" } | { kind: "file"; path: string },
    change: Deviation,
    gone: boolean,
  ) => {
    const journal = aKeptProgram();
    const seen = anObservation({ journal, ...change });
    const world = { seen: gone ? { ...seen, program: "absent" as const } : seen, now: 0, policy: POLICY };
    const off = whyOff(world, { ...journal.state, source });
    return off === null ? null : loopReason.off(off);
  };

  it.each([
    ["a file that is there", { kind: "file", path }, {}, false, null],
    ["a file that is gone", { kind: "file", path }, {}, true, `The program file ${path} was deleted.`],
    [
      "a file that is gone, of a closed issue",
      { kind: "file", path },
      { issue: { state: "closed" } },
      true,
      "The issue was closed.",
    ],
    [
      "a file that is gone, of an issue without its label",
      ...[{ kind: "file", path }, { issue: { labels: [] } }, true],
      `The program file ${path} was deleted.`,
    ],
    ["an issue", { kind: "issue" }, {}, false, null],
    ["an issue that is gone", { kind: "issue" }, { issue: "absent" }, true, "The issue is gone."],
  ] as const)("of %s", (_, source, change, gone, expected) => {
    expect(why(source, change, gone)).toBe(expected);
  });
});

describe(abandon, () => {
  it("has nothing to end where nothing is in flight, or before adoption", () => {
    const world = { seen: anObservation(), now: 0, policy: POLICY };
    for (const draft of [emptyDraft(null, 0), emptyDraft(aKeptProgram().state, 0)])
      expect(abandon(world, draft, "Because.")).toBe(draft);
  });
});

describe(askedForSwitches, () => {
  it("reads times as whole seconds, and the second of a run's start as the one of its label", () => {
    const { view } = anObservation({ issue: again("maria", "2026-01-01T00:13:00Z") });
    const { state } = stopped();
    const at = "2026-01-01T00:13:00.700Z";
    const run = { id: "run-1", started_at: "2026-01-01T00:12:59.999Z", trigger: "label" } as const;
    const off = { ...state, ended: { reason: "Closed.", at }, run };
    expect(askedForSwitches(view, off)).toEqual(["maria"]);
    expect(askedForSwitches(view, { ...off, run: null })).toEqual(["maria"]);
    expect(
      askedForSwitches(view, { ...off, run: { ...run, started_at: "2026-01-01T00:13:00.100Z" } }),
    ).toEqual([]);
  });

  it("names who turned it off again after it was turned on again", () => {
    const issue = { ...again(), labels: [], unlabelled: [{ login: "helper", at: LATER }] };
    const { view } = anObservation({ issue });
    expect(askedForSwitches(view, stopped().state)).toEqual(["helper", "maria"]);
  });

  it("names nobody before adoption, while the loop is on, or where the issue is gone", () => {
    const { view } = anObservation({ issue: again() });
    expect(askedForSwitches(view, null)).toEqual([]);
    expect(askedForSwitches(view, aKeptProgram().state)).toEqual([]);
    expect(askedForSwitches({ ...view, issue: "absent" }, stopped().state)).toEqual([]);
    expect(askedForSwitches(view, stopped().state)).toEqual(["maria"]);
  });

  it("names who turned it off, as long as that is not in the journal", () => {
    const { view } = anObservation({
      issue: { state: "closed", closed: [{ login: "maria", at: LATER }] },
    });
    expect(askedForSwitches(view, aKeptProgram().state)).toEqual(["maria"]);
    expect(askedForSwitches(view, stopped().state)).toEqual([]);
  });

  it("waits for a program that was adopted and never started", () => {
    const { state } = aKeptProgram();
    expect(askedForSwitches(anObservation().view, { ...state, status: "waiting" })).toEqual([]);
  });
});
