// Moments of a journal that a wrong clock wrote.

import { describe, expect, it } from "vitest";
import { latestMoment, noLaterThan } from "../../../src/domain/journal/moments.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { aJournal, JournalBuilder, MAINTAINER, someSha } from "../../support/plan/journal.ts";

const BEFORE = "2025-06-01T00:00:00.000Z";
const ref = { comment: 9, hash: "h", issue: 1 };

const repairing = () =>
  aJournal()
    .baseline(760)
    .begun()
    .reported(740)
    .committed()
    .event({
      ...{ type: "ci.result", iteration: 1, head: someSha(1), result: "failure" },
      ...{ failing: ["test"], signature: "s", summary: "test failed" },
    }).state;

describe(noLaterThan, () => {
  it.each<[string, () => ProgramState]>([
    ["adopted", () => new JournalBuilder("carton").adopted().state],
    ["at work", () => aJournal().baseline(760).begun().state],
    ["with a commit", () => aJournal().baseline(760).begun().reported(740).committed().state],
    ["in repair", repairing],
    [
      "asked for",
      () => aJournal().event({ type: "run.requested", by: MAINTAINER, ...ref, instruction: false }).state,
    ],
    ["stopped", () => aJournal().baseline(760).event({ type: "loop.stop", reason: "", by: null }).state],
  ])("leaves nothing after the moment in a program that is %s", (_, state) => {
    expect(latestMoment(state())).toBeGreaterThan(Date.parse(BEFORE));
    expect(latestMoment(noLaterThan(state(), BEFORE))).toBe(Date.parse(BEFORE));
  });

  it("changes nothing that lies before the moment", () => {
    for (const state of [repairing(), aJournal().state]) {
      expect(noLaterThan(state, "2026-06-01T00:00:00.000Z")).toEqual(state);
    }
  });

  it("leaves a run in flight the time that it was given", () => {
    const state = aJournal().baseline(760).begun().state;
    const given = (one: ProgramState) =>
      Date.parse(one.in_flight?.deadline ?? "") - Date.parse(one.in_flight?.started_at ?? "");
    expect(given(noLaterThan(state, BEFORE))).toBe(given(state));
  });

  it("counts the time of a repair from the moment", () => {
    expect(noLaterThan(repairing(), BEFORE).in_flight?.repair?.since).toBe(BEFORE);
  });
});

describe(latestMoment, () => {
  it("is that of the pause where the program stands still", () => {
    const journal = aJournal().paused("plateau");
    expect(latestMoment(journal.state)).toBe(Date.parse(journal.state.pause?.at ?? ""));
  });
});
