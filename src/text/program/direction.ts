// Which way the metric goes, as the program's sentences say it: beside the metric's name, else in Evaluation and under
// headings about the metric, else in Goal. Sentences that contradict each other, or deny, are a problem, never a choice.

import type { Direction } from "../../domain/program/program.ts";
import { codeSpans } from "../markdown/inline.ts";
import { readDirection } from "../settings/direction-word.ts";
import { METRIC_NAME } from "../settings/metric-name.ts";
import { looseVote, mentions, mentionsDirection, votesIn, votesOfAlone } from "./direction-words.ts";
import { type Statement, sentencesOf } from "./statements.ts";

/** What the sentences say. `both` where they contradict each other, `unclear` where one denies or hedges. */
export interface DirectionSentence {
  readonly says: Direction | "both" | "unclear";
  /** Where the first stands. */
  readonly line: number;
  readonly text: string;
}

/** Nobody writes as many sentences about a direction; reading stops there and says so. */
const MOST_SENTENCES = 1_000;

interface Said {
  readonly says: Direction | "unclear";
  readonly line: number;
  readonly text: string;
}

/**
 * @param goal statements of Goal
 * @param measuring statements of Evaluation and of headings about the metric
 * @returns null where no sentence says it
 */
export function directionSentence(
  goal: readonly Statement[],
  measuring: readonly Statement[],
  metric: string | null,
): DirectionSentence | null {
  const about = measuring.filter(({ text }) => metric !== null && mentions(text, metric));
  const nearest =
    summed(firm(about, metric)) ?? summed(firm(measuring, metric)) ?? summed(alone(measuring, metric));
  const distant = summed(firm(goal, metric));
  if (nearest === null) return distant ?? summed(loose([...goal, ...measuring], metric));
  const differs = nearest.says !== distant?.says && (distant?.says === "higher" || distant?.says === "lower");
  const isSaid = nearest.says === "higher" || nearest.says === "lower";
  return differs && isSaid ? { ...nearest, says: "both" } : nearest;
}

function firm(found: readonly Statement[], metric: string | null): readonly Said[] {
  return relevant(found, metric).flatMap(({ text, line }) =>
    votesIn(text, metric).map((says) => ({ says, line, text })),
  );
}

function alone(found: readonly Statement[], metric: string | null): readonly Said[] {
  return relevant(found, metric).flatMap(({ text, line }) =>
    votesOfAlone(text).map((says) => ({ says, line, text })),
  );
}

function loose(found: readonly Statement[], metric: string | null): readonly Said[] {
  return relevant(found, metric).flatMap(({ text, line }) => {
    const says = looseVote(text, metric);
    return says === null ? [] : [{ says, line, text }];
  });
}

/** Sentences that speak of a direction, without those about another number. */
function relevant(found: readonly Statement[], metric: string | null): readonly Statement[] {
  const sentences: Statement[] = [];
  for (const { text, line } of found) {
    if (!mentionsDirection(text)) continue;
    for (const sentence of sentencesOf(text)) {
      if (!mentionsDirection(sentence) || isAboutAnother(sentence, metric)) continue;
      sentences.push({ text: sentence, line });
      if (sentences.length > MOST_SENTENCES) return sentences;
    }
  }
  return sentences;
}

function isAboutAnother(sentence: string, metric: string | null): boolean {
  if (metric === null || mentions(sentence, metric)) return false;
  const isName = (word: string) =>
    METRIC_NAME.test(word) && !/[/.]/.test(word) && readDirection(word) === null;
  return codeSpans(sentence).some(({ content }) => isName(content));
}

function summed(said: readonly Said[]): DirectionSentence | null {
  const [first] = said;
  if (first === undefined) return null;
  const kinds = new Set(said.map(({ says }) => says));
  const unclear = said.find(({ says }) => says === "unclear");
  if (unclear !== undefined || said.length > MOST_SENTENCES)
    return { ...(unclear ?? first), says: "unclear" };
  return { ...first, says: kinds.size > 1 ? "both" : first.says };
}
