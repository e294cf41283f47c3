// The metric's name and its direction together, from settings and sentences. What is not understood is a problem:
// there is no direction that counts where none was said.

import type { Direction, Problem, Warning } from "../../domain/program/program.ts";
import { problem, shortened } from "../settings/problem.ts";
import { type DirectionSentence, directionSentence } from "./direction.ts";
import { type MetricSentence, metricSentence } from "./metric-words.ts";
import type { Statement } from "./statements.ts";

interface MeasureText {
  readonly goal: readonly Statement[];
  /** Of Evaluation and of headings about the metric. */
  readonly measuring: readonly Statement[];
  /** There is an Evaluation: without one nothing is said twice about what is missing. */
  readonly isThere: boolean;
  /** Where Evaluation begins. */
  readonly line: number | null;
  /** Given as settings; `set` is null where the value was wrong. */
  readonly metric: { readonly set: string | null } | null;
  readonly direction: { readonly set: Direction | null } | null;
  readonly legacy: boolean;
}

/** What a program says about its metric. `metric` null: it names none, or there is a problem. */
interface Measure {
  readonly metric: string | null;
  /** Null where there is a problem. */
  readonly direction: Direction | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

const NAME_ALLOWED = 'one sentence "The metric is `name`.", or `metric` in the settings';
const ONE_DIRECTION =
  'either "Higher is better" or "Lower is better" beside the metric\'s name, or `metric-direction`';
const SAY_DIRECTION =
  'the line "Lower is better." or "Higher is better." in Evaluation, or `metric-direction: lower` in the settings';

export function readMeasure(text: MeasureText): Measure {
  const named = metricSentence(text.goal, text.measuring);
  const metric = text.metric === null ? named.name : text.metric.set;
  const sentence = directionSentence(text.goal, text.measuring, metric);
  const direction =
    text.direction === null ? fromText(text, sentence) : fromSetting(text.direction.set, sentence);
  const names = aboutNames(text, named);
  return {
    metric,
    direction: direction.direction,
    problems: [...names.problems, ...direction.problems],
    warnings: [...names.warnings, ...direction.warnings],
  };
}

type Notes = Pick<Measure, "problems" | "warnings">;

function aboutNames({ metric, line }: MeasureText, { name, names, unread, line: at }: MetricSentence): Notes {
  if (metric !== null) {
    const differs = metric.set !== null && name !== null && name !== metric.set;
    const message = `Evaluation speaks of the metric \`${shortened(name ?? "")}\`; the setting \`metric: ${metric.set}\` counts`;
    return { problems: [], warnings: differs ? [{ line, message }] : [] };
  }
  if (names.length > 1) {
    const found = names.slice(0, 5).join(", ");
    return {
      problems: [problem("metric", "is given twice, and differently", found, NAME_ALLOWED, at)],
      warnings: [],
    };
  }
  if (unread === null) return { problems: [], warnings: [] };
  const message = `"${shortened(unread.text)}" gives no name that is understood, so the only number that is printed counts: write the metric's name in backticks`;
  return { problems: [], warnings: [{ line: unread.line, message }] };
}

type Directed = Notes & { readonly direction: Direction | null };

function fromSetting(set: Direction | null, sentence: DirectionSentence | null): Directed {
  const agrees =
    set === null || sentence === null || (sentence.says !== "higher" && sentence.says !== "lower");
  if (agrees || sentence.says === set) return { direction: set, problems: [], warnings: [] };
  const found = `metric_direction: ${set}, and "${sentence.says} is better"`;
  const wrong = problem("metric_direction", "contradicts the text", found, "one of the two", sentence.line);
  return { direction: null, problems: [wrong], warnings: [] };
}

function fromText({ isThere, line, legacy }: MeasureText, sentence: DirectionSentence | null): Directed {
  if (sentence === null) {
    if (!isThere) return { direction: null, problems: [], warnings: [] };
    if (!legacy) return refused("says no direction", null, SAY_DIRECTION, line);
    const message =
      'Nothing says which direction is better, so higher is, as the older edition had it: write "Lower is better" if it is not';
    return { direction: "higher", problems: [], warnings: [{ line, message }] };
  }
  if (sentence.says === "both")
    return refused("says both directions", "higher and lower", ONE_DIRECTION, sentence.line);
  if (sentence.says === "unclear")
    return refused("says a direction that is not clear", sentence.text, ONE_DIRECTION, sentence.line);
  return { direction: sentence.says, problems: [], warnings: [] };
}

function refused(message: string, found: string | null, allowed: string, line: number | null): Directed {
  return { direction: null, problems: [problem("Evaluation", message, found, allowed, line)], warnings: [] };
}
