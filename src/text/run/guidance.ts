// What an agent should prefer at this moment, from how the last iterations ended. Advice in our own words; it decides
// nothing, and what it speaks of stands apart from it, because agents and measured code wrote that.

import type { ProgramState } from "../../domain/journal/state.ts";
import { DISCARDS_TO_REREAD, DISCARDS_TO_TURN } from "../../domain/limits.ts";
import { cut, oneLine } from "../format/inert.ts";

/** With fewer iterations left than this, what is known is worth more than what might be. */
const LAST_ITERATIONS = 3;

/** Advice of one to four sentences, and what it speaks of. */
interface Guidance {
  readonly advice: string;
  /** Outside text, one line; null where the advice speaks of nothing in particular. */
  readonly about: string | null;
}

/**
 * @param remaining iterations left, this one included; null without a bound
 */
export function guidance(state: ProgramState, remaining: number | null): Guidance {
  const last = state.recent.at(-1);
  const moment = remaining !== null && remaining < LAST_ITERATIONS ? ending(remaining) : null;
  if (last?.verdict === "error") {
    const advice = moment === null ? CRASHED : `${moment} ${CRASHED}`;
    return { advice, about: quoted(last.reason) };
  }
  return moment === null ? lately(state) : { advice: moment, about: null };
}

function quoted(text: string): string {
  return cut(oneLine(text), 300);
}

function ending(remaining: number): string {
  const left = remaining <= 1 ? "This is the last iteration" : `Only ${remaining} iterations are left`;
  return `${left}: exploit what is known to work, in small and safe steps. Explore nothing new.`;
}

const CRASHED =
  "The last iteration crashed; the block below says how. Find out why first: repair its idea if it was good, otherwise leave it and say so in your lessons.";

function lately({ recent }: ProgramState): Guidance {
  const last = recent.at(-1);
  if (last === undefined || last.kind === "baseline") {
    return advice(
      "Nothing has been tried yet. Read the whole Target first, find what the metric depends on most, and change that.",
    );
  }
  if (last.verdict === "accepted") {
    return {
      advice:
        "The last change was kept; the block below says what it was. Exploit it: go further in the same direction, or do the same where it was not done yet.",
      about: quoted(last.answer?.change || last.reason),
    };
  }
  const discards = recent.length - 1 - recent.findLastIndex(({ verdict }) => verdict !== "rejected");
  if (discards >= DISCARDS_TO_TURN) {
    return advice(
      `The last ${discards} iterations were all discarded, so small steps on this path are used up. Read every ` +
        "Target file and the evaluation again from the beginning; then try the opposite of what was tried, or another " +
        "architecture or algorithm.",
    );
  }
  const near = recent.some(
    ({ kind, verdict, metric }) => kind !== "baseline" && verdict === "rejected" && metric !== null,
  );
  const combine = near ? " Two near-misses may add up to a gain." : "";
  if (discards >= DISCARDS_TO_REREAD) {
    return advice(
      `The last ${discards} iterations were all discarded. Read the Target and the evaluation again before you change ` +
        "anything. Then take the next item of the plan that was not tried yet or, where there is none, the next of the " +
        `ideas that nobody has tried, and name it in your answer.${combine}`,
    );
  }
  return advice(
    `The last change was discarded. Do not repeat it in other words: explore something that the history does not hold.${combine}`,
  );
}

function advice(text: string): Guidance {
  return { advice: text, about: null };
}
