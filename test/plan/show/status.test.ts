import { describe, expect, it } from "vitest";
import type { EventBody } from "../../../src/domain/journal/event.ts";
import { emptyDraft, record } from "../../../src/plan/draft.ts";
import { status, statusFacts } from "../../../src/plan/show/status.ts";
import { STATUS_MARKER } from "../../../src/text/format/markers.ts";
import type { RegistryRow } from "../../../src/text/journal/registry.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { MAINTAINER, someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, anObservation, aProgram, type Deviation } from "../../support/plan/observation.ts";
import {
  bodyOf,
  finished,
  HOUR,
  lastEvent,
  MINUTE,
  planned,
  SECOND,
  typesOf,
  type When,
} from "../../support/plan/planned.ts";
import { NOTHING_STANDS } from "../../support/plan/shown.ts";
import { own, said } from "../../support/plan/view-parts.ts";

const OLD = own(`${STATUS_MARKER}\nold`, 9_000);
/** The first row of the status comment that replaces an old one, or that it stays. */
function shown(deviation: Deviation, when?: When): string {
  const plan = planned({ shown: false, comments: [OLD], ...deviation }, when);
  const edits = plan.actions.some(({ type }) => type === "comment.edit");
  return edits ? (/\| Status \| (.*?) \|/.exec(bodyOf(plan, "status comment"))?.[1] ?? "") : "stays";
}

describe(status, () => {
  it("posts one where there is none and edits the earliest of several", () => {
    expect(planned({ shown: false }).says[0]).toMatch(/^post the status comment/);
    const later = own(`${STATUS_MARKER}\nlater`, 9_001);
    expect(planned({ shown: false, comments: [OLD, later] }).says).toContainEqual(
      expect.stringContaining("edit the status comment (comment 9000"),
    );
  });

  it("takes only the app's own comment for it", () => {
    const copy = said("stranger", `${STATUS_MARKER}\nold`);
    expect(planned({ shown: false, comments: [copy] }).says[0]).toMatch(/^post the status comment/);
  });

  it("posts none in a locked conversation, and none for an issue that is gone", () => {
    expect(planned({ shown: false, issue: { locked: true } }).says).toEqual([]);
    const { says } = planned({ journal: aKeptProgram().paused(), issue: "absent" });
    expect(says.filter((line) => line.includes("comment"))).toEqual([]);
  });

  it.each<[string, Deviation]>([
    ["🟢 Active", {}],
    ["⏸️ Paused", { journal: aKeptProgram().paused("plateau") }],
    ["⚠️ Error", { journal: aKeptProgram().paused("errors") }],
    ["⚠️ Error", { journal: aKeptProgram().paused("tampered") }],
    ["⏹️ Stopped", { journal: aKeptProgram().event({ type: "loop.stop", reason: "Closed.", by: null }) }],
    ["✅ Completed", { journal: aKeptProgram().event({ type: "loop.complete", reason: "Done." }) }],
    [
      "✋ Waiting for a maintainer",
      { issue: { body: "new", edited: { login: "x", at: "2026-01-01T01:00:00Z" } } },
    ],
  ])("says %s", (phase, deviation) => {
    expect(shown(deviation)).toBe(phase);
  });

  it("shows an iteration only once it lasts, and looks again for that", () => {
    const journal = aKeptProgram().begun();
    expect(shown({ journal })).toBe("stays");
    const early = planned({ journal, shown: false, comments: [OLD] });
    expect(early.wakeAt).toBe(early.now - SECOND + MINUTE);
    expect(shown({ journal }, { after: MINUTE })).toMatch(/^🔄 Running, iteration 2 since /);
  });

  it("shows the wait for CI only once it lasts, counted from the commit", () => {
    const flying = { journal: aKeptProgram().begun(), run: finished(740) };
    expect(shown({ ...flying, committed: true })).toBe("stays");
    expect(shown({ ...flying, committed: true }, { after: MINUTE })).toMatch(/^⏳ Waiting for CI/);
  });

  it("leaves a long run's line for a short wait for CI, and looks again when it is not short", () => {
    const plan = planned({ journal: aKeptProgram().begun(), run: finished(740) }, { after: 5 * MINUTE });
    expect(plan.says).toEqual([expect.stringMatching(/^commit /)]);
    expect(plan.wakeAt).toBe(plan.now + MINUTE);
  });

  it("shows the end of anything at once, also where the next iteration begins with it", () => {
    const rejected = { journal: aKeptProgram().begun(), run: finished(800) };
    expect(shown(rejected)).toBe("🟢 Active");
    expect(shown(rejected, { after: HOUR })).toMatch(/^🔄 Running, iteration 3/);
  });

  it("says when the next run is planned", () => {
    expect(bodyOf(planned({ shown: false }), "status comment")).toContain(
      "| Next run | 2026-01-01 01:07 UTC |",
    );
    const paused = planned({ journal: aKeptProgram().paused(), shown: false });
    expect(bodyOf(paused, "status comment")).toContain("| Next run | — |");
  });

  it("passes on what the text that runs could say better, and nothing of a text that waits", () => {
    const text = PROGRAM_TEXT.replace("```bash\n", "```bash\ngit status\n");
    const hint = "The evaluation calls git";
    const waits = { body: text, edited: { login: "stranger", at: "2026-01-01T01:00:00Z" } };
    const journal = aProgram(text).baseline(760);
    expect(bodyOf(planned({ journal, shown: false, text }), "status comment")).toContain(hint);
    expect(bodyOf(planned({ shown: false, issue: waits }), "status comment")).not.toContain(hint);
  });

  it.each([
    ["isolated", false],
    ["elsewhere", false],
    ["failed", true],
    ["none", true],
  ] as const)("of a machine whose isolation is %s warns: %s", (isolation, warns) => {
    const when = { policy: { isolation } };
    const warning = "are not isolated";
    expect(bodyOf(planned({ shown: false }, when), "status comment").includes(warning)).toBe(warns);
    const journal = aKeptProgram().event({ type: "loop.complete", reason: "Done." });
    expect(bodyOf(planned({ shown: false, journal }, when), "status comment")).not.toContain(warning);
  });

  it("says that a state file of megabytes is left alone", () => {
    const stateFile = () => "x\n".repeat(2_500_000);
    const plan = planned({ stateFile, shown: false });
    expect(bodyOf(plan, "status comment")).toContain("shorten it to 92,160 characters");
    expect(typesOf(plan.events)).not.toContain("state.edited");
  });
});

describe("status of an iteration that is under way", () => {
  const policy = { statusQuietMs: HOUR };

  it("is shown at once where the loop does not go on", () => {
    const journal = aKeptProgram().begun();
    expect(shown({ journal }, { policy })).toBe("stays");
    expect(shown({ journal: journal.paused("plateau") }, { policy })).toMatch(/^⏸️ Paused, iteration 2/);
  });

  it.each<[string, EventBody, boolean]>([
    ["the loop went on", { type: "loop.resume", reason: "Go on.", by: MAINTAINER }, true],
    ["its proposal was committed", { type: "iteration.commit", iteration: 2, commit: someSha(2) }, false],
  ])("is shown at once or waits where %s just now", (_, event, isNews) => {
    const journal = aKeptProgram().begun();
    if (isNews) journal.paused("plateau");
    const seen = anObservation({ journal, shown: false, comments: [OLD] });
    const world = { seen, now: lastEvent(seen) + SECOND, policy: { ...POLICY, ...policy } };
    const started = Date.parse(journal.state.in_flight?.started_at ?? "");
    const draft = status(world, record(world, emptyDraft(journal.state, 0), event));
    expect(draft.actions.map(({ type }) => type)).toEqual(isNews ? ["comment.edit"] : []);
    expect(draft.wakeAt).toEqual(isNews ? [] : [started + HOUR]);
  });
});

describe(statusFacts, () => {
  const journal = aProgram().baseline(760).rejected(800);
  const { state } = journal;
  const free = Date.parse(state.starts.at(-1) ?? "") + 24 * HOUR;
  const factsAt = (now: number, change: Partial<ReturnType<typeof anObservation>> = {}, of = state) => {
    const seen = { ...anObservation({ journal }), ...change };
    return statusFacts({ seen, now, policy: { ...POLICY, dispatchesPerDay: 1 } }, emptyDraft(of, 7), of);
  };

  it("tells of the next run, and of the budget as long as that is what it waits for", () => {
    expect(factsAt(free - 1)).toEqual({
      ...{ state, seq: 7, phase: "active", nextRun: free, waitsFor: { budget: 1 } },
      ...{ links: POLICY.links, problems: [], warnings: [], standing: NOTHING_STANDS, budgets: [] },
      paths: { protectedPaths: [], unprotected: [] },
    });
    expect(factsAt(free)).toMatchObject({ nextRun: free, waitsFor: null });
    const paused = { ...state, status: "paused" } as const;
    expect(factsAt(free - 1, {}, paused)).toMatchObject({
      phase: "paused",
      nextRun: null,
      waitsFor: null,
    });
  });

  it("names the wait for a slot once it lasts", () => {
    const busy = { in_flight: 3, deadline: new Date(free + 2 * HOUR).toISOString() };
    const waitsAt = (now: number, of = state, neighbour: Partial<RegistryRow> = busy) => {
      const { registry } = anObservation({
        journal,
        neighbours: [{ ...neighbour, last_run: of.adopted_at }],
      });
      return factsAt(now, { registry }, of).waitsFor;
    };
    expect([free, free + HOUR - 1, free + HOUR].map((now) => waitsAt(now))).toEqual([null, null, "slot"]);
    expect(waitsAt(free + HOUR, state, { in_flight: null })).toBeNull();

    const requested = { by: "maria", at: new Date(free).toISOString(), instructions: [] };
    const asked = { ...state, requested };
    expect(factsAt(free, {}, asked).nextRun).toBe(free);
    const everyRun = { ...asked, starts: [] };
    expect([free + HOUR - 1, free + HOUR].map((now) => waitsAt(now, everyRun))).toEqual([null, "slot"]);
    const first = aProgram().state;
    const born = Date.parse(first.adopted_at);
    expect([born + HOUR - 1, born + HOUR].map((now) => waitsAt(now, first))).toEqual([null, "slot"]);
  });

  it("warns of files of the same name that are not read", () => {
    const { view } = anObservation({ journal });
    const sources = ["a/program.md", "a.md", "a.program.md"].map((path) => ({ path, id: path }));
    expect(factsAt(free, { view: { ...view, sources } }).warnings).toEqual([
      { line: null, message: "a.md is not read, because there is a/program.md" },
      { line: null, message: "a.program.md is not read, because there is a/program.md" },
    ]);
    const gone = factsAt(free, { view: { ...view, sources }, program: "absent" });
    expect(gone.warnings).toEqual([]);
  });
});
