// The metric's name, as a program's sentences give it: "The metric is `x`", "**Primary metric**: `x`", "maximize `x`".
// Takes no word for a name that may be an English one, and says what it did not understand.

import { METRIC_NAME } from "../settings/metric-name.ts";
import type { Statement } from "./statements.ts";

export interface MetricSentence {
  /** Null where no sentence gives one. */
  readonly name: string | null;
  /** More than one, where sentences give different names. */
  readonly names: readonly string[];
  /** A sentence about the metric that gives no name that is understood. */
  readonly unread: Statement | null;
  readonly line: number | null;
}

const CODE = "[\"'“]?`([^`\\s]{1,80})`";
const OTHER = String.raw`(?<!\b(?:secondary|other|another|additional|extra|guardrail|each|every|any|no|second|raw|derived)\s)`;
const STRONG: readonly RegExp[] = [
  new RegExp(
    String.raw`${OTHER}\bmetric(?:\s+name)?(?:\s*\([^()]{0,80}\))?\s*(?:(?:is|=|:|–|—|-|→)\s*){0,2}(?:(?:called|named|the)\s+)?(?:value\s+(?:of\s+)?)?${CODE}`,
    "giu",
  ),
  new RegExp(String.raw`(?:^|\s)primary(?:\s+(?:score|number|value|key))?\s*[:=–—-]\s*${CODE}`, "giu"),
  new RegExp(
    String.raw`${CODE}\s*(?:is|=)\s+(?:the|our|its)\s+(?:(?:primary|main|only|target|one|single)\s+)?metric\b`,
    "giu",
  ),
];
const VERB = new RegExp(
  String.raw`\b(?:maximi[sz]e|minimi[sz]e|maximi[sz]ing|minimi[sz]ing|reduce|increase|raise|lower|decrease|to maximi[sz]e is|to minimi[sz]e is)\s+(?:the\s+)?(?:(?:metric|value|score)\s+(?:of\s+)?)?${CODE}(?=\s*(?:$|[.,;:!)(–—]|(?:to|from|by|below|above|while|without|and|as|over|under|for|on)\b))`,
  "giu",
);
const WORD = String.raw`([\p{L}][\p{L}\p{N}_.:/%@-]{0,63})`;
const LABEL_WORD = new RegExp(
  String.raw`(?:${OTHER}\bmetric(?:\s+name)?|(?:^|\s)primary(?:\s+metric)?)\s*[:=]\s*["'“]?${WORD}["'”]?\s*(?:$|[(,;–—]|\.(?:\s|$)|\s-\s)`,
  "giu",
);
const IS_WORD = new RegExp(
  String.raw`${OTHER}\bmetric(?:\s+name)?\s+(?:is\s+)?(?:(called|named)\s+)?(["'“])?${WORD}["'”]?`,
  "giu",
);
const VERB_WORD = new RegExp(String.raw`\b(?:maximi[sz]e|minimi[sz]e)\s+(?:the\s+)?${WORD}`, "giu");
/** Looks like a key of an output: no word of a language is written so. */
const KEY = /[\p{L}\p{N}]_[\p{L}\p{N}]|[\p{L}]\d|\p{Ll}\p{Lu}|[\p{L}\p{N}]\.[\p{L}]/u;
const ABOUT = new RegExp(String.raw`${OTHER}\bmetric\s*(?:is|:)\s*\S`, "iu");
const NO_NAME = new Set([
  "null",
  "none",
  "higher",
  "lower",
  "minimize",
  "maximize",
  "minimise",
  "maximise",
  "tbd",
]);
const TEXT_CHARACTERS = 8_192;

/** @param measuring statements of Evaluation and of headings about the metric */
export function metricSentence(goal: readonly Statement[], measuring: readonly Statement[]): MetricSentence {
  const all = [...measuring, ...goal].filter(({ text }) =>
    /metric|primary|minimi|maximi|reduc|increas|rais|lower|decreas/i.test(text),
  );
  const strong = all.flatMap((one) => found(one, named));
  const weak = strong.length > 0 ? [] : all.flatMap((one) => found(one, pursued));
  const given = strong.length > 0 ? strong : weak;
  const names = [...new Set(given.map(({ name }) => name))];
  const [name = null, second] = names;
  const unread = names.length > 0 ? null : (all.find(({ text }) => ABOUT.test(text)) ?? null);
  return {
    name: second === undefined ? name : null,
    names,
    unread,
    line: given[0]?.line ?? null,
  };
}

function found({ text, line }: Statement, read: (text: string) => readonly string[]) {
  const plain = text.slice(0, TEXT_CHARACTERS).replace(/\*+/g, "");
  return read(plain)
    .map((name) => name.replace(/[.:]+$/, ""))
    .filter((name) => METRIC_NAME.test(name) && !NO_NAME.has(name.toLowerCase()))
    .map((name) => ({ name, line }));
}

/** The sentence says that this is the metric. */
function named(text: string): readonly string[] {
  const inCode = STRONG.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, name = ""]) => name));
  const labelled = Array.from(text.matchAll(LABEL_WORD), ([, name = ""]) => name);
  const said = Array.from(text.matchAll(IS_WORD), ([, called, quote, name = ""]) =>
    called !== undefined || quote !== undefined || KEY.test(name.replace(/[.:]+$/, "")) ? name : "",
  );
  return [...inCode, ...labelled, ...said];
}

/** The sentence says that this is to become greater or smaller. */
function pursued(text: string): readonly string[] {
  const inCode = Array.from(text.matchAll(VERB), ([, name = ""]) => name).filter((name) => !isFile(name));
  const bare = Array.from(text.matchAll(VERB_WORD), ([, name = ""]) => name).filter(
    (name) => /_/.test(name) && !isFile(name),
  );
  return [...inCode, ...bare];
}

function isFile(name: string): boolean {
  return (
    name.includes("/") ||
    /\.(?:[cm]?[jt]sx?|py|rs|go|rb|java|kt|c|h|cc|cpp|hpp|cs|php|swift|sh|md|json|ya?ml|toml|html|css|sql)$/i.test(
      name,
    )
  );
}
