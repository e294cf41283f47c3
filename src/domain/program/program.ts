// The words for a program: what a person wrote (definition) and what is wrong with it (problems).
// Types and tiny rules only; reading the Markdown is `text/program/program.ts`.

import { EPOCH_FIELDS } from "../settings/listed-settings.ts";
import type { EpochField, ProgramSettings } from "../settings/program-fields.ts";

/** Which way the metric must move. */
export type Direction = "higher" | "lower";

/** A program as it was understood: its sections, and its settings as `settings/program-settings.ts` lists them. */
export interface Definition extends ProgramSettings {
  /** Markdown of the Goal section. */
  readonly goal: string;
  /** Globs of files that may change; never empty in a definition that runs. */
  readonly targets: readonly string[];
  /** Globs taken out of `targets`: the last one that matches decides, a leading `!` gives back. */
  readonly excluded: readonly string[];
  /** The shell script that measures; its text, for `bash`. */
  readonly evaluation: string;
  /** Markdown of every other section, for the agent to read. */
  readonly context: string;
}

/** Something that stops a program from running, said so that its author can mend it. */
export interface Problem {
  /** Frontmatter key, or the section's name. */
  readonly key: string;
  /** What was found, shortened; null where something is missing. */
  readonly value: string | null;
  /** What would be right, in words. */
  readonly allowed: string;
  /** 1-based line in the text that was parsed; null where no line is to blame. */
  readonly line: number | null;
  /** The whole sentence, made inert where it is shown. */
  readonly message: string;
}

/** Something worth telling that does not stop the program. */
export interface Warning {
  /** As of a {@link Problem}. */
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
export type MeasuredPart = "Target" | "Evaluation" | EpochField;

/** All of them, in the order in which they are told. */
export const MEASURED_PARTS: readonly MeasuredPart[] = ["Target", "Evaluation", ...EPOCH_FIELDS];

/**
 * The parts that differ in a way that makes old measurements worthless: a new epoch begins. In the order of
 * {@link MEASURED_PARTS}; the order of globs matters, because the last one that matches decides.
 */
export function changedMeasuring(a: Definition, b: Definition): readonly MeasuredPart[] {
  const differs: readonly (readonly [MeasuredPart, boolean])[] = [
    ["Target", !sameItems(a.targets, b.targets) || !sameItems(a.excluded, b.excluded)],
    ["Evaluation", a.evaluation !== b.evaluation],
    ...EPOCH_FIELDS.map((field) => [field, a[field] !== b[field]] as const),
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
