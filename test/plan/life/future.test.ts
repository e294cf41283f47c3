import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/journal/fold.ts";
import { future, isAhead } from "../../../src/plan/life/future.ts";
import { aJournal } from "../../support/plan/journal.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";
import { HOUR, MINUTE, planned, SECOND } from "../../support/plan/planned.ts";

/** Nobody switched it on lately. */
const issue = { labelled: [] };
const DAYS_30 = 30 * 24 * HOUR;

describe(future, () => {
  it.each([
    ["active", () => aKeptProgram()],
    ["at work", () => aJournal().baseline(760).begun()],
    ["paused", () => aKeptProgram().paused("plateau")],
  ])("pauses a program that is %s and whose last event lies in the future", (_, journal) => {
    const { events } = planned({ journal: journal(), issue }, { after: -DAYS_30 });
    expect(events.filter(({ type }) => type.startsWith("loop."))).toMatchObject([
      { type: "loop.pause", kind: "clock", by: null },
    ]);
  });

  it.each([SECOND, 0, -SECOND, -2 * MINUTE])("takes a last event %i ms ago for what it is", (after) => {
    const { events } = planned({ journal: aKeptProgram().paused("plateau") }, { after });
    expect(events).toEqual([]);
  });

  it("keeps the lock of a journal that was changed, from a moment on that people can come after", () => {
    const journal = aKeptProgram().paused("tampered", "rewound");
    const { events, now } = planned({ journal, issue }, { after: -DAYS_30 });
    expect(events).toMatchObject([
      { type: "loop.pause", kind: "clock" },
      { type: "loop.pause", kind: "tampered", reason: "rewound", by: journal.state.pause?.by },
    ]);
    expect(fold(journal.state, events)?.pause).toMatchObject({
      ...{ kind: "tampered", at: new Date(now).toISOString() },
    });
  });
});

describe(isAhead, () => {
  it("is said of nothing that is no moment", () => {
    expect(isAhead({ now: 0 }, Number.NaN)).toBe(false);
    expect(isAhead({ now: 0 }, 2 * MINUTE)).toBe(false);
    expect(isAhead({ now: 0 }, 2 * MINUTE + 1)).toBe(true);
  });
});
