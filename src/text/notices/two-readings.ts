// What two readers made of one text, side by side, for whoever has to say which of them is meant.

import type { ReadPart } from "../../domain/paths/rereading.ts";
import type { Definition, Problem } from "../../domain/program/program.ts";
import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import { gateWords, guardrailBound } from "../comments/reading.ts";
import { inertBlock, inlineCode, tableCell } from "../format/inert.ts";
import { problemList } from "../format/problem-list.ts";
import { describeSchedule } from "../settings/schedule.ts";

export interface TwoReadings {
  /** As the program ran. */
  readonly before: Definition;
  /** As the text is read today, as far as it is understood. */
  readonly now: Partial<Definition>;
  /** Those that differ, where all of it is understood. */
  readonly parts: readonly ReadPart[];
  readonly problems: readonly Problem[];
}

/** Paths of one cell; more are counted. */
const PATHS = 12;
const PATH_CHARACTERS = 120;
const VALUE_CHARACTERS = 300;
const SCRIPT_CHARACTERS = 1_500;

/**
 * Lines of Markdown: a table with what may change, what counts and whatever else differs, then scripts that differ, then
 * what is not understood.
 */
export function twoReadings({ before, now, parts, problems }: TwoReadings): readonly string[] {
  const others = parts.filter((part) => !ALWAYS.includes(part));
  return [
    "| | as it ran | as it is read today |",
    "| --- | --- | --- |",
    row("May change", paths(before.targets), paths(now.targets)),
    row("May not", paths(before.excluded), paths(now.excluded)),
    ...[...ALWAYS, ...others].flatMap((part) =>
      part === "Target" || part === "Evaluation"
        ? []
        : [row(title(part), value(before, part), value(now, part))],
    ),
    ...(parts.includes("Evaluation") ? scripts(before, now) : []),
    ...(problems.length === 0 ? [] : ["", "Not understood today:", "", ...problemList(problems)]),
  ];
}

/** Shown whether or not they differ: nobody can compare what is not there. */
const ALWAYS: readonly ReadPart[] = ["Target", "metric", "metric-direction"];

function title(part: ReadPart): string {
  if (part === "metric") return "Metric";
  return part === "metric-direction" ? "Better is" : part;
}

function row(name: string, before: string, now: string): string {
  return `| ${name} | ${tableCell(before)} | ${tableCell(now)} |`;
}

function paths(all: readonly string[] | undefined): string {
  if (all === undefined) return NOT_UNDERSTOOD;
  const shown = all.slice(0, PATHS).map((path) => inlineCode(path, PATH_CHARACTERS));
  const hidden = all.length - PATHS;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(", ") || "–";
}

function value(definition: Partial<Definition>, part: ReadPart): string {
  if (part === "gates") return listed(definition.gates?.map(gateWords));
  if (part === "guardrails") return listed(definition.guardrails?.map(guardrailBound));
  if (part === "schedule" && definition.schedule)
    return inlineCode(describeSchedule(definition.schedule), VALUE_CHARACTERS);
  const [field] = PROGRAM_SETTINGS.flatMap((one) => (one.key === part ? [one.field] : []));
  const found = field === undefined ? undefined : definition[field];
  if (found === undefined) return NOT_UNDERSTOOD;
  if (found === null || (Array.isArray(found) && found.length === 0)) return "–";
  return inlineCode(typeof found === "string" ? found : JSON.stringify(found), VALUE_CHARACTERS);
}

/** Two scripts as blocks: nobody can compare them in the cells of a table, least of all on a phone. */
function scripts(before: Definition, now: Partial<Definition>): readonly string[] {
  const today = now.evaluation;
  return [
    ...["", "Evaluation as it ran:", "", inertBlock(before.evaluation, SCRIPT_CHARACTERS)],
    ...(today === undefined
      ? ["", `Evaluation as it is read today: ${NOT_UNDERSTOOD}`]
      : ["", "Evaluation as it is read today:", "", inertBlock(today, SCRIPT_CHARACTERS)]),
  ];
}

function listed(rules: readonly string[] | undefined): string {
  if (rules === undefined) return NOT_UNDERSTOOD;
  return rules.join(", ") || "–";
}

const NOT_UNDERSTOOD = "not understood";
