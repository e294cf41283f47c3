import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/domain/policy.ts";
import { isItsTurn, nextDue, spentBudget } from "../../../src/plan/iteration/turn.ts";
import type { RegistryRow } from "../../../src/text/journal/registry.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { anObservation, aProgram, type Deviation, programText } from "../../support/plan/observation.ts";
import { HOUR, MINUTE, planned, typesOf } from "../../support/plan/planned.ts";

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

describe("nextDue without a budget", () => {
  const from = "2026-01-01T10:00:00.000Z";
  const rested = { ...aProgram().baseline(760).rejected(800).state, last_run_at: from };
  const due = (state: Parameters<typeof nextDue>[1]) => nextDue({ policy: POLICY }, state);
  const asked = (at: string) => ({ ...rested, requested: { by: "maria", at, instructions: [] } });

  it("is at once where somebody asked and nothing started since, else the schedule's", () => {
    expect(due(rested)).toBe(Date.parse(from) + HOUR);
    expect(due(asked("2026-01-01T10:00:00.001Z"))).toBe(Number.NEGATIVE_INFINITY);
    expect(due(asked(from))).toBe(Date.parse(from) + HOUR);
    expect(due(asked("2026-01-01T09:59:59.999Z"))).toBe(Date.parse(from) + HOUR);
    expect(due({ ...asked(from), last_run_at: null })).toBe(Number.NEGATIVE_INFINITY);
  });

  it("is at once after a baseline that was measured, and after no other iteration", () => {
    expect(due(aProgram().state)).toBe(Number.NEGATIVE_INFINITY);
    expect(due(aProgram().baseline(760).state)).toBe(Number.NEGATIVE_INFINITY);
    const failed = aProgram()
      .begun("baseline")
      .event({ type: "iteration.error", iteration: 0, reason: "No." });
    expect(due(failed.state)).toBe(Date.parse(failed.state.last_run_at ?? "") + HOUR);
    const accepted = aProgram().baseline(760).accepted(750);
    expect(due(accepted.state)).toBe(Date.parse(accepted.state.last_run_at ?? "") + HOUR);
  });
});

describe(spentBudget, () => {
  const from = "2026-01-01T10:00:00.000Z";
  const state = { ...aProgram().baseline(760).rejected(800).state, last_run_at: from, starts: [from] };
  const spent = (every: number, dispatchesPerDay: number | null, change: Partial<typeof state> = {}) =>
    spentBudget({ policy: { ...POLICY, dispatchesPerDay, minIntervalMs: every } }, { ...state, ...change });

  it("is the budget where that frees up after the schedule's moment, and null at that very moment", () => {
    expect(spent(DAY - 1, 1)).toBe(1);
    expect(spent(DAY, 1)).toBeNull();
    expect(spent(DAY + 1, 1)).toBeNull();
    expect(spent(HOUR, 2)).toBeNull();
    expect(spent(HOUR, null)).toBeNull();
  });

  it("is null where the schedule never comes again, whatever the budget", () => {
    const text = programText().replace("schedule: every 1h", "schedule: 0 0 30 2 *");
    const never = { ...aProgram(text).baseline(760).rejected(800).state, last_run_at: from, starts: [from] };
    const policy = { ...POLICY, dispatchesPerDay: 1 };
    expect(nextDue({ policy }, never)).toBeNull();
    expect(spentBudget({ policy }, never)).toBeNull();
  });
});

describe("isItsTurn among its neighbours", () => {
  const now = Date.UTC(2026, 0, 10);
  const at = (ms: number) => new Date(now + ms).toISOString();
  const ran = aProgram().baseline(760).rejected(800);
  const due = now - HOUR;
  const waits = { status: "active", in_flight: null, last_run: at(-2 * DAY), last_end: null } as const;
  const runs = { status: "active", in_flight: 3, last_run: at(-HOUR), last_end: null } as const;

  function mayStart(
    neighbours: readonly Partial<RegistryRow>[],
    {
      policy = {},
      journal = ran,
      ...change
    }: Deviation & { policy?: Partial<Policy>; journal?: typeof ran } = {},
  ): boolean {
    const seen = anObservation({ journal, neighbours, ...change });
    return isItsTurn({ seen, now, policy: { ...POLICY, ...policy } }, journal.state, due);
  }

  it("waits for a slot of the repository, and of the installation", () => {
    expect(mayStart([])).toBe(true);
    expect(mayStart([runs])).toBe(false);
    expect(mayStart([runs], { policy: { concurrency: 2 } })).toBe(true);
    expect(mayStart([runs, runs], { policy: { concurrency: 2 } })).toBe(false);
    expect(mayStart([{ ...runs, status: "paused" }])).toBe(true);
    const policy = { concurrency: 3, accountConcurrency: 2 };
    expect(mayStart([runs], { policy })).toBe(true);
    expect(mayStart([runs], { policy, elsewhere: [runs] })).toBe(false);
  });

  it("takes an iteration for over once its longest time, and that of CI after it, is", () => {
    const after = HOUR + 2 * POLICY.ciTimeoutMs;
    const lost = (ms: number) => mayStart([{ ...runs, deadline: at(-after + ms), last_run: at(-30 * DAY) }]);
    expect([lost(1), lost(0)]).toEqual([false, true]);
    // Rows of earlier versions do not say when a run counts as lost.
    const began = (ms: number) => mayStart([{ ...runs, last_run: at(-after - DAY + ms) }]);
    expect([began(1), began(0)]).toEqual([false, true]);
  });

  it("lets one go first that waits longer, not one that waits as long", () => {
    const freed = { last_end: at(-1_000) };
    expect(mayStart([{ ...waits, ...freed, due_at: at(-HOUR - 1) }])).toBe(false);
    expect(mayStart([{ ...waits, ...freed, due_at: at(-HOUR) }])).toBe(true);
  });

  it("lets as many go first as there are other slots", () => {
    const first = { ...waits, last_end: at(-1_000), due_at: at(-2 * HOUR) };
    expect(mayStart([first], { policy: { concurrency: 2 } })).toBe(true);
    expect(mayStart([first, first], { policy: { concurrency: 2 } })).toBe(false);
  });

  it("lets none go first that runs, is never due, or is not due yet", () => {
    const policy = { concurrency: 2 };
    const earlier = { last_end: at(-1_000), due_at: at(-2 * HOUR) };
    expect(mayStart([{ ...runs, ...earlier }], { policy })).toBe(true);
    expect(mayStart([{ ...waits, ...earlier, due_at: null }])).toBe(true);
    expect(mayStart([{ ...waits, ...earlier, last_run: null, due_at: at(1) }])).toBe(true);
    expect(mayStart([{ ...waits, ...earlier, last_run: null, due_at: at(0) }])).toBe(false);
  });

  it("lets none go first that never ran, where it never ran itself", () => {
    const neighbours = [{ ...waits, last_run: null, due_at: at(0) }];
    expect(mayStart(neighbours, { journal: aProgram() })).toBe(true);
  });

  it("counts the minute from the newest end, its own among them though the registry may not hold it yet", () => {
    const journal = aProgram().baseline(760).rejected(800).rejected(800).rejected(800);
    const ended = Date.parse(journal.events.at(-1)?.at ?? "");
    const due_at = new Date(ended - 2 * HOUR).toISOString();
    const last_run = new Date(ended - DAY).toISOString();
    const row = { ...waits, last_run, due_at };
    const seen = anObservation({ journal, neighbours: [row] });
    const registry =
      seen.registry === "absent"
        ? seen.registry
        : { ...seen.registry, programs: seen.registry.programs.filter(({ name }) => name !== "carton") };
    const mayAt = (after: number) =>
      isItsTurn(
        { seen: { ...seen, registry }, now: ended + after, policy: POLICY },
        journal.state,
        ended - HOUR,
      );
    expect(mayAt(MINUTE - 1)).toBe(false);
    expect(mayAt(MINUTE)).toBe(true);
  });
});

describe(isItsTurn, () => {
  const flight = { in_flight: 3, last_run: "2026-01-01T00:00:00.000Z", status: "active" } as const;
  const journal = aProgram().baseline(760).rejected(800);

  it("waits while the installation's other repositories hold all of its slots", () => {
    expect(starts({ journal, elsewhere: [flight] }, { accountConcurrency: 2 })).toBe(true);
    expect(starts({ journal, elsewhere: [flight, flight] }, { accountConcurrency: 2 })).toBe(false);
    expect(
      starts({ journal, elsewhere: [flight, flight], registry: "absent" }, { accountConcurrency: 2 }),
    ).toBe(false);
  });

  it("counts the own repository's iterations among them", () => {
    const policy = { accountConcurrency: 2, concurrency: 5 };
    expect(starts({ journal, elsewhere: [flight] }, policy)).toBe(true);
    expect(starts({ journal, elsewhere: [flight], neighbours: [flight] }, policy)).toBe(false);
  });

  it("does not wait for ever for an iteration that cannot still be under way", () => {
    const stale = { ...flight, last_run: "2025-12-01T00:00:00.000Z" };
    expect(starts({ journal, elsewhere: [stale] }, { accountConcurrency: 1 })).toBe(true);
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
      { after: HOUR, policy: { accountConcurrency: 1 } },
    );
    expect(plan.wakeAt).toBe(plan.now + MINUTE);
  });
});
