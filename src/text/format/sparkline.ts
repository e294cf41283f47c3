// A series of numbers as one line of text.

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** One bar a value, scaled from the smallest to the largest; a flat series is a line of middle bars. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const top = BARS.length - 1;
  return values
    .map((value) => (high === low ? 0.5 : value / (high - low) - low / (high - low)))
    .map((share) => BARS[Math.min(top, Math.max(0, Math.round(share * top)))])
    .join("");
}
