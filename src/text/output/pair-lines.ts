// Lines of names and numbers: `METRIC ms=12 rss_mb=40`, and `val_bpb: 0.99` or `loss=0.3 acc=0.9` as tools print them.
// A line that holds anything else is no such line: words of a log are never taken for a result.

import { METRIC_NAME } from "../settings/metric-name.ts";

export interface Pair {
  readonly name: string;
  readonly text: string;
}

/** The documented word of an evaluation that refuses a change. */
export const REJECTED = "rejected_reason";

const CHARACTERS = 4_096;
const NAME = String.raw`[\p{L}][\p{L}\p{M}\p{N}_.:/%@-]{0,63}`;
const NEXT = new RegExp(String.raw`(?:^|[\s,;|]+)(${NAME})\s*=\s*`, "gu");
const COLON =
  /^(?:[-*•|]\s+)?[`*]{0,2}([\p{L}][\p{L}\p{M}\p{N}_./%@-]{0,63})[`*]{0,2}\s*[:=]\s*(\S.{0,200})$/u;
const NUMBER_FIRST = /^[+-]?[\d.]/;

/** `rejected_reason: …` as a line of its own; empty for every other line, and where no reason is given. */
export function rejectionLine(line: string): readonly Pair[] {
  if (!line.startsWith(REJECTED)) return [];
  const said = /^rejected_reason\s*[:=]\s*["']?(\S.*?)["']?$/s.exec(line.slice(0, CHARACTERS))?.[1];
  return said === undefined || /^(?:null|none)$/i.test(said) ? [] : [{ name: REJECTED, text: said }];
}

/** Pairs behind `METRIC `, the first of which stands right there; empty where there is none. */
export function metricPairs(line: string): readonly Pair[] {
  if (!line.startsWith("METRIC ")) return [];
  const rest = line.slice("METRIC ".length, CHARACTERS).trimStart();
  const pairs = assignments(rest);
  return pairs?.at === 0 ? pairs.found : [];
}

/** Pairs of a line that holds nothing else. */
export function loosePairs(line: string): readonly Pair[] {
  if (!/[:=]/.test(line)) return [];
  const text = line.slice(0, CHARACTERS).trim();
  const [, name = "", value = ""] = COLON.exec(text) ?? [];
  if (NUMBER_FIRST.test(value) && !value.includes("="))
    return [{ name, text: value.replace(/[,|]\s*$/, "") }];
  const pairs = assignments(text);
  const isAll = pairs?.at === 0 && pairs.found.every((pair) => /^[^\s]+(?:\s[^\s\d]+)?$/.test(pair.text));
  return isAll ? pairs.found : [];
}

function assignments(text: string): { readonly at: number; readonly found: readonly Pair[] } | null {
  const names = Array.from(text.matchAll(NEXT));
  const [first] = names;
  if (first === undefined) return null;
  const ends = [...names.slice(1).map(({ index }) => index), text.length];
  const found = names.map((match, at) => {
    const [whole, name = ""] = match;
    return { name, text: text.slice(match.index + whole.length, ends[at]).trim() };
  });
  return { at: first.index, found: found.filter(({ name }) => METRIC_NAME.test(name)) };
}
