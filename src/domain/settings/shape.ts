// The values that a setting may have, as data. Readers, journal schema, JSON Schema and the sentence for people are
// made from it in `text/`, and the type of the value here.

import type { Schedule } from "../schedule/schedule.ts";
import type { Budget } from "./budget.ts";
import type { Gate, Guardrail } from "./guardrails.ts";

/** Names that grow with the product, each list in one place. */
export type NameList = "agents" | "executors" | "presets";

export type Shape =
  /** A whole number, both ends included. */
  | { readonly kind: "whole"; readonly least: number; readonly most: number }
  /** A whole number, both ends included, or `never`. */
  | { readonly kind: "bound"; readonly least: number; readonly most: number }
  /** A finite number. */
  | { readonly kind: "number"; readonly least?: number }
  /** One of these numbers, or of these words. */
  | { readonly kind: "option"; readonly of: readonly (number | string)[] }
  /** `exact`: capitals and blanks count. */
  | { readonly kind: "choice"; readonly of: readonly string[]; readonly exact?: true }
  /** A name out of a list; capitals do not matter. What a journal holds may be of another version's list. */
  | { readonly kind: "name"; readonly list: NameList }
  | { readonly kind: "names"; readonly most: number }
  /** Paths and globs. `opens`: they take protection away, which some files keep. */
  | { readonly kind: "paths"; readonly most: number; readonly opens?: true }
  /** Path of a file, in a folder. */
  | { readonly kind: "script" }
  | { readonly kind: "metric-name" }
  /** Which values are better. */
  | { readonly kind: "direction" }
  | { readonly kind: "schedule" }
  | { readonly kind: "guardrails" }
  | { readonly kind: "gates" }
  | { readonly kind: "budget" };

interface Values {
  readonly whole: number;
  readonly bound: number | "never";
  readonly number: number;
  readonly name: string;
  readonly names: readonly string[];
  readonly paths: readonly string[];
  readonly script: string;
  readonly "metric-name": string;
  readonly direction: "higher" | "lower";
  readonly schedule: Schedule;
  readonly guardrails: readonly Guardrail[];
  readonly gates: readonly Gate[];
  readonly budget: Budget;
}

/** The value that a shape lets through. */
export type ValueOf<S extends Shape> = S extends {
  readonly kind: "choice" | "option";
  readonly of: readonly (infer Word)[];
}
  ? Word
  : S extends { readonly kind: infer Kind extends keyof Values }
    ? Values[Kind]
    : never;

/** Any value of any shape. */
export type SettingValue = ValueOf<Shape>;
