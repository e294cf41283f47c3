// The part of the prompt that says what a change is held to: whatever judging, gates or the runner's limits use is told
// here, or an agent would work against rules that it cannot know. What a program says stands in blocks, as data.

import type { Briefing } from "../../domain/briefing.ts";
import { pairsNeeded } from "../../domain/noise/pairs.ts";
import {
  changeBound,
  type Gate,
  type Guardrail,
  inRunningOrder,
  softLimit,
} from "../../domain/settings/guardrails.ts";
import { inertBlock, oneLine } from "../format/inert.ts";

const BLOCK_CHARACTERS = 8_000;
const MIB = 1024 * 1024;

/** @param share of what a program says, from 1 (all of it) to 0 */
export function judging(briefing: Briefing, share: number): string {
  const { gates, guardrails, min_delta, repeat, confirm, simplicity, ci_required, limits } = briefing;
  const block = (lines: readonly string[]) =>
    inertBlock(lines.join("\n"), Math.ceil(BLOCK_CHARACTERS * share));
  const rules = [
    min_delta > 0
      ? `- Better by less than ${min_delta} counts as no better.`
      : "- Every improvement counts, however small.",
    simplicity !== null
      ? "- A result that is exactly as good is kept too where the change makes the files smaller."
      : "- A result that is exactly as good is not kept.",
    ...(simplicity === "strict"
      ? ["- A result that is better by less than 0.1 % of the best is not kept where the change adds lines."]
      : []),
    ...(repeat > 1 ? [`- The evaluation runs ${repeat} times, and the median counts.`] : []),
    ...(confirm === undefined ? [] : [confirming(confirm, min_delta)]),
    ci_required ? "- CI has to be green on the commit of the change." : "- CI is not asked for.",
    `- At most ${limits.files} files, ${limits.file_bytes / MIB} MB each and ${limits.bytes / MIB} MB together, in regular files. The whole run, measuring included, has ${limits.seconds} seconds.`,
  ];
  return [
    `## What a change is held to`,
    rules.join("\n"),
    ...(gates.length === 0
      ? []
      : [
          "Before anything is measured these commands run in this order, and the first that does not pass ends it:",
          block(inRunningOrder(gates).map((gate) => gateLine(gate, briefing))),
        ]),
    ...(guardrails.length === 0
      ? []
      : [
          "Bounds on other numbers of the evaluation; a change that breaks one is thrown away, and so is one that no longer reports it:",
          block(guardrails.map((one) => guardrailLine(one, briefing))),
        ]),
    ...paths(briefing, block),
    git(briefing, block),
  ].join("\n\n");
}

function confirming(most: number, minDelta: number): string {
  const enough = minDelta > 0 ? `, and the middle one of the differences is at least ${minDelta}` : "";
  return `- What is better than the best is measured again, in turns with the files as you found them: it is kept only where it is better in ${pairsNeeded(most)} of at most ${most} pairs${enough}. A gain that is smaller than the noise of the measurement will most likely not pass.`;
}

function gateLine({ name, run, soft }: Gate, { gate_counts: counts }: Briefing): string {
  const command = oneLine(run);
  const called = command.startsWith(name) ? command : `${oneLine(name)}: ${command}`;
  if (soft === undefined) return called;
  const limit = softLimit(soft, name, counts) ?? "what the baseline counts";
  return `${called} (the number that it prints: ${soft.side === "at-most" ? "at most" : "at least"} ${limit})`;
}

function guardrailLine(guardrail: Guardrail, { baseline_secondary: baseline }: Briefing): string {
  const { metric, kind } = guardrail;
  const from = new Map(Object.entries(baseline)).get(metric);
  const base = from === undefined ? "not measured" : String(from);
  switch (kind) {
    case "at-most":
    case "at-least":
      return `${metric}: ${side(kind)} ${guardrail.value} (baseline: ${base})`;
    case "at-most-change":
    case "at-least-change": {
      const bound =
        from === undefined
          ? `${guardrail.fraction * 100} % from the baseline`
          : String(changeBound(guardrail.fraction, from));
      return `${metric}: ${side(kind)} ${bound} (baseline: ${base})`;
    }
    case "tolerance":
      return `${metric}: within ${guardrail.fraction * 100} % of the baseline, either way (baseline: ${base})`;
  }
}

function side(kind: Exclude<Guardrail["kind"], "tolerance">): string {
  return kind.startsWith("at-most") ? "at most" : "at least";
}

function paths(
  { protected_paths: closed, unprotected: open }: Briefing,
  block: (lines: readonly string[]) => string,
): readonly string[] {
  const always =
    "CI definitions, package manifests and lock files, and the settings and instructions of tools are protected in every repository.";
  return [
    ...(closed.length === 0
      ? [always]
      : [`${always} This one protects these too, whatever Target says:`, block(closed)]),
    ...(open.length === 0
      ? []
      : ["Of what is protected everywhere, Target may open these here:", block(open)]),
  ];
}

function git({ head_branch, existing_pr }: Briefing, block: (lines: readonly string[]) => string): string {
  const pull =
    existing_pr === null ? "It has no pull request yet." : `Its pull request is number ${existing_pr}.`;
  return `${pull} What is kept goes onto this branch, as a commit that is made for you:\n\n${block([head_branch])}`;
}
