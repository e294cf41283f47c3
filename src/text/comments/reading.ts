// What Autoloop read in a program, so that people can check it before anything runs by it: which files may change, which
// may not, what measures and which way is better. Every name and pattern in it is outside text.

import type { Definition } from "../../domain/program/program.ts";
import type { Gate, Guardrail } from "../../domain/settings/guardrails.ts";
import { inertBlock, inlineCode } from "../format/inert.ts";
import { formatDirection, formatMetric, formatPercent } from "../format/numbers.ts";
import { leftOpen } from "../program/measured-by.ts";

/** What is believed about a program, and what its repository adds to it. */
interface ReadingFacts {
  readonly definition: Definition;
  /** Name of the one number that the evaluation printed at the baseline, where the program names none; null: not yet. */
  readonly metricKey: string | null;
  /** As `.github/autoloop.yml` has them. */
  readonly protectedPaths: readonly string[];
  readonly unprotected: readonly string[];
}

/** Patterns of one list; more are counted. */
const LISTED = 12;
const PATTERN_SHOWN = 120;
const SCRIPT_SHOWN = 1_500;

const SUMMARY = "How Autoloop read this program";

/**
 * The list under a line that opens and closes it.
 * @param open nobody has to open it: it was not there for anybody to see before
 */
export function foldedReading(facts: ReadingFacts, open: boolean): string {
  return [
    `<details${open ? " open" : ""}>`,
    `<summary>${SUMMARY}</summary>`,
    "",
    readingList(facts),
    "",
    "</details>",
  ].join("\n");
}

/** One item a fact, always the same ones in the same order; the script comes last. */
export function readingList(facts: ReadingFacts): string {
  const { targets, excluded, gates, guardrails, direction, evaluation, holdOut } = facts.definition;
  const open = leftOpen(facts.definition);
  return [
    `- **May change:** ${patterns(targets)}`,
    `- **May not change:** ${[
      ...(excluded.length === 0 ? [] : [patterns(excluded)]),
      ...(facts.protectedPaths.length === 0
        ? []
        : [`what the repository protects: ${patterns(facts.protectedPaths)}`]),
      `what is protected in every repository (${PROTECTED})`,
      "and every file that is not named above",
    ].join("; ")}`,
    ...(facts.unprotected.length === 0
      ? []
      : [`- **No longer protected here:** ${patterns(facts.unprotected)}, where Target allows it`]),
    ...(open.length === 0
      ? []
      : [`- **May change, although it is run to measure:** ${patterns(open)}, which Target names`]),
    `- **Metric:** ${metric(facts)}`,
    `- **Direction:** ${formatDirection(direction)}`,
    `- **Gates:** ${bounded(gates.map(gateWords))}`,
    ...(guardrails.length === 0 ? [] : [`- **Guardrails:** ${bounded(guardrails.map(guardrailBound))}`]),
    ...(holdOut == null
      ? []
      : [`- **Hold-out:** ${inlineCode(holdOut, PATTERN_SHOWN)}, which no agent is given`]),
    "- **Measured by:**",
    "",
    inertBlock(evaluation, SCRIPT_SHOWN),
  ].join("\n");
}

const PROTECTED = "CI, package manifests, settings and instructions of tools";

function metric({ definition, metricKey }: ReadingFacts): string {
  if (definition.metric !== null) return inlineCode(definition.metric, 60);
  return metricKey === null
    ? "the only number that the evaluation prints; its name is kept with the baseline"
    : `${inlineCode(metricKey, 60)} (the program names none: kept with the baseline)`;
}

/** A gate by its name and command; by the command alone where that begins with its name, as it does where nobody gave one. */
export function gateWords({ name, run, soft }: Gate): string {
  const command = inlineCode(run, PATTERN_SHOWN);
  const called = run.startsWith(name) ? command : `${inlineCode(name, 60)} (${command})`;
  if (soft === undefined) return called;
  const limit = soft.bound === "baseline" ? "what the baseline counts" : formatMetric(soft.bound);
  return `${called} counting ${soft.side === "at-most" ? "at most" : "at least"} ${limit}`;
}

/** A guardrail as people say it. */
export function guardrailBound(one: Guardrail): string {
  const name = inlineCode(one.metric, 60);
  switch (one.kind) {
    case "at-most":
      return `${name} at most ${formatMetric(one.value)}`;
    case "at-least":
      return `${name} at least ${formatMetric(one.value)}`;
    case "at-most-change":
      return `${name} at most ${formatPercent(one.fraction * 100)} from the baseline`;
    case "at-least-change":
      return `${name} at least ${formatPercent(one.fraction * 100)} from the baseline`;
    case "tolerance":
      return `${name} within ${formatPercent(one.fraction * 100).slice(1)} of the baseline`;
  }
}

/** Exclusions apply in order, and one that begins with `!` gives a part of an earlier one back. */
function patterns(globs: readonly string[]): string {
  return bounded(
    globs.map((glob) =>
      glob.startsWith("!")
        ? `except ${inlineCode(glob.slice(1), PATTERN_SHOWN)}`
        : inlineCode(glob, PATTERN_SHOWN),
    ),
  );
}

function bounded(items: readonly string[]): string {
  const hidden = items.length - LISTED;
  if (items.length === 0) return "none";
  return hidden > 0 ? `${items.slice(0, LISTED).join(", ")} and ${hidden} more` : items.join(", ");
}
