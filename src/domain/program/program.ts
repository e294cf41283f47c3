// The words for a program: what a person wrote (definition) and what is wrong with it (problems).
// Types and tiny rules only; reading the Markdown is `text/program/program.ts`.

import type { Schedule } from "../schedule/schedule.ts";

/** Which way the metric must move. */
export type Direction = "higher" | "lower";

/** A bound on a secondary metric. A proposal that breaks one is rejected however good its metric is. */
export type Guardrail =
  | { readonly metric: string; readonly kind: "at-most" | "at-least"; readonly value: number }
  /** May differ from the baseline's value by at most this fraction (0.05 = 5 %), either way. */
  | { readonly metric: string; readonly kind: "tolerance"; readonly fraction: number };

/** A command that must exit 0 before anything is measured. */
export interface Gate {
  readonly name: string;
  readonly run: string;
}

/** A program as it was understood. Everything optional is null where the text does not say it. */
export interface Definition {
  /** Markdown of the Goal section. */
  readonly goal: string;
  /** Globs of files that may change; never empty in a definition that runs. */
  readonly targets: readonly string[];
  /** Globs taken out of `targets`: the last one that matches decides, a leading `!` gives back. */
  readonly excluded: readonly string[];
  /** The shell script that measures. */
  readonly evaluation: string;
  /** Name of the metric; null: the only numeric key of the evaluation's JSON line. */
  readonly metric: string | null;
  readonly direction: Direction;
  readonly targetMetric: number | null;
  readonly schedule: Schedule | null;
  readonly timeoutMinutes: number | null;
  /** An improvement smaller than this counts as none. Metric units, 0 or more. */
  readonly minDelta: number;
  readonly maxIterations: number | null;
  /** Measure this many times and take the median. 1 or more. */
  readonly repeat: number;
  readonly guardrails: readonly Guardrail[];
  readonly gates: readonly Gate[];
  readonly preset: string | null;
  readonly agent: string | null;
  readonly ci: "required" | "none" | null;
  /** Keep an equal metric when the proposal makes the code smaller. */
  readonly simplicity: "keep" | null;
  /** Markdown of every other section, for the agent to read. */
  readonly context: string;
}

/** Something that stops a program from running, said so that its author can mend it. */
export interface Problem {
  /** Frontmatter key, or the section's name. */
  readonly key: string;
  /** What was found, shortened; null where something is missing. */
  readonly value: string | null;
  /** What would be right. */
  readonly allowed: string;
  /** 1-based line in the text that was parsed; null where no line is to blame. */
  readonly line: number | null;
  readonly message: string;
}

/** Something worth telling that does not stop the program. */
export interface Warning {
  readonly line: number | null;
  readonly message: string;
}

/** What parsing gives back. `definition` is null exactly when `problems` is not empty. */
export interface ParsedProgram {
  /** Null where anything is wrong. The program's name is not in it: that comes from where the text was found. */
  readonly definition: Definition | null;
  /** What could be understood, for tools that show a program that does not run. */
  readonly partial: Partial<Definition>;
  /** False while the template's placeholders or its sentinel are still in the text. */
  readonly configured: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** A part of a definition whose change makes old measurements worthless. */
export type MeasuredPart = "Target" | "Evaluation" | "metric" | "direction";

/** The parts that differ in a way that makes old measurements worthless: a new epoch begins. */
export function changedMeasuring(a: Definition, b: Definition): readonly MeasuredPart[] {
  const differs: readonly (readonly [MeasuredPart, boolean])[] = [
    ["Target", !sameItems(a.targets, b.targets) || !sameItems(a.excluded, b.excluded)],
    ["Evaluation", a.evaluation !== b.evaluation],
    ["metric", a.metric !== b.metric],
    ["direction", a.direction !== b.direction],
  ];
  return differs.filter(([, changed]) => changed).map(([part]) => part);
}

/** No old measurement lost its worth. */
export function measuresTheSame(a: Definition, b: Definition): boolean {
  return changedMeasuring(a, b).length === 0;
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
