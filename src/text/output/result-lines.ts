// What an evaluation printed, as things that may be its result: JSON objects with where they end, lines of pairs, and
// bare numbers. Says what stands there and in which order; which of it is the metric is `run/metric-output.ts`.

import { documentsIn, isObject, type JsonObject, LINE_CHARACTERS, parseJson } from "./json-in-output.ts";
import { metricPairs, type Pair, rejectionLine } from "./pair-lines.ts";

/** A failed attempt to parse costs a hundred times a line that is skipped. */
const MOST_BROKEN_LINES = 1_000;

export type Result =
  /** `source` is as printed, colours taken out. */
  | { readonly kind: "json"; readonly source: string; readonly value: JsonObject }
  /** Begins like an object and is none. */
  | { readonly kind: "broken"; readonly source: string }
  | { readonly kind: "pairs"; readonly pairs: readonly Pair[] };

export interface Output {
  /** JSON and `METRIC` lines, in the order in which they end. */
  readonly results: readonly Result[];
  /** Lines that are part of neither, and not blank. */
  readonly rest: readonly string[];
  /** Beginning of the last line that is not blank. */
  readonly last: string;
  /** There were too many broken lines to go on; those that came first are not among the results. */
  readonly isFlooded: boolean;
}

export function resultsIn(stdout: string): Output {
  const printed = stdout.split(/\r\n|\n|\r/);
  const last = withoutAnsi((printed.findLast((line) => line.trim() !== "") ?? "").slice(0, 512));
  const lines = printed.map(clean);
  const documents = new Map(documentsIn(lines).map((document) => [document.to, document]));
  const results: Result[] = [];
  const rest: string[] = [];
  let broken = 0;
  // From the end: what is last counts, and a flood of broken lines hides only what is older.
  for (let at = lines.length - 1; at >= 0; at--) {
    const document = documents.get(at);
    if (document !== undefined) {
      at = document.from;
      if (isObject(document.value))
        results.push({ kind: "json", source: document.source, value: document.value });
      continue;
    }
    const [raw = ""] = lines.slice(at, at + 1);
    const line = raw.trim();
    if (line === "") continue;
    if (line.startsWith("{")) {
      const value = parseJson(line);
      if (isObject(value)) results.push({ kind: "json", source: line, value });
      else if (++broken > MOST_BROKEN_LINES)
        return { results: results.toReversed(), rest: rest.toReversed(), last, isFlooded: true };
      else results.push({ kind: "broken", source: line });
      continue;
    }
    const pairs = [...metricPairs(line), ...rejectionLine(line)];
    if (pairs.length > 0) results.push({ kind: "pairs", pairs });
    else rest.push(line);
  }
  return { results: results.toReversed(), rest: rest.toReversed(), last, isFlooded: false };
}

/** A line as a reader sees it; empty where it is too long to be a result. */
function clean(raw: string): string {
  return raw.length > LINE_CHARACTERS ? "" : withoutAnsi(raw);
}

/** Without colours and other terminal sequences (ECMA-48 control sequences and operating system commands). */
export function withoutAnsi(line: string): string {
  if (!line.includes("\u001b")) return line;
  const [first = "", ...rest] = line.split("\u001b");
  const texts = rest.map((part) => {
    if (!part.startsWith("]")) return part.replace(/^\[[0-9;?]*[ -/]*[@-~]/, "").replace(/^\\/, "");
    const bell = part.indexOf("\u0007");
    return bell < 0 ? "" : part.slice(bell + 1);
  });
  return first + texts.join("");
}
