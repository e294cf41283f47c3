// The demo's program at several ages, for tests of what people read.

import { fold } from "../../../src/domain/journal/fold.ts";
import type { Answer } from "../../../src/domain/journal/iteration.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { githubLinks } from "../../../src/github/links.ts";
import type { StatusFacts } from "../../../src/text/comments/status-comment.ts";
import { aJournal, type JournalBuilder } from "../../support/plan/journal.ts";
import { NOTHING_STANDS } from "../../support/plan/shown.ts";

export const WEB_URL = "https://github.com/acme/boxes";
export const LINKS = githubLinks("https://github.com")({ owner: "acme", name: "boxes" });

/** What a briefing needs besides the journal, for an improvement of a quiet repository. */
export const CIRCUMSTANCES = {
  iteration: 3,
  kind: "improve",
  steering: [],
  sections: [],
  protectedPaths: ["infra/**"],
  unprotected: [],
  time: { agent: 3_600, gates: 900, evaluation: 300 },
  ciRequired: true,
  pull: null,
  table: null,
} as const;

/** An answer that says no more than what was changed, and what it taught. */
export function anAnswer(change: string, ...lessons: readonly string[]): Answer {
  return { change, hypothesis: "", lessons, foreclosed: [], future: [], steered_by: [] };
}

const STEPS = [
  ["accepted", 715.2, "Widen the base: `WIDTH_CM` from 4 to 4.6.", "Width pays while it is far below depth."],
  [
    "accepted",
    668.9,
    "Widen the base further: `WIDTH_CM` from 4.6 to 5.8.",
    "The gain per centimetre shrinks.",
  ],
  [
    "rejected",
    681.3,
    "Make the base deeper: `DEPTH_CM` from 20 to 22.",
    "More depth costs more than it saves.",
  ],
  ["accepted", 641.0, "Take depth back: `DEPTH_CM` from 20 to 16.", "Depth wants to come down to width."],
  ["error", 0, "", ""],
  ["accepted", 622.7, "Widen the base: `WIDTH_CM` from 5.8 to 7.5.", ""],
  ["accepted", 611.4, "Take depth back: `DEPTH_CM` from 16 to 12.6.", "Near a cube every step is small."],
  ["rejected", 613.0, "Make both a little smaller at once.", "Both at once overshoots."],
  ["accepted", 606.1, "Widen the base: `WIDTH_CM` from 7.5 to 8.4.", ""],
  [
    "accepted",
    603.2,
    "Widen the base: `WIDTH_CM` from 8.4 to 9.",
    "Steps below half a centimetre still pay.",
  ],
  ["rejected", 604.8, "Widen the base: `WIDTH_CM` from 9 to 11.2.", "Past 10 cm it turns."],
  ["rejected", 603.9, "Take depth back: `DEPTH_CM` from 12.6 to 8.9.", ""],
] as const;

/** The program with a baseline of 760, a target of 600 and so many of its twelve first iterations. */
export function carton(iterations: number): JournalBuilder {
  const journal = aJournal("carton", { targetMetric: 600, goal: GOAL }).baseline(760);
  for (const [index, [verdict, metric, change, lesson]] of STEPS.slice(0, iterations).entries()) {
    if (index === 6) journal.steered("Please leave the height above 8 cm.", 4242);
    const facts = { answer: anAnswer(change, ...(lesson === "" ? [] : [lesson])), seconds: 3 + index };
    if (verdict === "accepted") journal.accepted(metric, facts);
    if (verdict === "rejected") journal.rejected(metric, `Worse than the best so far.`, facts);
    if (verdict === "error") journal.failed("The run broke: the agent did not answer within 600 s.");
    if (index === 0) journal.pull(12);
  }
  return journal;
}

const GOAL =
  "Find the shape of a one-litre carton that takes the least cardboard. The best possible is known: a cube.";

/** Five hundred iterations: long stretches without a gain, many small gains. */
export function oldCarton(): JournalBuilder {
  const journal = aJournal("carton", { targetMetric: 600 }).baseline(760).pull(12);
  for (let number = 1; number <= 500; number++) {
    const best = journal.state.best?.metric ?? 760;
    const gained = number % 9 === 0 || number > 488;
    if (gained) journal.accepted(600 + (best - 600) * 0.93, { answer: anAnswer(`Step ${number}.`) });
    else if (number % 50 === 0) journal.failed("The run broke: no answer.");
    else journal.rejected(best + 1, "Worse than the best so far.", { answer: anAnswer(`Step ${number}.`) });
  }
  return journal;
}

/** Adopted and started, nothing measured. */
export function newCarton(): ProgramState {
  const [first, ...rest] = aJournal("carton", { targetMetric: 600 }).events;
  const state = first === undefined ? null : fold(null, [first, ...rest]);
  if (state === null) throw new Error("no program");
  return state;
}

/** Facts of an active program that is due at a fixed time. */
export function factsOf(state: ProgramState, overrides: Partial<StatusFacts> = {}): StatusFacts {
  return {
    state,
    seq: 57,
    phase: "active",
    nextRun: Date.UTC(2026, 0, 1, 6, 30),
    waitsFor: null,
    links: LINKS,
    problems: [],
    warnings: [],
    standing: NOTHING_STANDS,
    budgets: [],
    paths: { protectedPaths: [], unprotected: [] },
    ...overrides,
  };
}
