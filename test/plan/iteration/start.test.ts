import { describe, expect, it } from "vitest";
import type { ReportFacts } from "../../../src/domain/journal/iteration.ts";
import { start } from "../../../src/plan/iteration/start.ts";
import { isItsTurn, nextDue } from "../../../src/plan/iteration/turn.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { someSha } from "../../support/plan/journal.ts";
import { aKeptProgram, aProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { HOUR, MINUTE, planned, typesOf } from "../../support/plan/planned.ts";
import { MAIN } from "../../support/plan/view-parts.ts";

const due = (deviation: Deviation = {}) => planned(deviation, { after: HOUR });
/** The kept program's last run began seven minutes past midnight. */
const NEXT = Date.UTC(2026, 0, 1, 1, 7);

describe(start, () => {
  it("waits until the interval since the last start has passed, and says when that is", () => {
    expect(planned()).toMatchObject({ says: [], wakeAt: NEXT });
  });

  it("journals a start with all that a run is found again by, before it dispatches", () => {
    const { events, actions, wakeAt, now } = due();
    expect(events).toMatchObject([
      {
        type: "iteration.start",
        iteration: 2,
        kind: "improve",
        attempt: 1,
        base: someSha(1),
        executor: "local",
        place: "here",
        nonce: "fresh-nonce",
        deadline: new Date(now + 12 * MINUTE).toISOString(),
      },
    ]);
    expect(actions.map(({ type }) => type)).toEqual(["memory.commit", "run.start"]);
    // The status comment shows a run that lasts.
    expect(wakeAt).toBe(now + MINUTE);
  });

  it("begins with the baseline, on the default branch where there is no branch yet", () => {
    expect(planned({ journal: aProgram() }).events[0]).toMatchObject({ kind: "baseline", base: MAIN });
  });

  it("lets the first attempt follow the baseline at once", () => {
    expect(planned({ journal: aProgram().baseline(760) }).events[0]).toMatchObject({ iteration: 1 });
  });

  it("gives a run the time that the program asks for", () => {
    const text = programText("timeout-minutes: 30");
    const { events, now } = due({ journal: aKeptProgram(text), text });
    expect(events[0]).toMatchObject({ deadline: new Date(now + 32 * MINUTE).toISOString() });
  });

  it.each<[string, Partial<ReportFacts>, number | undefined]>([
    ["confirm: 9", {}, 9],
    ["confirm: 5", {}, 5],
    // Nobody measured the noise.
    ["confirm: auto", {}, 9],
    ["confirm: auto", { pairs: [{ base: 760, candidate: 764 }] }, 9],
    ["confirm: auto", { pairs: [{ base: 760, candidate: 763 }] }, undefined],
    ["repeat: 3", { pairs: [{ base: 760, candidate: 764 }] }, undefined],
  ])("says in how many pairs it confirms: with %s after %j in %s", (setting, facts, confirm) => {
    const text = programText(setting);
    const { events } = planned({ journal: aProgram(text).baseline(760, facts), text });
    expect(events[0]).toMatchObject({ type: "iteration.start", iteration: 1 });
    expect((events[0] as { confirm?: number }).confirm).toBe(confirm);
  });

  it("measures the untouched branch with itself where the noise decides", () => {
    const first = (setting: string) => {
      const text = programText(setting);
      return planned({ journal: aProgram(text), text });
    };
    expect(first("confirm: auto").events[0]).toMatchObject({ kind: "baseline", confirm: 5 });
    expect(first("confirm: 9").events[0]).not.toHaveProperty("confirm");
  });

  it("gives a run on GitHub Actions half an hour more for two machines to be had and set up", () => {
    const { events, now } = planned({}, { after: HOUR, policy: { executor: "actions" } });
    expect(events[0]).toMatchObject({
      executor: "actions",
      deadline: new Date(now + 40 * MINUTE).toISOString(),
    });
  });

  it("begins nothing in a repository without a default branch", () => {
    expect(due({ journal: aProgram(), branch: "absent", defaultBranch: "absent" }).events).toEqual([]);
  });

  it.each([
    ["is in flight", aKeptProgram().begun()],
    ["may not begin: the loop is paused", aKeptProgram().paused()],
  ])("begins nothing while an iteration %s", (_, journal) => {
    expect(typesOf(planned({ journal }, { after: 2 * MINUTE }).events)).not.toContain("iteration.start");
  });

  it("never begins where a schedule has no next time", () => {
    const text = PROGRAM_TEXT.replace("every 1h", '"0 0 30 2 *"');
    const journal = aProgram(text).baseline(760).accepted(750).pull(2);
    expect(planned({ journal, text }, { after: 9000 * HOUR })).toMatchObject({ events: [], wakeAt: null });
  });
});

describe(nextDue, () => {
  it("is at once before the first run, then an interval after the last start, never sooner than the policy allows", () => {
    const policy = { defaultSchedule: { kind: "interval" as const, ms: 5 * HOUR }, minIntervalMs: 2 * HOUR };
    const of = (journal: ReturnType<typeof aProgram>) =>
      nextDue({ policy: { ...POLICY, ...policy } }, journal.state);
    expect(of(aProgram())).toBe(Number.NEGATIVE_INFINITY);
    expect(of(aKeptProgram())).toBe(NEXT + HOUR);
    const silent = PROGRAM_TEXT.replace("schedule: every 1h", "ci: none");
    expect(of(aKeptProgram(silent))).toBe(NEXT + 4 * HOUR);
  });
});

describe(isItsTurn, () => {
  const NOW = Date.UTC(2026, 0, 1, 1, 12);
  const iso = (ms: number) => new Date(ms).toISOString();
  const running = { in_flight: 4, last_run: iso(NOW - MINUTE) };
  const starts = (deviation: Deviation, concurrency = 1) =>
    planned(deviation, { after: NOW - Date.UTC(2026, 0, 1, 0, 12), policy: { concurrency } });

  it("waits a minute at a time while the others hold all slots", () => {
    const plan = starts({ neighbours: [running] });
    expect(plan).toMatchObject({ says: [], wakeAt: plan.now + MINUTE });
    expect(typesOf(starts({ neighbours: [running] }, 2).events)).toEqual(["iteration.start"]);
  });

  it.each([
    ["paused", { ...running, status: "paused" as const }],
    ["broken: its iteration began two days ago", { ...running, last_run: iso(NOW - 48 * HOUR) }],
    ["broken: it never began", { ...running, last_run: null }],
  ])("gives no slot to a neighbour that is %s", (_, row) => {
    expect(typesOf(starts({ neighbours: [row] }).events)).toEqual(["iteration.start"]);
  });

  it("lets one that waited longer go first, but not for ever", () => {
    const at = (now: number, due_at: number) =>
      typesOf(
        planned(
          { neighbours: [{ due_at: iso(due_at), last_run: iso(due_at - HOUR) }] },
          { after: now - Date.UTC(2026, 0, 1, 0, 12) },
        ).events,
      );
    expect(at(NEXT + MINUTE / 4, NEXT - MINUTE / 2)).toEqual([]);
    expect(at(NEXT + 5 * MINUTE, NEXT - MINUTE)).toEqual(["iteration.start"]);
    expect(at(NEXT + MINUTE, NEXT + MINUTE / 2)).toEqual(["iteration.start"]);
  });

  it("knows no neighbours where there is no registry, and none before its first run", () => {
    expect(typesOf(starts({ registry: "absent" }).events)).toEqual(["iteration.start"]);
    expect(typesOf(planned({ journal: aProgram(), neighbours: [{ due_at: iso(0) }] }).events)).toEqual([
      "iteration.start",
    ]);
    expect(typesOf(starts({ neighbours: [{ due_at: null }] }).events)).toEqual(["iteration.start"]);
  });
});
