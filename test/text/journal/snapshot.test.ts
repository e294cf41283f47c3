// What a snapshot leaves out, nobody misses: whatever is told from a state is told from what is remembered of it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../../src/domain/journal/fold.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { STEERING_TOTAL_CHARACTERS } from "../../../src/domain/limits.ts";
import { finalReport } from "../../../src/text/comments/final-report.ts";
import { iterationComment } from "../../../src/text/comments/iteration-comment.ts";
import { pullRequest } from "../../../src/text/comments/pull-request.ts";
import { summary } from "../../../src/text/comments/summary.ts";
import { bestSeries } from "../../../src/text/format/chart.ts";
import { verifyJournal } from "../../../src/text/journal/journal.ts";
import { renderResults } from "../../../src/text/journal/results-table.ts";
import { snapshotOf } from "../../../src/text/journal/snapshot.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { POLICY } from "../../support/loop/loop.ts";
import { aJournal, written } from "../../support/plan/journal.ts";
import { talkative } from "../../support/plan/talkative.ts";
import { CIRCUMSTANCES } from "../comments/carton.ts";

/** Everything that is told from a state, but for what is handed out of steering (`test/plan/facts`). */
function told(state: ProgramState) {
  const { links } = POLICY;
  const definition = state.definition?.parsed;
  if (definition === undefined) throw new Error("no definition");
  const steering = {
    steering: [],
    sections: [{ title: "📚 Lessons Learned", body: "\n- Mine.\n- Width matters.\n" }],
  };
  return {
    briefing: briefingOf(state, definition, { ...CIRCUMSTANCES, iteration: 99, ...steering }),
    comments: state.recent.map((record) => iterationComment(record, state, links)),
    pull: pullRequest(state, links),
    report: finalReport(state, links),
    summary: summary(state),
    series: bestSeries(state),
    stateFile: renderStateFile(null, state),
    results: renderResults(null, state.recent),
  };
}

/** Words of people that are not handed out any more are the only thing that depends on where a segment begins. */
function withoutOldWords(state: ProgramState): ProgramState {
  return { ...state, steering: state.steering.map((one) => ({ ...one, text: "" })) };
}

describe(snapshotOf, () => {
  it("loses nothing that is told to agents, people and tables", () => {
    fc.assert(
      fc.property(talkative, ({ state }) => {
        expect(told(snapshotOf(state))).toEqual(told(state));
      }),
      { numRuns: 25 },
    );
  });

  it("is what it is however often, and wherever, a segment began before", () => {
    fc.assert(
      fc.property(talkative, fc.nat(), ({ events, state }, place) => {
        expect(snapshotOf(snapshotOf(state))).toEqual(snapshotOf(state));
        const at = 4 + (place % (events.length - 4));
        const before = fold(null, events.slice(0, at));
        const after = fold(before && snapshotOf(before), events.slice(at));
        expect(after && withoutOldWords(snapshotOf(after))).toEqual(withoutOldWords(snapshotOf(state)));
        expect(after && told(after)).toEqual(told(state));
      }),
      { numRuns: 25 },
    );
  });

  it("keeps of what people said the newest words, and of the others whose and which they were", () => {
    const history = aJournal().baseline(760);
    for (let n = 0; n < 9; n += 1) history.steered(`${n}${"x".repeat(3_999)}`);
    const { steering } = snapshotOf(history.state);
    expect(steering.map(({ text }) => text.slice(0, 1))).toEqual(["", "", "", "3", "4", "5", "6", "7", "8"]);
    expect(steering.reduce((sum, { text }) => sum + text.length, 0)).toBe(STEERING_TOTAL_CHARACTERS);
    expect(steering.map(({ comment, hash }) => [comment, hash])).toEqual(
      history.state.steering.map(({ comment, hash }) => [comment, hash]),
    );
  });

  it("keeps each lesson of which a letter is still shown, whatever its letters are made of", () => {
    // The first two are 212 characters and 272 units: another 60 units later the last one is still within 300 characters.
    const lessons = ["l".repeat(150), "\u{10000}".repeat(60), "w".repeat(60), "Depth."];
    const answer = { change: "c", hypothesis: "", lessons, foreclosed: [], future: [], steered_by: [] };
    const history = aJournal().baseline(760).accepted(700, { answer });
    // So much that no prompt has room for the older ones.
    for (let n = 0; n < 5; n += 1) {
      const many = Array.from({ length: 10 }, (_, index) => `${n} ${index} ${"more ".repeat(70)}`);
      history.rejected(700, "no improvement", { answer: { ...answer, lessons: many } });
    }
    const { state } = history;
    for (let n = 0; n < 3; n += 1) expect(told(snapshotOf(state)).stateFile).toEqual(told(state).stateFile);
    expect(told(state).stateFile).toContain("; Depth.");
  });

  it("keeps the run in flight as it is", () => {
    const { state } = aJournal().baseline(760).begun().reported(700);
    expect(snapshotOf(state).in_flight).toEqual(state.in_flight);
  });
});

describe("a journal of a talkative life", () => {
  it("verifies, and grows by no more than two thirds above its events", () => {
    fc.assert(
      fc.property(talkative, ({ events }) => {
        const { segments, journal } = written(events);
        expect(verifyJournal("carton", segments)).toMatchObject({ hash: journal.hash });
        const sealed = segments.slice(1, -1).map(({ text }) => {
          const snapshot = text.indexOf("\n") + 1;
          return (text.length - snapshot) / snapshot;
        });
        expect(Math.min(1.5, ...sealed)).toBeGreaterThanOrEqual(1.49);
      }),
      { numRuns: 8 },
    );
  });
});
