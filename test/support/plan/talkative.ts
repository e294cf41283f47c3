// Generated lives of a program whose agents and people say much or little, so that every bound of what is remembered is
// met from both sides.

import fc from "fast-check";
import { sha256 } from "../../../src/text/format/hash.ts";
import { decodeAnswer } from "../../../src/text/run/answer.ts";
import { aJournal, type JournalBuilder } from "./journal.ts";

/** Few words, so that the same is said twice now and then. */
const words = fc.oneof(
  fc.constantFrom(
    "Width matters.",
    "Depth does not.",
    "a | b",
    "  two  spaces ",
    "<!-- x -->",
    "`code` and *stars*",
  ),
  fc.integer({ min: 1, max: 1_200 }).map((length) => `${length} ${"long ".repeat(240)}`.slice(0, length)),
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
);

const notes = fc.array(words, { maxLength: 10 });

/** As the runner reads it, or none. */
const answers = fc
  .record({ change: words, hypothesis: words, lessons: notes, foreclosed: notes, future: notes })
  .map((said) => decodeAnswer(JSON.stringify({ ...said, steered_by: [1, 2] })));

const step = fc.record({
  what: fc.constantFrom("accept", "accept", "reject", "reject", "error", "steer", "revoke", "repair"),
  answer: answers,
  reason: words,
  checks: fc.array(words, { maxLength: 14 }),
  steering: fc.integer({ min: 0, max: 14 }),
  comment: fc.integer({ min: 1, max: 4_000 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Up to seventy steps: more than are remembered one by one. */
export const talkative: fc.Arbitrary<JournalBuilder> = fc
  .array(step, { minLength: 1, maxLength: 70, size: "max" })
  .map((steps) => steps.reduce(taken, aJournal().baseline(100_000)));

function taken(journal: JournalBuilder, now: Step, index: number): JournalBuilder {
  const { best, recent } = journal.state;
  const metric = best?.metric ?? 0;
  if (now.what === "steer") {
    for (let one = 0; one < now.steering; one += 1) journal.steered(`${one} ${"s".repeat(now.comment)}`);
    return journal;
  }
  if (now.what === "revoke") {
    const kept = recent.find(({ number, verdict }) => number === best?.iteration && verdict === "accepted");
    if (best?.commit == null || kept === undefined) return journal;
    return journal.event({
      ...{ type: "iteration.revoke", iteration: kept.number, head: best.commit, check: now.reason },
    });
  }
  journal.begun();
  const iteration = journal.state.in_flight?.number ?? 0;
  if (now.what === "error") return journal.event({ type: "iteration.error", iteration, reason: now.reason });
  journal.reported(now.what === "accept" ? metric - 1 : metric + 1, {
    answer: now.answer,
    paths: [now.reason],
  });
  if (now.what !== "accept")
    return journal.event({ type: "iteration.reject", iteration, reason: now.reason });
  const commit = sha256(String(index)).slice(0, 40);
  return journal
    .event({ type: "iteration.commit", iteration, commit })
    .event({
      ...{ type: "ci.result", iteration, head: commit, result: "success", failing: [], signature: null },
      checks: now.checks,
    })
    .event({ type: "iteration.accept", iteration, metric: metric - 1, reason: now.reason });
}
