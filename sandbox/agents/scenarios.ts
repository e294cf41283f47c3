// What is tried with every agent, and what the documentation promises of each. Judges reports; runs nothing.

import { type Asked, counted } from "../models/models.ts";
import { BETTER, FIRST_METRIC, IMPROVE, NEVER_DONE } from "../models/script/carton.ts";
import type { Plan } from "../models/script/plan.ts";
import type { AgentRunResult } from "./run.ts";
import { plainSentence } from "./sentence.ts";
import type { Way } from "./ways.ts";

export interface Scenario {
  readonly name: string;
  readonly plan: Plan;
  /** Nobody listens where the model service should be. */
  readonly offline?: true;
  /** The program's time for the whole run. */
  readonly timeoutSeconds: number;
  /** How long the agent may say nothing, which is ten minutes unless somebody sets it. */
  readonly silentSeconds: number;
  /** Of what was seen, everything that was promised otherwise: in words, by check. Empty: it is as promised. */
  readonly judge: (seen: Seen) => Readonly<Record<string, readonly string[]>>;
}

export interface Seen extends AgentRunResult {
  readonly way: Way;
  /** What the model service was asked. */
  readonly asked: readonly Asked[];
}

/** A wrong key is no reason to wait: it ends within this, though it would have twice the time. */
const AT_ONCE_SECONDS = 20;
const ENDLESS_SECONDS = 36;
/** What the runner needs beyond the time of the run, to end everything and to write its report. */
const GRACE_SECONDS = 8;
/** Three quarters of it are the agent's: more than any needs to start, to be refused and to say so. */
const SHORT_SECONDS = 24;
const SILENT_SECONDS = 10;
/** More than any needs to speak its first word, on a busy machine. */
const PATIENT_SECONDS = 35;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "work",
    plan: IMPROVE,
    ...{ timeoutSeconds: 90, silentSeconds: PATIENT_SECONDS },
    judge: (seen) => ({ edit: editOf(seen), answer: answerOf(seen), tokens: tokensOf(seen) }),
  },
  refused("401", 401, /\b401\b|refused its key/),
  refused("403", 403, /\b403\b|refused its key/),
  failing("429", { kind: "refuse", status: 429 }, /429|too many|rate limit|quota/i),
  failing("500", { kind: "refuse", status: 500 }, /500|out of order|high demand/i),
  {
    ...failing("silence", { kind: "silent" }, /printed nothing/),
    // Its silence ends it, not its time.
    timeoutSeconds: 3 * SHORT_SECONDS,
  },
  {
    ...failing("offline", IMPROVE, /connect|reach|network|offline/i),
    offline: true,
  },
  {
    name: "endless",
    plan: NEVER_DONE,
    ...{ timeoutSeconds: ENDLESS_SECONDS, silentSeconds: PATIENT_SECONDS },
    judge: (seen) => ({ endless: [...endOf(seen, ENDLESS_SECONDS), ...stoppedOf(seen)] }),
  },
];

/** Names of all checks, in their order. */
export const CHECKS: readonly string[] = SCENARIOS.flatMap(({ name }) =>
  name === "work" ? ["edit", "answer", "tokens"] : [name],
);

/** Nothing gets better by asking again. */
function refused(name: string, status: 401 | 403, about: RegExp): Scenario {
  return {
    ...{ name, plan: { kind: "refuse", status }, timeoutSeconds: 2 * AT_ONCE_SECONDS },
    silentSeconds: PATIENT_SECONDS,
    judge: (seen) => ({ [name]: [...endOf(seen, AT_ONCE_SECONDS), ...failureOf(seen, about)] }),
  };
}

/** It may get better, so agents ask again; the program's time or their silence ends that. */
function failing(name: string, plan: Plan, about: RegExp): Scenario {
  return {
    ...{ name, plan, timeoutSeconds: SHORT_SECONDS, silentSeconds: SILENT_SECONDS },
    judge: (seen) => {
      const quiet = new RegExp(`${about.source}|did not tell what it waited for`, about.flags);
      const failure = failureOf(seen, seen.way.isQuiet ? quiet : about);
      return { [name]: [...endOf(seen, SHORT_SECONDS), ...failure] };
    },
  };
}

function failureOf({ report }: Seen, about: RegExp): readonly string[] {
  const { outcome, problem } = report;
  return outcome === "failed" ? plainSentence(problem, about) : [`the run is ${outcome}, not failed`];
}

function endOf({ seconds, way }: Seen, within: number): readonly string[] {
  const most = within + extraSeconds(way) + GRACE_SECONDS;
  return seconds <= most ? [] : [`it ended after ${Math.round(seconds)} s, not within ${most} s`];
}

/** By how much a run is longer, so that an agent that begins late has as much time as others: its share of the run's. */
export function extraSeconds({ startSeconds }: Way): number {
  return Math.ceil(startSeconds / 0.75);
}

function editOf({ report, asked }: Seen): readonly string[] {
  const { outcome, problem, measurement, files, left } = report;
  if (outcome !== "measured") return [`the run is ${outcome}: ${problem}`];
  const paths = files.map(({ path }) => path).join(", ");
  const metric = measurement?.outcome === "measured" ? measurement.metric : null;
  const refused = asked.filter(({ status }) => status === 400).map(({ trouble }) => trouble);
  return [
    ...(paths === BETTER.file ? [] : [`it changed ${paths}, not ${BETTER.file}`]),
    ...(metric === BETTER.metric ? [] : [`the metric is ${metric}, not ${BETTER.metric}`]),
    ...(left === undefined ? [] : [`it left behind ${left.join(", ")}`]),
    ...refused.map((trouble) => `it sent what the format does not have: ${trouble}`),
  ];
}

function answerOf({ report, asked }: Seen): readonly string[] {
  if (report.answer?.change === BETTER.change) return [];
  const troubles = new Set(asked.map(({ trouble, status }) => (status === 200 ? trouble : "")));
  troubles.delete("");
  const said = report.answer === null ? "no answer was read" : `it said ${report.answer.change}`;
  return [[said, ...troubles].join("; ")];
}

/** Exactly what the service served, requests beside the work included where the agent tells of them. */
function tokensOf({ report, asked, way }: Seen): readonly string[] {
  const work = asked.filter(({ heard }) => way.tellsAsides || (heard?.tools.length ?? 0) > 0);
  const { input_tokens: input, output_tokens: output } = counted(work);
  const { input_tokens, output_tokens } = report.cost;
  return [
    ...(input_tokens === input ? [] : [`it read ${input} tokens, and ${input_tokens} were told`]),
    ...(output_tokens === output ? [] : [`it wrote ${output} tokens, and ${output_tokens} were told`]),
  ];
}

/** Whatever ended it, what it changed until then is measured, and a person reads why it went no further. */
function stoppedOf({ report }: Seen): readonly string[] {
  const { outcome, problem, measurement, cost } = report;
  const metric = measurement?.outcome === "measured" ? measurement.metric : Number.POSITIVE_INFINITY;
  return [
    ...(cost.input_tokens === null ? ["what it cost is unknown"] : []),
    ...(outcome === "measured" ? [] : [`the run is ${outcome}, not measured`]),
    ...(metric < FIRST_METRIC ? [] : [`the metric is ${metric}, not below ${FIRST_METRIC}`]),
    ...plainSentence(problem, /limit|turns|did not end|stopped/i),
  ];
}
