// The metric in what an evaluation printed. Takes the last result that speaks of it and never an older one instead:
// a value that is no finite number is a failure that says what stood there. Where two numbers could be meant none is
// taken, and a word of rejection outweighs every number. Linear in the output.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { failureIn } from "../output/failure-words.ts";
import {
  type Json,
  type JsonObject,
  NO_NUMBER,
  type Reached,
  reach,
  topLevelKeys,
} from "../output/json-in-output.ts";
import { brokenLine, failed, measured, rejected } from "../output/measurement.ts";
import { numberWord } from "../output/number-word.ts";
import { loosePairs, type Pair, REJECTED } from "../output/pair-lines.ts";
import { rejectedOtherwise } from "../output/rejected-key.ts";
import { type Output, type Result, resultsIn } from "../output/result-lines.ts";
import { METRIC_NAME } from "../settings/metric-name.ts";
import { shortened } from "../settings/problem.ts";

const NO_PAIR: Pair = { name: "", text: "" };
const NAMED = 5;
/** A number alone, or with its percent sign: "3 passed" is a sentence. */
const BARE = /^[+-]?[\d.][\d.,_e+-]*\s?%?$/i;

/**
 * Reads standard output.
 * @param metric the metric's name, or the key that the baseline had where the program names none; null takes the only
 *   number that any JSON or `METRIC` line has
 */
export function readMetric(stdout: string, metric: string | null): Measurement {
  return read(resultsIn(stdout), metric);
}

/** The key that a reading without a name takes: what a later one must find again. Null where there is none. */
export function metricKey(stdout: string): string | null {
  const keys = numericKeys(resultsIn(stdout).results);
  const [only = null, second] = keys;
  return second === undefined ? only : null;
}

function read(output: Output, metric: string | null): Measurement {
  const rejection = rejectionIn(output.results, metric);
  if (rejection !== null) return rejection;
  const last = metric === null ? null : lastOf(output.results, metric);
  if (output.isFlooded && last === null)
    return failed("The evaluation printed too many lines that look like JSON and are not.");
  if (metric === null) return readUnnamed(output);
  if (last !== null) return fromSpoken(last, metric, output.results);
  return loosely(output, metric) ?? nothing(metric, output);
}

/**
 * A word of rejection, in whichever form, where no later result speaks of the metric. Beside a number it outweighs
 * it, and lines of pairs stand beside each other wherever they are.
 */
function rejectionIn(results: readonly Result[], metric: string | null): Measurement | null {
  const isNumber = (one: Result): boolean =>
    metric === null ? numericKeys([one]).length > 0 : spokenBy(one, metric) !== null;
  const last = results.findLast((one) => rejectedBy(one) !== null || isNumber(one));
  const beside = last?.kind === "pairs" ? results.filter(({ kind }) => kind === "pairs") : [last];
  const found = beside.findLast((one) => one !== undefined && rejectedBy(one) !== null);
  return found === undefined ? null : rejectedBy(found);
}

function rejectedBy(result: Result): Measurement | null {
  if (result.kind === "broken")
    return result.source.includes(`"${REJECTED}"`) ? brokenLine(result.source) : null;
  const said =
    result.kind === "json"
      ? rejectedReason(result.value)
      : (result.pairs.find(({ name }) => name === REJECTED)?.text ?? "");
  return said === null || said === "" ? null : rejected(said);
}

function rejectedReason(value: JsonObject): string | null {
  const reason = value[REJECTED] ?? rejectedOtherwise(value);
  return typeof reason === "string" && reason.trim() !== "" && reason !== NO_NUMBER ? reason : null;
}

/** A result that speaks of the metric, with what the name reaches in it. */
type Spoken =
  | Exclude<Result, { kind: "json" }>
  | { readonly kind: "json"; readonly source: string; readonly value: JsonObject; readonly reached: Reached };

function lastOf(results: readonly Result[], metric: string): Spoken | null {
  for (const result of results.toReversed()) {
    const spoken = spokenBy(result, metric);
    if (spoken !== null) return spoken;
  }
  return null;
}

function spokenBy(result: Result, metric: string): Spoken | null {
  if (result.kind === "broken") return result.source.includes(`"${metric}"`) ? result : null;
  if (result.kind === "pairs") return result.pairs.some(({ name }) => name === metric) ? result : null;
  const reached = reach(result.value, metric);
  return reached === null ? null : { ...result, reached };
}

function fromSpoken(spoken: Spoken, metric: string, all: readonly Result[]): Measurement {
  if (spoken.kind === "broken") return brokenLine(spoken.source);
  return spoken.kind === "pairs" ? fromPairs(spoken.pairs, metric, pairsIn(all)) : fromJson(spoken, metric);
}

function fromJson({ source, value, reached }: Extract<Spoken, { kind: "json" }>, name: string): Measurement {
  const { found, within, key, ambiguous } = reached;
  if (ambiguous)
    return failed(`The metric "${name}" is a key and a path to another number: rename one of them.`);
  if (topLevelKeys(source).filter((key) => key === name).length > 1)
    return failed(`The metric "${name}" stands twice in one line.`);
  const nested = rejectedReason(within);
  if (nested !== null) return rejected(nested);
  if (found === null) return failed(`The metric "${name}" is null without a ${REJECTED}.`);
  if (found === NO_NUMBER) return brokenLine(source);
  if (typeof found !== "number")
    return failed(`The metric "${name}" is no number: ${shortened(outline(found))}`);
  if (!Number.isFinite(found)) return failed(`The metric "${name}" is too large for a number.`);
  if (value[REJECTED] !== undefined && value[REJECTED] !== null && typeof value[REJECTED] !== "string")
    return failed(`The metric "${name}" is beside a ${REJECTED} that is no text.`);
  const beside = Object.entries(within).filter(([other]) => other !== key);
  if (within === value) return measured(found, beside);
  const prefix = name.slice(0, -key.length);
  const secondary = [
    ...beside.map(([other, one]) => [prefix + other, one] as const),
    ...Object.entries(value),
  ];
  return measured(found, secondary);
}

/** A value as JSON without what is nested in it: writing that out would overflow the stack where it is deep enough. */
function outline(value: Json): string {
  return JSON.stringify(value, (key, one: unknown) =>
    key === "" || typeof one !== "object" || one === null ? one : "…",
  );
}

function fromPairs(pairs: readonly Pair[], name: string, others: readonly Pair[]): Measurement {
  const [{ text } = NO_PAIR, second] = pairs.filter((pair) => pair.name === name);
  if (second !== undefined) return failed(`The metric "${name}" stands twice in one line.`);
  const word = numberWord(text, name);
  if (word === null) return failed(`The metric "${name}" is no finite number: ${shortened(text)}`);
  if ("unit" in word)
    return failed(
      `The metric "${name}" has a unit behind it, which tools change with the size: ${shortened(text)}. Print the number alone, or let the metric's name end in _${word.unit}.`,
    );
  const secondary = new Map<string, number>();
  for (const other of others) {
    const read = other.name === name ? null : numberWord(other.text, other.name);
    if (read !== null && "value" in read) secondary.set(other.name, read.value);
  }
  return measured(word.value, [...secondary]);
}

function pairsIn(results: readonly Result[]): readonly Pair[] {
  return results.flatMap((one) => (one.kind === "pairs" ? one.pairs : []));
}

/** Without a name: the number must be the only one that could be meant, in the whole output. */
function readUnnamed(output: Output): Measurement {
  const { results } = output;
  const meant = results.findLast(
    (one) => one.kind === "broken" && /:\s*[+-]?(?:NaN|Infinity)\b/.test(one.source),
  );
  if (meant?.kind === "broken") return brokenLine(meant.source);
  const keys = numericKeys(results);
  const [only = "", second] = keys;
  // What says nothing of the key, or null, is passed over.
  const hasNumber = (one: Result) => numericKeys([one]).length > 0;
  const last = lastOf(results.filter(hasNumber), only);
  if (last === null) return nothing(null, output);
  if (second === undefined) {
    const since = results.slice(results.findLastIndex(hasNumber));
    return wentWrong(since, only) ?? fromSpoken(last, only, results);
  }
  const isPairs = results.every((one) => one.kind !== "json" || numericKeys([one]).length === 0);
  const what = isPairs ? "metrics" : "numbers";
  const some = (isPairs ? [...keys.slice(-1), ...keys.slice(0, -1)] : keys).slice(0, NAMED).join(", ");
  return failed(`The evaluation printed several ${what} (${some}): name one as \`metric\` in the program.`);
}

/** The one number's result, or one behind it, says that something went wrong: nobody said that the number counts all the same. */
function wentWrong(results: readonly Result[], only: string): Measurement | null {
  for (const [index, one] of results.entries()) {
    const found = one.kind === "json" ? failureIn(one.value) : null;
    if (found !== null)
      return failed(
        `The evaluation printed "${only}" ${index === 0 ? "beside" : "and then"} ${found.key}: ${shortened(found.said)}. Name the number that counts as \`metric\` in the program.`,
      );
  }
  return null;
}

/** Names of all numbers at the top of JSON and on `METRIC` lines, in the order of the output. */
function numericKeys(results: readonly Result[]): readonly string[] {
  const keys = results.flatMap((one) => {
    if (one.kind === "broken") return [];
    if (one.kind === "pairs") return one.pairs.flatMap(({ name }) => (name === REJECTED ? [] : [name]));
    return Object.keys(one.value).filter((key) => METRIC_NAME.test(key) && isNumeric(one.value[key]));
  });
  return [...new Set(keys)];
}

function isNumeric(value: Json | undefined): boolean {
  return typeof value === "number" || value === NO_NUMBER;
}

/** Where no JSON and no `METRIC` line speaks of the metric: `name: value`, or a number alone on the last line. */
function loosely({ results, rest }: Output, metric: string): Measurement | null {
  const lines = rest.map(loosePairs);
  const own = lines.findLast((pairs) => pairs.some(({ name }) => name === metric));
  if (own !== undefined) return fromPairs(own, metric, lines.flat());
  const last = rest.at(-1) ?? "";
  const word = BARE.test(last) ? numberWord(last, metric) : null;
  if (word === null || "unit" in word) return null;
  const numbers = rest.filter((line) => BARE.test(line) && numberWord(line, metric) !== null);
  const others = [...numericKeys(results), ...lines.flat().map(({ name }) => name)];
  if (numbers.length > 1)
    return failed(
      `The evaluation printed several numbers alone on a line: print METRIC ${metric}=… instead.`,
    );
  if (others.length > 0)
    return failed(
      `The evaluation printed several numbers (${others.slice(0, NAMED - 1).join(", ")}, and one without a name): print METRIC ${metric}=… instead.`,
    );
  return measured(word.value, []);
}

function nothing(metric: string | null, { last }: Output): Measurement {
  const wanted =
    metric === null
      ? "a JSON line with one number"
      : `a JSON line with "${metric}" or a line METRIC ${metric}=…`;
  const shown = shortened(last);
  const printed = shown === "" ? "it printed nothing" : `its last line was: ${shown}`;
  return failed(`The evaluation printed no metric. Expected was ${wanted}; ${printed}`);
}
