// The sentences about runs that came to nothing and do not end their iteration by that, and about the iterations that
// end after several of them.

import { CRASH_CAUSES, type CrashCause } from "../../domain/journal/repair.ts";
import { formatTime } from "../format/numbers.ts";

/** Characters of outside text that a reason may carry. */
const DETAIL_CHARACTERS = 500;

export const crashReason = {
  missing: (said: string) => `Something that runs need is not there: ${detail(said)}`,
  outage: (since: string, said: string) =>
    `What runs need has not answered since ${formatTime(since)}: ${detail(said)}`,
  /** @param causes of the runs of one iteration that broke before its last one */
  before: (causes: readonly CrashCause[]) =>
    `Measuring it broke ${times(causes.length)} before: ${crashWords(causes)}.`,
  formerGone: () => "The proposal that broke is gone, so its agent could not be given it back.",
} as const;

const WORDS: Readonly<Record<CrashCause, string>> = {
  syntax: "the evaluation failed",
  timeout: "it did not end in time",
  killed: "it was killed, most likely for want of memory",
};

/** Each cause once, with how often it was met, in a fixed order. */
export function crashWords(causes: readonly CrashCause[]): string {
  return CRASH_CAUSES.flatMap((cause) => {
    const found = causes.filter((one) => one === cause).length;
    return found === 0 ? [] : [`${WORDS[cause]}${found === 1 ? "" : ` (${found} times)`}`];
  }).join(", ");
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function detail(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= DETAIL_CHARACTERS ? line : `${line.slice(0, DETAIL_CHARACTERS - 1)}…`;
}
