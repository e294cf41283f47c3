// The message of a commit that holds one group of what a program kept: which iterations, what each was measured to bring, and
// what its number does not say. No trailers: such a commit is nobody's iteration.

import { programTitle } from "../../domain/program/names.ts";
import { cut, oneLine } from "../format/inert.ts";
import { formatChange, formatDelta, formatMetric } from "../format/numbers.ts";

/** An iteration of the group, as its line in the results table tells it; null: what nobody knows here. */
export interface FinalisedIteration {
  readonly iteration: number;
  readonly subject: string;
  readonly metric: number | null;
  readonly delta: number | null;
}

interface FinalisedGroup {
  readonly program: string;
  readonly branch: string;
  readonly iterations: readonly FinalisedIteration[];
  /** Subjects of people's commits. */
  readonly others: readonly string[];
}

const SUBJECT_CHARACTERS = 72;
/** Iterations that a subject names; more are counted. */
const NAMED = 6;

/** What the iterations were measured to change, together; null where one of them is not known, and for none. */
export function totalOf(iterations: readonly FinalisedIteration[]): number | null {
  const known = iterations.flatMap(({ delta }) => delta ?? []);
  if (known.length === 0 || known.length < iterations.length) return null;
  return Number(known.reduce((sum, one) => sum + one, 0).toPrecision(12));
}

export function finaliseMessage({ program, branch, iterations, others }: FinalisedGroup): string {
  const total = totalOf(iterations);
  const what = iterations.length === 0 ? "What was not kept by an iteration" : named(iterations);
  const subject = cut(
    `${programTitle(program)} ${what}${total === null ? "" : ` (${formatDelta(total)})`}`,
    SUBJECT_CHARACTERS,
  );
  const lines = [...iterations.map(line), ...others.map((one) => `- ${cut(oneLine(one), 200)}`)];
  const caveat =
    iterations.length === 0
      ? ""
      : `Each was measured on top of those before it on ${branch}; without the others, in this order or another, it may bring more or less.`;
  return `${[subject, lines.join("\n"), caveat].filter((part) => part !== "").join("\n\n")}\n`;
}

function named(iterations: readonly FinalisedIteration[]): string {
  const numbers = iterations.slice(0, NAMED).map(({ iteration }) => iteration);
  const more = iterations.length - numbers.length;
  const listed = `${numbers.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return iterations.length === 1 ? `Iteration ${listed}` : `Iterations ${listed}`;
}

function line({ iteration, subject, metric, delta }: FinalisedIteration): string {
  const measured =
    metric === null || delta === null
      ? "not in the results table"
      : `${formatMetric(metric - delta)} to ${formatMetric(metric)}, ${formatChange(metric - delta, metric)}`;
  return `- Iteration ${iteration}, ${measured}: ${cut(oneLine(subject), 200)}`;
}
