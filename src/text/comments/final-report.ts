// What remains when a program has ended: from where to where, at what price in iterations, what was learnt, and what a person
// may do next. Made of every line of the results table, not of the iterations that are still remembered one by one.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { gain } from "../../domain/program/metric.ts";
import { LABEL } from "../../domain/program/names.ts";
import { surpriseOf } from "../../domain/program/surprise.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertLine } from "../format/inert.ts";
import { commitLink } from "../format/links.ts";
import { count, formatChange, formatMetric } from "../format/numbers.ts";
import { notesTold } from "../journal/agents-notes.ts";
import type { ResultRow } from "../journal/results-table.ts";
import { planAgainst, strategyOf } from "../program/strategy.ts";
import { definitionOf } from "../settings/overrides.ts";
import { surpriseWords } from "./iteration-comment.ts";
import { summary } from "./summary.ts";

/** Changes listed as "worked" and as "did not", lessons, and surprises. */
const LISTED = 5;
const CHANGE_CHARACTERS = 300;

/** Everything that the report is made of. */
export interface FinalFacts {
  readonly state: ProgramState;
  readonly links: Links;
  /** Lines of the results table by iteration, as far as they were seen. */
  readonly lines: ReadonlyMap<number, ResultRow>;
  /** The program's text, for the next program; empty where it is gone. */
  readonly text: string;
}

/** An iteration that tried something. `by`: what it changed, metric units; null where nothing was measured. */
interface Tried {
  readonly number: number;
  readonly status: "keep" | "discard" | "crash";
  readonly before: number | null;
  readonly by: number | null;
  readonly what: string;
  readonly surprise: number | null;
}

/** The final report as Markdown. */
export function finalReport(facts: FinalFacts): string {
  const { state, links } = facts;
  const tried = triedIn(facts);
  const kept = tried.filter(({ status }) => status === "keep");
  const discarded = tried.filter(({ status }) => status === "discard");
  const reason = state.ended === null ? "" : inertLine(state.ended.reason, 400);
  const rows = figures(state, links);
  const parts = [
    state.status === "completed" ? "### ✅ Completed: final report" : "### ⏹️ Stopped: final report",
    [reason === "" ? "" : `**${reason}**`, summary(state)].filter((part) => part !== "").join(" "),
    [rows[0], "| :-- | :-- |", ...rows.slice(1)].join("\n"),
    list("What worked", "the best first", kept.toSorted(byGain(state))),
    list("What did not", "the newest first", discarded.toReversed()),
    planned(state, tried.length),
    lessons(state),
    surprises(tried),
    nextSteps(facts),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function figures({ baseline, best, counts, pull }: ProgramState, links: Links): readonly string[] {
  return [
    baseline === null || best === null
      ? []
      : [
          `| Baseline → final | ${formatMetric(baseline)} → **${formatMetric(best.metric)}** |`,
          `| Improvement | **${formatChange(baseline, best.metric)}** |`,
        ],
    `| Kept / discarded / errors | ${counts.accepted} / ${counts.rejected} / ${counts.errors} |`,
    best === null || best.commit === null
      ? []
      : `| Best iteration | ${best.iteration}, ${commitLink(links, best.commit)} |`,
    pull === null ? [] : `| Pull request | #${pull.number} |`,
  ].flat();
}

/** Since the metric means what it means, oldest first. What is remembered counts for what a line says of it. */
function triedIn({ state, lines }: FinalFacts): readonly Tried[] {
  const since = state.epoch_change?.after ?? -1;
  const remembered = new Map(state.recent.map((record) => [record.number, record]));
  const numbers = [...new Set([...lines.keys(), ...remembered.keys()])].toSorted((a, b) => a - b);
  const found: Tried[] = [];
  for (const number of numbers.filter((one) => one > since)) {
    const record = remembered.get(number);
    const changes = found.flatMap(({ by }) => by ?? []).slice(-LOOKED_BACK);
    const one = record === undefined ? ofLine(number, lines.get(number), changes) : ofRecord(record);
    if (one !== null) found.push(one);
  }
  return found;
}

/** Changes with which one is compared that is not remembered any more. */
const LOOKED_BACK = 40;

const STATUS = { accepted: "keep", rejected: "discard", error: "crash" } as const;

function ofRecord(record: IterationRecord): Tried | null {
  const { kind, number, verdict, metric, best_before: before, answer, reason, surprise } = record;
  if (kind === "baseline") return null;
  return {
    ...{
      number,
      status: STATUS[verdict],
      before,
      what: answer?.change || reason,
      surprise: surprise ?? null,
    },
    by: metric === null || before === null ? null : metric - before,
  };
}

function ofLine(number: number, row: ResultRow | undefined, changes: readonly number[]): Tried | null {
  if (row === undefined || row.status === "baseline") return null;
  const { status, metric, delta: by, description } = row;
  return {
    ...{ number, status, by, what: description.replace(/^'(?=[=+\-@])/, "") },
    before: metric === null || by === null ? null : metric - by,
    surprise: by === null ? null : surpriseOf(changes, by),
  };
}

function byGain({ definition }: ProgramState): (a: Tried, b: Tried) => number {
  const direction = definition?.parsed.direction ?? "lower";
  const gained = ({ by }: Tried) => gain(direction, 0, by ?? 0);
  return (a, b) => gained(b) - gained(a) || a.number - b.number;
}

function list(title: string, order: string, tried: readonly Tried[]): string {
  if (tried.length === 0) return "";
  const hidden = tried.length > LISTED ? ` (${LISTED} of ${tried.length}, ${order})` : "";
  return [`**${title}**${hidden}`, "", ...tried.slice(0, LISTED).map(line)].join("\n");
}

function line({ number, before, by, what }: Tried): string {
  const change = before === null || by === null ? "" : `, ${formatChange(before, before + by)}`;
  return `- Iteration ${number}${change}: ${inertLine(what, CHANGE_CHARACTERS)}`;
}

/** The plan of the text, item by item, against what agents said that they took. */
function planned(state: ProgramState, tried: number): string {
  const items = strategyOf(definitionOf(state)?.context ?? "");
  if (items.length === 0) return "";
  const steps = state.plan ?? [];
  const { planned } = planAgainst(items, steps);
  const onPlan = planned.reduce((sum, one) => sum + one.tried, 0);
  const lines = planned.map(({ item, tried: times, kept }) => {
    const how = times === 0 ? "➖ not tried" : `${kept > 0 ? "✅" : "❌"} tried ${times}, kept ${kept}`;
    return `- ${how}: ${inertLine(item, CHANGE_CHARACTERS)}`;
  });
  const off = Math.max(0, tried - onPlan);
  return [
    "**Plan against reality**",
    "",
    ...lines,
    `- ${count(off, "iteration")} took no item of the plan`,
  ].join("\n");
}

function lessons({ recent }: ProgramState): string {
  const told = notesTold(recent, "lessons").slice(-LISTED).toReversed();
  if (told.length === 0) return "";
  return [
    "**Lessons**, as agents wrote them",
    "",
    ...told.map((one) => `- ${inertLine(one, CHANGE_CHARACTERS)}`),
  ].join("\n");
}

function surprises(tried: readonly Tried[]): string {
  const found = tried.filter(({ surprise }) => surprise !== null).toReversed();
  if (found.length === 0) return "";
  const lines = found.slice(0, LISTED).map(({ number, surprise, what }) => {
    return `- Iteration ${number}: ${surpriseWords(surprise ?? 0)}. ${inertLine(what, CHANGE_CHARACTERS)}`;
  });
  return ["**Surprises**, to be looked at before they are believed", "", ...lines].join("\n");
}

/** Nothing here is done for anybody: no box makes a branch, a pull request or an issue. */
function nextSteps({ state, links, text }: FinalFacts): string {
  const { name, pull, counts, issue } = state;
  const steps = [
    ...(pull?.state === "open"
      ? [`Review #${pull.number}, where what was kept waits, and merge it when you like it.`]
      : []),
    ...(counts.accepted === 0
      ? []
      : [
          "To review it piece by piece, run this in a clone of the repository. It makes local branches of changes that do not " +
            `touch the same files:\n\n   \`\`\`sh\n   node autoloop.mjs finalise ${name}\n   \`\`\``,
        ]),
    ...(text === ""
      ? []
      : [
          `Go on with [a new program](${links.newLabelled(`${name} 2`, LABEL.program, nextProgram(text, state))}) with this text; say ` +
            `in its Goal what is to come after ${pull === null ? `#${issue}` : `#${pull.number}`}.`,
        ]),
  ];
  return steps.length === 0
    ? ""
    : ["**Next steps**", "", ...steps.map((step, index) => `${index + 1}. ${step}`)].join("\n");
}

/** What was reached stands behind the text, as context for agents. */
function nextProgram(text: string, { issue, baseline, best }: ProgramState): string {
  const reached =
    baseline === null || best === null
      ? ""
      : ` went from ${formatMetric(baseline)} to ${formatMetric(best.metric)}`;
  return `${text.trimEnd()}\n\n## Before this program\n\nThe program of #${issue}${reached}.\n`;
}
