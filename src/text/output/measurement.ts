// How a reading ends: a number with its neighbours, a rejection, or a failure that says what stood there. Reasons are
// one line and short, whatever an evaluation wrote.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { METRIC_NAME } from "../settings/metric-name.ts";
import { shortened } from "../settings/problem.ts";

const REASON_CHARACTERS = 300;
const MOST_SECONDARY = 50;

/** @param others the numbers beside it; what is no number, or no name of one, is left out */
export function measured(metric: number, others: readonly (readonly [string, unknown])[]): Measurement {
  const numbers = others.filter(
    (entry): entry is readonly [string, number] => METRIC_NAME.test(entry[0]) && Number.isFinite(entry[1]),
  );
  return {
    outcome: "measured",
    metric: metric + 0,
    secondary: Object.fromEntries(numbers.slice(0, MOST_SECONDARY)),
  };
}

/** The evaluation itself said no. `reason`: outside text, cut to one line of 300 characters. */
export function rejected(reason: string): Measurement {
  return { outcome: "rejected", reason: oneLine(reason) };
}

export function brokenLine(source: string): Measurement {
  return failed(`The metric's line is not valid JSON: ${shortened(source)}`);
}

/** There is no usable number. `reason` says what stood there, and may quote it: cut to one line of 300 characters. */
export function failed(reason: string): Measurement {
  return { outcome: "failed", reason: oneLine(reason) };
}

function oneLine(text: string): string {
  return text
    .slice(0, REASON_CHARACTERS)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ")
    .trim();
}
