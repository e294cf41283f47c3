// Good documents and the changes that make bad ones of them: a case says only what is wrong with its document.

import type { Report } from "../../src/domain/journal/iteration.ts";
import type { Proposal } from "../../src/text/run/proposal-file.ts";
import type { SpentFile } from "../../src/text/run/report.ts";
import { fieldsIn } from "./outcome.ts";

const NONCE = "n1";
const BASE = "0123456789012345678901234567890123456789";
const FILE = { path: "src/a.mjs", mode: "100644", contents: "MQ==" } as const;
const ANSWER = { change: "x", hypothesis: "", lessons: [], foreclosed: [], future: [], steered_by: [] };
const COST = { usd: null, input_tokens: null, output_tokens: null };

export const GOOD_PROPOSAL: Proposal = {
  ...{ v: 1, nonce: NONCE, base: BASE, answer: ANSWER, cost: COST },
  ...{ seconds: { total: 2, agent: 1 }, outcome: "proposed", files: [FILE] },
};

export const GOOD_REPORT: Report = {
  ...{ v: 1, nonce: NONCE, base: BASE, outcome: "measured", problem: "", files: [FILE] },
  size: { before: 1, after: 1 },
  gates: [{ name: "lint", passed: true, seconds: 1, detail: "" }],
  measurement: { outcome: "measured", metric: 1, secondary: { other: 2 } },
  ...{ answer: ANSWER, cost: COST, seconds: { total: 3, agent: 1, evaluation: 1 } },
};

export const GOOD_SPENT: SpentFile = { v: 1, nonce: NONCE, cost: { ...COST, input_tokens: 12 }, seconds: 1 };

/**
 * A document's text after a case's changes: a text stands for itself; else `set` gives values by path (`null` parts of
 * lists by number), `drop` takes paths out, and `swap` changes the text, for what JSON has no value for.
 */
export function documentText(good: object, input: unknown): string {
  if (typeof input === "string") return input;
  const { set = {}, drop = [], swap = [] } = fieldsIn(input);
  const document: unknown = JSON.parse(JSON.stringify(good));
  for (const [path, value] of Object.entries(fieldsIn(set))) put(document, path.split("."), value);
  for (const path of drop as readonly string[]) put(document, path.split("."), undefined);
  const [from, to] = swap as readonly string[];
  const text = JSON.stringify(document);
  if (from === undefined || to === undefined) return text;
  if (!text.includes(from)) throw new TypeError(`the document holds no ${from}`);
  return text.replace(from, () => to);
}

function put(document: unknown, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  const object = fieldsIn(document) as Record<string, unknown>;
  if (rest.length > 0) put(object[key], rest, value);
  // A plain assignment to __proto__ would be none.
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
