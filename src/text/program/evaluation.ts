// What the Evaluation section says: the script that measures, the metric's name and the direction in which it
// improves. Sentences that contradict each other are a problem, never a choice.

import type { Direction, Problem, Warning } from "../../domain/program/program.ts";
import { withoutComments } from "../markdown/inline.ts";
import type { Block } from "../markdown/markdown.ts";
import type { Section } from "../markdown/sections.ts";
import { METRIC_NAME } from "../settings/metric-name.ts";
import { problem } from "../settings/problem.ts";

export interface Script {
  /** Null where there is none; then there is a problem. */
  readonly evaluation: string | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

const SHELLS = ["bash", "sh", "shell"];
const ALLOWED = "one closed ```bash block with the commands that print the metric";
const METRIC_SENTENCE = /\bmetric\s+is\s+(?:called\s+|named\s+)?[*_]{0,2}`([^`\s]{1,80})`/gi;
const DIRECTION_SENTENCE =
  /\b(?:(higher|lower)\s*(?:\/|or)\s*)?(higher|lower)[*_]{0,3}\s+is\s+[*_]{0,3}better\b/gi;

/** The first fenced shell block. */
export function readScript(section: Section): Script {
  const blocks = section.blocks.filter((block) => block.kind === "code" && SHELLS.includes(block.language));
  const [first, second] = blocks;
  const none = { evaluation: null, warnings: [] };
  if (first?.kind !== "code") return { ...none, problems: [wrong("has no shell block", section.line)] };
  if (!first.closed) return { ...none, problems: [wrong("has a block that is never closed", first.line)] };
  if (first.content.trim() === "") return { ...none, problems: [wrong("has an empty block", first.line)] };
  const message = "Evaluation has more than one shell block: only the first one measures";
  return {
    evaluation: first.content,
    problems: [],
    warnings: second === undefined ? [] : [{ line: second.line, message }],
  };
}

function wrong(message: string, line: number): Problem {
  return problem("Evaluation", message, null, ALLOWED, line);
}

/** The name in "The metric is `name`"; null where no sentence says it. */
export function metricSentence(section: Section): string | null {
  for (const paragraph of paragraphs(section.blocks))
    for (const [, name = ""] of paragraph.text.matchAll(METRIC_SENTENCE))
      if (name !== "null" && METRIC_NAME.test(name)) return name;
  return null;
}

/** What the sentences say. `both` where they contradict each other; `line` is where the first stands. */
interface DirectionSentence {
  readonly says: Direction | "both";
  readonly line: number;
}

/**
 * "Higher is better" or "Lower is better": beside the metric's name in Evaluation, else anywhere in Evaluation,
 * else in Goal. Null where neither stands.
 */
export function directionSentence(
  goal: Section | undefined,
  evaluation: Section | undefined,
  metric: string | null,
): DirectionSentence | null {
  const here = paragraphs(evaluation?.blocks ?? []);
  const named = metric === null ? [] : here.filter(({ text }) => text.includes(`\`${metric}\``));
  return directionIn(named) ?? directionIn(here) ?? directionIn(paragraphs(goal?.blocks ?? []));
}

interface Paragraph {
  readonly text: string;
  readonly line: number;
}

function directionIn(found: readonly Paragraph[]): DirectionSentence | null {
  let line: number | null = null;
  const said = new Set<string>();
  for (const paragraph of found) {
    for (const [, alternative, word = ""] of paragraph.text.matchAll(DIRECTION_SENTENCE)) {
      said.add(word.toLowerCase());
      if (alternative !== undefined) said.add(alternative.toLowerCase());
      line ??= paragraph.line;
    }
  }
  if (line === null) return null;
  return { says: said.size > 1 ? "both" : said.has("lower") ? "lower" : "higher", line };
}

function paragraphs(blocks: readonly Block[]): readonly Paragraph[] {
  return blocks.flatMap((block) =>
    block.kind === "text" ? [{ text: withoutComments(block.lines.join(" ")), line: block.line }] : [],
  );
}
