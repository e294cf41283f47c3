// The metric in what an evaluation printed. Takes the last line that speaks of it and never an older one instead:
// a value that is no finite number is a failure that says what stood there. Linear in the output.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { METRIC_NAME } from "../settings/metric-name.ts";
import { shortened } from "../settings/problem.ts";

/** Longer lines are data of the program, not a result. */
const LINE_CHARACTERS = 65_536;
const REASON_CHARACTERS = 300;
const MOST_SECONDARY = 50;
/** A failed attempt to parse costs a hundred times a line that is skipped. */
const MOST_BROKEN_LINES = 1_000;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads standard output.
 * @param metric the metric's name; null takes the only numeric key of the last JSON line that has one
 */
export function readMetric(stdout: string, metric: string | null): Measurement {
  const lines = stdout.split(/\r\n|\n|\r/);
  let broken = 0;
  for (const raw of lines.toReversed()) {
    // Without one of these it begins with neither `{` nor `METRIC`, whatever colours are in it.
    if (raw.length > LINE_CHARACTERS || !/[{M]/.test(raw)) continue;
    const line = withoutAnsi(raw).trim();
    const found = line.startsWith("{")
      ? readJsonLine(line, metric)
      : line.startsWith("METRIC ")
        ? readMetricLine(line, metric, lines)
        : null;
    if (found === "broken" && ++broken > MOST_BROKEN_LINES)
      return failed("The evaluation printed too many lines that look like JSON and are not.");
    const measurement = found === "broken" ? null : found;
    if (measurement !== null) return measurement;
  }
  const wanted =
    metric === null
      ? "a JSON line with one number"
      : `a JSON line with "${metric}" or a line METRIC ${metric}=…`;
  const last = shortened(withoutAnsi(lines.findLast((line) => line.trim() !== "")?.slice(0, 512) ?? ""));
  const printed = last === "" ? "it printed nothing" : `its last line was: ${last}`;
  return failed(`The evaluation printed no metric. Expected was ${wanted}; ${printed}`);
}

/** Null where the line says nothing about the metric, `broken` where it is no JSON either. */
function readJsonLine(line: string, metric: string | null): Measurement | "broken" | null {
  if (metric !== null && !line.includes(`"${metric}"`)) return null;
  const fields = parseObject(line);
  if (fields === null) {
    const meant = metric !== null || /:\s*[+-]?(?:NaN|Infinity)\b/.test(line);
    return meant ? failed(`The metric's line is not valid JSON: ${shortened(line)}`) : "broken";
  }
  const name = metric ?? onlyMetric(fields);
  if (typeof name === "object") return name;
  if (!Object.hasOwn(fields, name)) return null;
  if (topLevelKeys(line).filter((key) => key === name).length > 1)
    return failed(`The metric "${name}" stands twice in one line.`);
  const value = fields[name];
  const reason = fields.rejected_reason;
  if (value === null && typeof reason === "string" && reason.trim() !== "")
    return { outcome: "rejected", reason: oneLine(reason) };
  if (value === null) return failed(`The metric "${name}" is null without a rejected_reason.`);
  if (typeof value !== "number")
    return failed(`The metric "${name}" is no number: ${shortened(outline(value))}`);
  if (!Number.isFinite(value)) return failed(`The metric "${name}" is too large for a number.`);
  const others = Object.entries(fields).filter(([key]) => key !== name);
  return { outcome: "measured", metric: value + 0, secondary: secondaryOf(others) };
}

/** A value as JSON without what is nested in it: writing that out would overflow the stack where it is deep enough. */
function outline(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) =>
    key === "" || typeof one !== "object" || one === null ? one : "…",
  );
}

/** The key to take where none was named: null for "this line has none", a failure for "it has several". */
function onlyMetric(fields: Readonly<Record<string, unknown>>): string | Measurement | null {
  const keys = Object.keys(fields).filter((key) => METRIC_NAME.test(key));
  const numeric = keys.filter((key) => typeof fields[key] === "number");
  const candidates = numeric.length > 0 ? numeric : keys.filter((key) => fields[key] === null);
  const [first, second] = candidates;
  if (first === undefined) return null;
  if (numeric.length === 0) return Object.hasOwn(fields, "rejected_reason") ? first : null;
  if (second === undefined) return first;
  const some = numeric.slice(0, 5).join(", ");
  return failed(`The evaluation printed several numbers (${some}): name one as \`metric\` in the program.`);
}

function readMetricLine(line: string, metric: string | null, lines: readonly string[]): Measurement | null {
  const found = splitMetricLine(line);
  if (found === null || (metric !== null && found.name !== metric)) return null;
  const others = new Map<string, number>();
  for (const one of lines) {
    const other = splitMetricLine(withoutAnsi(one.slice(0, 512)).trim());
    if (other !== null && other.name !== found.name && NUMBER.test(other.text))
      others.set(other.name, Number(other.text));
  }
  if (metric === null && others.size > 0)
    return failed(
      `The evaluation printed several metrics (${found.name}, ${[...others.keys()].slice(0, 4).join(", ")}): name one as \`metric\` in the program.`,
    );
  const value = NUMBER.test(found.text) ? Number(found.text) : Number.NaN;
  if (!Number.isFinite(value))
    return failed(`The metric "${found.name}" is no finite number: ${shortened(found.text)}`);
  return { outcome: "measured", metric: value + 0, secondary: secondaryOf([...others]) };
}

function splitMetricLine(line: string): { name: string; text: string } | null {
  const [, name = "", text = ""] = /^METRIC ([^=]*)=(.*)/s.exec(line) ?? [];
  return METRIC_NAME.test(name.trim()) ? { name: name.trim(), text: text.trim() } : null;
}

function secondaryOf(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, number>> {
  const numbers = entries.filter(
    (entry): entry is readonly [string, number] => METRIC_NAME.test(entry[0]) && Number.isFinite(entry[1]),
  );
  return Object.fromEntries(numbers.slice(0, MOST_SECONDARY));
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** Keys of a valid JSON object as they stand there, doubles included: `JSON.parse` keeps only the last of them. */
function topLevelKeys(json: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && token.endsWith(":"))
      keys.push(String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1))));
  }
  return keys;
}

/** Without colours and other terminal sequences (ECMA-48 control sequences and operating system commands). */
function withoutAnsi(line: string): string {
  const [first = "", ...rest] = line.split("\u001b");
  const texts = rest.map((part) => {
    if (!part.startsWith("]")) return part.replace(/^\[[0-9;?]*[ -/]*[@-~]/, "").replace(/^\\/, "");
    const bell = part.indexOf("\u0007");
    return bell < 0 ? "" : part.slice(bell + 1);
  });
  return first + texts.join("");
}

function oneLine(text: string): string {
  return text
    .slice(0, REASON_CHARACTERS)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ")
    .trim();
}

function failed(reason: string): Measurement {
  return { outcome: "failed", reason: oneLine(reason) };
}
