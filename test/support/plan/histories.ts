// Generated valid histories: any order of what can happen to a program, with hostile texts in it.

import fc from "fast-check";
import { aJournal, type JournalBuilder, MAINTAINER } from "./journal.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });

/** What one step may do; steps that are not possible at that moment do nothing. */
const step = fc.record({
  what: fc.constantFrom(
    "accept",
    "reject",
    "error",
    "measured-error",
    "begin",
    "break",
    "wait",
    "steer",
    "pause",
    "pull",
    "define",
  ),
  amount: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  text,
});

/** A journal that is ready, and up to 60 steps on it. */
export const histories: fc.Arbitrary<JournalBuilder> = fc
  .array(step, { maxLength: 60 })
  .map((steps) =>
    steps.reduce((journal, { what, amount, text }) => take(journal, what, amount, text), aJournal()),
  );

function take(journal: JournalBuilder, what: string, amount: number, text: string): JournalBuilder {
  const { best, in_flight, pull } = journal.state;
  if (what === "steer") return journal.steered(text);
  if (what === "pause") return journal.paused("command", text).resumed();
  if (what === "pull") return journal.pull(pull === null ? 1 : pull.number + 1);
  if (in_flight !== null) return endFlight(journal, in_flight.number, text);
  if (best === null) return journal.baseline(amount);
  if (what === "begin") return journal.begun().reported(amount, { paths: [text] });
  if (what === "break")
    return journal
      .begun()
      .reported(amount, { measurement: { outcome: "failed", reason: text, cause: "killed" } })
      .begun("improve", "local", undefined, { cause: "killed", said: text });
  if (what === "wait") return journal.begun().waits(amount % 60, text);
  if (what === "define")
    return journal.defined({ context: text }, journal.state.epoch + (amount > 1000 ? 1 : 0));
  if (what === "reject") return journal.rejected(best.metric + amount, text);
  if (what === "error") return journal.failed(text);
  if (what === "measured-error") return journal.failed(text, { outcome: "failed", reason: text });
  const better = best.metric - amount;
  if (better >= best.metric) return journal;
  return journal.accepted(better, {
    answer: {
      change: text,
      hypothesis: text,
      lessons: [text],
      foreclosed: [],
      future: [text],
      steered_by: [1],
    },
  });
}

function endFlight(journal: JournalBuilder, iteration: number, reason: string): JournalBuilder {
  return reason.length % 2 === 0
    ? journal.event({ type: "iteration.reject", iteration, reason })
    : journal.event({ type: "loop.pause", kind: "errors", reason, by: MAINTAINER }).event({
        type: "iteration.error",
        iteration,
        reason,
      });
}
