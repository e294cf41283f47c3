// Inline Markdown, as far as programs need it: code spans and HTML comments within a paragraph. Linear.

/** A code span: its content and where the whole span, backticks included, stands. */
interface CodeSpan {
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

/** Backticks in a row. */
interface Run {
  readonly start: number;
  readonly length: number;
  /** Those that a backslash takes away in front: 0 or 1, and only where the run opens a span. */
  readonly escaped: number;
}

/**
 * Code spans in order: a run of backticks up to the next run of the same length (CommonMark 6.1). A backslash takes one
 * backtick away where a span could begin, and means nothing within a span.
 */
export function codeSpans(text: string): readonly CodeSpan[] {
  const runs: readonly Run[] = Array.from(text.matchAll(/`+/g), ({ 0: ticks, index }) => ({
    start: index,
    length: ticks.length,
    escaped: backslashesBefore(text, index) % 2,
  }));
  // For each run the next one as long, found from the end so that no text is searched twice.
  const partners = new Map<Run, Run | undefined>();
  const latest = new Map<number, Run>();
  for (const run of runs.toReversed()) {
    partners.set(run, latest.get(run.length - run.escaped));
    latest.set(run.length, run);
  }
  const spans: CodeSpan[] = [];
  let end = 0;
  for (const open of runs) {
    const close = partners.get(open);
    if (open.start < end || close === undefined) continue;
    end = close.start + close.length;
    const content = text
      .slice(open.start + open.length, close.start)
      .replaceAll("\n", " ")
      .trim();
    spans.push({ content, start: open.start + open.escaped, end });
  }
  return spans;
}

function backslashesBefore(text: string, index: number): number {
  let at = index;
  while (text.charAt(at - 1) === "\\") at--;
  return index - at;
}

/** The text without its code spans. */
export function withoutCode(text: string): string {
  let result = "";
  let from = 0;
  for (const { start, end } of codeSpans(text)) {
    result += `${text.slice(from, start)} `;
    from = end;
  }
  return result + text.slice(from);
}

/** The text without HTML comments, which a reader does not see. Comments in code spans are text and stay. */
export function withoutComments(text: string): string {
  if (!text.includes("<!--")) return text;
  const spans = codeSpans(text);
  let result = "";
  let from = 0;
  let next = 0;
  for (let open = text.indexOf("<!--"); open >= 0; open = text.indexOf("<!--", open)) {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= open) next++;
    const span = spans[next];
    if (span !== undefined && span.start < open) {
      open = span.end;
      continue;
    }
    const close = text.indexOf("-->", open + 4);
    if (close < 0) break;
    result += text.slice(from, open);
    from = close + 3;
    open = from;
  }
  return result + text.slice(from);
}
