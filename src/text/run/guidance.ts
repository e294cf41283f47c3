// What an agent should prefer at this moment, from how the last iterations ended. Advice in words; it decides nothing.

import type { ProgramState } from "../../domain/journal/state.ts";
import { PLATEAU_REJECTIONS } from "../../domain/limits.ts";
import { cut, oneLine } from "../format/inert.ts";

/** With fewer iterations left than this, what is known is worth more than what might be. */
const LAST_ITERATIONS = 3;

/**
 * One to four sentences.
 * @param remaining iterations left, this one included; null without a bound
 */
export function guidance(state: ProgramState, remaining: number | null): string {
  const last = state.recent.at(-1);
  const crashed = last?.verdict === "error" ? crash(last.reason) : null;
  const moment = remaining !== null && remaining < LAST_ITERATIONS ? ending(remaining) : null;
  return [moment, crashed].filter((hint) => hint !== null).join(" ") || lately(state);
}

function ending(remaining: number): string {
  const left = remaining <= 1 ? "This is the last iteration" : `Only ${remaining} iterations are left`;
  return `${left}: exploit what is known to work, in small and safe steps. Explore nothing new.`;
}

function crash(reason: string): string {
  return `The last iteration crashed (${cut(oneLine(reason), 300)}). Find out why first: repair its idea if it was good, otherwise leave it and say so in your lessons.`;
}

function lately({ recent }: ProgramState): string {
  const last = recent.at(-1);
  if (last === undefined || last.kind === "baseline") {
    return "Nothing has been tried yet. Read the whole Target first, find what the metric depends on most, and change that.";
  }
  if (last.verdict === "accepted") {
    return `The last change was kept (${cut(oneLine(last.answer?.change || last.reason), 300)}). Exploit it: go further in the same direction, or do the same where it was not done yet.`;
  }
  const discards = recent.length - 1 - recent.findLastIndex(({ verdict }) => verdict !== "rejected");
  if (discards > PLATEAU_REJECTIONS) {
    return (
      `The last ${discards} iterations were all discarded, so small steps on this path are used up. Read every ` +
      "Target file and the evaluation again from the beginning; combine changes that were kept before; try the " +
      "opposite of what was tried; try another architecture or algorithm."
    );
  }
  const near = recent.some(
    ({ kind, verdict, metric }) => kind !== "baseline" && verdict === "rejected" && metric !== null,
  );
  const combine = near ? " Two near-misses may add up to a gain." : "";
  return `The last change was discarded. Do not repeat it in other words: explore something that the history does not hold.${combine}`;
}
