// The best metric over the last iterations: the series, and its Mermaid chart. GitHub draws `xychart-beta`.

import type { ProgramState } from "../../domain/journal/state.ts";

/** The best metric once an iteration had ended. */
export interface Point {
  readonly iteration: number;
  readonly best: number;
}

/** Points in the chart at most; more do not fit the width of a comment. */
const POINTS = 20;

/** The best metric after each of the last iterations of this epoch, oldest first; an epoch begins with its baseline. */
export function bestSeries(state: ProgramState): readonly Point[] {
  const begin = state.recent.findLastIndex(
    ({ kind, verdict }) => kind === "baseline" && verdict === "accepted",
  );
  const points: Point[] = [];
  for (const record of state.recent.slice(Math.max(begin, 0))) {
    const best = record.verdict === "accepted" ? record.metric : (points.at(-1)?.best ?? record.best_before);
    if (best !== null) points.push({ iteration: record.number, best });
  }
  return points.slice(-POINTS);
}

/**
 * A fenced Mermaid chart of the series; null where there is no line to draw (fewer than two points) or where
 * its numbers cannot be written without an exponent, which Mermaid does not read.
 */
export function chart(points: readonly Point[], metric: string | null): string | null {
  const values = points.map(({ best }) => best);
  if (values.length < 2 || values.some((value) => !isDrawable(value))) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = (high - low) / 10 || Math.abs(high) / 10 || 1;
  return [
    "```mermaid",
    LOOKS,
    "xychart-beta",
    `  x-axis "iteration" [${points.map(({ iteration }) => iteration).join(", ")}]`,
    `  y-axis "best ${axisName(metric)}" ${plain(low - margin)} --> ${plain(high + margin)}`,
    `  line [${values.map(plain).join(", ")}]`,
    "```",
  ].join("\n");
}

/** Low enough not to push the comment apart; a line that is seen on light and dark pages. */
const LOOKS =
  '%%{init: {"xyChart": {"width": 760, "height": 280}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7"}}}}%%';

function isDrawable(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-6 && size < 1e12);
}

/** Made once, when it is needed: making one costs a hundred times what using it does, and a start needs none. */
let format: Intl.NumberFormat | null = null;

/** Eight significant digits, never with an exponent (sizes are checked before). */
function plain(value: number): string {
  format ??= new Intl.NumberFormat("en-US", { useGrouping: false, maximumSignificantDigits: 8 });
  return format.format(value);
}

/** A metric's name comes from outside and stands in a quoted string of the chart: letters, digits and a few signs. */
function axisName(metric: string | null): string {
  return (metric ?? "").replace(/[^\w .%/-]/g, "").slice(0, 60) || "metric";
}
