// What is tried with every agent, and what the documentation promises of each. Judges reports; runs nothing.

import { type Asked, counted } from "../models/models.ts";
import { BETTER, FIRST_METRIC, IMPROVE, NEVER_DONE } from "../models/script/carton.ts";
import type { Plan } from "../models/script/plan.ts";
import { type Limits, overstay, PLENTY, SHORT, SILENT, WORKING } from "./limits.ts";
import type { AgentRunResult } from "./run.ts";
import { plainSentence } from "./sentence.ts";
import type { Way } from "./ways.ts";

export interface Scenario {
  readonly name: string;
  readonly plan: Plan;
  /** Nobody listens where the model service should be. */
  readonly offline?: true;
  readonly limits: Limits;
  /** Of what was seen, everything that was promised otherwise: in words, by check. Empty: it is as promised. */
  readonly judge: (seen: Seen) => Readonly<Record<string, readonly string[]>>;
}

export interface Seen extends AgentRunResult {
  readonly way: Way;
  /** Those of this run. */
  readonly limits: Limits;
  /** What the model service was asked. */
  readonly asked: readonly Asked[];
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "work",
    plan: IMPROVE,
    limits: PLENTY,
    judge: (seen) => ({ edit: editOf(seen), answer: answerOf(seen), tokens: tokensOf(seen) }),
  },
  refused("401", 401, /\b401\b|refused its key/),
  refused("403", 403, /\b403\b|refused its key/),
  failing("429", { kind: "refuse", status: 429 }, /429|too many|rate limit|quota/i),
  failing("500", { kind: "refuse", status: 500 }, /500|out of order|high demand/i),
  {
    ...failing("silence", { kind: "silent" }, /printed nothing/),
    limits: SILENT,
  },
  {
    ...failing("offline", IMPROVE, /connect|reach|network|offline/i),
    offline: true,
  },
  {
    name: "endless",
    plan: NEVER_DONE,
    limits: WORKING,
    judge: (seen) => ({ endless: [...overstayOf(seen), ...stoppedOf(seen)] }),
  },
];

/** Names of all checks, in their order. */
export const CHECKS: readonly string[] = SCENARIOS.flatMap(({ name }) =>
  name === "work" ? ["edit", "answer", "tokens"] : [name],
);

/** Nothing gets better by asking again. */
function refused(name: string, status: 401 | 403, about: RegExp): Scenario {
  return {
    ...{ name, plan: { kind: "refuse", status }, limits: PLENTY },
    judge: (seen) => ({ [name]: [...atOnceOf(seen), ...failureOf(seen, about)] }),
  };
}

/** It may get better, so agents ask again; the program's time or their silence ends that. */
function failing(name: string, plan: Plan, about: RegExp): Scenario {
  return {
    ...{ name, plan, limits: SHORT },
    judge: (seen) => {
      const quiet = new RegExp(`${about.source}|did not tell what it waited for`, about.flags);
      return { [name]: [...overstayOf(seen), ...failureOf(seen, seen.way.isQuiet ? quiet : about)] };
    },
  };
}

function failureOf({ report }: Seen, about: RegExp): readonly string[] {
  const { outcome, problem } = report;
  return outcome === "failed" ? plainSentence(problem, about) : [`the run is ${outcome}, not failed`];
}

function overstayOf({ limits, seconds }: Seen): readonly string[] {
  return overstay(limits, seconds);
}

/** Neither its time nor its silence ended it. */
function atOnceOf({ report: { problem } }: Seen): readonly string[] {
  return /did not end within|printed nothing for/.test(problem) ? ["it did not end at once"] : [];
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
