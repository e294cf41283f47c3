// What every benchmark answers with: figures, some with a limit, and how they are shown. Measures nothing.

export interface Figure {
  readonly what: string;
  readonly value: number;
  /** `x`: a ratio of two figures of the same run. */
  readonly unit: "ms" | "µs" | "MB" | "requests" | "/s" | "x" | "KB" | "kept" | "%";
  /** More is a defect. */
  readonly atMost?: number;
}

export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Lines that belong under the table. */
  readonly notes?: readonly string[];
}

/** A section as a Markdown table. */
export function table({ title, figures, notes = [] }: Section): string {
  const rows = figures.map(
    ({ what, value, unit, atMost }) =>
      `| ${what} | ${shown(value)} ${unit} | ${atMost === undefined ? "" : `${atMost} ${unit}`} |`,
  );
  const below = notes.length === 0 ? [] : ["", ...notes];
  return [`### ${title}`, "", "| | | at most |", "| --- | ---: | ---: |", ...rows, ...below].join("\n");
}

/** Figures over their limit. */
export function overLimit({ figures }: Section): readonly Figure[] {
  return figures.filter(({ value, atMost }) => atMost !== undefined && !(value <= atMost));
}

/** The value that at least this part of the values does not exceed. @param part 0.5 for the median */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** At most three digits that count. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
