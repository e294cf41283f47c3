import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { isItsTurn, nextDue } from "../../src/plan/turn.ts";
import type { RegistryRow } from "../../src/text/journal/registry.ts";
import { POLICY } from "../support/loop.ts";
import { aProgram, type Deviation, programText } from "../support/observation.ts";
import { HOUR, MINUTE, planned, typesOf } from "../support/planned.ts";

const DAY = 24 * HOUR;

/** Whether a program that is due starts an iteration. */
function starts(deviation: Deviation, policy: Partial<Policy> = {}): boolean {
  return typesOf(planned(deviation, { after: HOUR, policy }).events).includes("iteration.start");
}

describe(nextDue, () => {
  const spent = () => aProgram().baseline(760).rejected(800).rejected(800);

  it("is when the oldest start leaves the day, once the day's budget is spent", () => {
    const journal = spent();
    const [oldest = ""] = journal.state.starts;
    const plan = planned({ journal }, { after: HOUR, policy: { dispatchesPerDay: 3 } });
    expect(plan.wakeAt).toBe(Date.parse(oldest) + DAY);
    expect(typesOf(plan.events)).toEqual([]);
    expect(JSON.stringify(plan.actions)).toContain("the budget of 3 runs in 24 hours is spent");
  });

  it("lets the iteration start at that very moment", () => {
    const journal = spent();
    const [oldest = ""] = journal.state.starts;
    const last = Date.parse(journal.events.at(-1)?.at ?? "");
    const at = (ms: number) =>
      typesOf(planned({ journal }, { after: ms - last, policy: { dispatchesPerDay: 3 } }).events);
    expect(at(Date.parse(oldest) + DAY - 1)).toEqual([]);
    expect(at(Date.parse(oldest) + DAY)).toEqual(["iteration.start"]);
  });

  it("is the schedule's while there is room in the budget", () => {
    expect(starts({ journal: spent() }, { dispatchesPerDay: 4 })).toBe(true);
  });

  it.each([
    // Clocks go from 02:00 to 03:00: the run of 02:30 happens at the first moment after the gap.
    ["30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["0 9 * * *", "2026-03-28T12:00:00Z", "2026-03-29T07:00:00.000Z"],
    ["0 9 * * *", "2026-10-24T12:00:00Z", "2026-10-25T08:00:00.000Z"],
  ])("follows %s in Berlin through a change of clocks after %s", (cron, from, expected) => {
    const text = programText().replace("schedule: every 1h", `schedule: ${cron} Europe/Berlin`);
    const journal = aProgram(text).baseline(760).rejected(800);
    const state = { ...journal.state, last_run_at: from, starts: [] };
    const due = nextDue({ policy: POLICY }, state);
    expect(new Date(due ?? 0).toISOString()).toBe(expected);
  });
});

describe(isItsTurn, () => {
  const flight = { in_flight: 3, last_run: "2026-01-01T00:00:00.000Z", status: "active" } as const;
  const journal = aProgram().baseline(760).rejected(800);

  it("waits while the installation's other repositories hold all of its slots", () => {
    expect(starts({ journal, elsewhere: [flight] }, { installationConcurrency: 2 })).toBe(true);
    expect(starts({ journal, elsewhere: [flight, flight] }, { installationConcurrency: 2 })).toBe(false);
    expect(
      starts({ journal, elsewhere: [flight, flight], registry: "absent" }, { installationConcurrency: 2 }),
    ).toBe(false);
  });

  it("counts the own repository's iterations among them", () => {
    const policy = { installationConcurrency: 2, concurrency: 5 };
    expect(starts({ journal, elsewhere: [flight] }, policy)).toBe(true);
    expect(starts({ journal, elsewhere: [flight], neighbours: [flight] }, policy)).toBe(false);
  });

  it("does not wait for ever for an iteration that cannot still be under way", () => {
    const stale = { ...flight, last_run: "2025-12-01T00:00:00.000Z" };
    expect(starts({ journal, elsewhere: [stale] }, { installationConcurrency: 1 })).toBe(true);
  });

  describe("beside a neighbour that is due", () => {
    const text = programText().replace("every 1h", "every 1m");
    /** Due again at the very moment in which its iteration ends. */
    const busy = aProgram(text).baseline(760).rejected(800);
    const ended = Date.parse(busy.events.at(-1)?.at ?? "");
    const ago = (ms: number) => new Date(ended - ms).toISOString();
    const startsAfter = (ms: number, neighbour: Partial<RegistryRow>) =>
      typesOf(planned({ journal: busy, text, neighbours: [neighbour] }, { after: ms }).events).includes(
        "iteration.start",
      );
    const waiting = { status: "active", in_flight: null } as const;

    it("lets the one go first that waits longer, however long that is", () => {
      const last_run = ago(2 * HOUR);
      expect(startsAfter(0, { ...waiting, last_run, due_at: ago(HOUR) })).toBe(false);
      expect(startsAfter(0, { ...waiting, last_run, due_at: ago(0) })).toBe(true);
    });

    it("lets one that never ran go first, even one that came just now", () => {
      expect(startsAfter(0, { ...waiting, last_run: null, due_at: ago(0) })).toBe(false);
    });

    it("goes on when that one does not take the free slot within a minute", () => {
      const stuck = { ...waiting, last_run: ago(2 * HOUR), due_at: ago(HOUR) };
      expect(startsAfter(MINUTE - 1, stuck)).toBe(false);
      expect(startsAfter(MINUTE, stuck)).toBe(true);
      expect(startsAfter(MINUTE, { ...stuck, last_end: ago(-MINUTE) })).toBe(false);
    });
  });

  it("looks again soon while it waits", () => {
    const plan = planned(
      { journal, elsewhere: [flight] },
      { after: HOUR, policy: { installationConcurrency: 1 } },
    );
    expect(plan.wakeAt).toBe(plan.now + MINUTE);
  });
});
