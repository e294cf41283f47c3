// JSON Schema (draft 2020-12) of the keys that people write, made of the tables of settings: for editors that complete and
// check YAML. Keys are known in lower case. It may let through a value that the reader refuses (a day that no month has),
// never the other way round.

import { parse } from "yaml";
import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import { REPOSITORY_SETTINGS } from "../../domain/settings/repository-settings.ts";
import type { SettingRow } from "../../domain/settings/setting-row.ts";
import type { Shape } from "../../domain/settings/shape.ts";
import { BUDGET_KEYS } from "./budget.ts";
import { DIRECTION_WORDS } from "./direction-word.ts";
import { GATE_CHARACTERS, MOST_RULES } from "./guardrails.ts";
import { namesIn } from "./meant/closed-lists.ts";
import { METRIC_NAME_PATTERN } from "./metric-name.ts";
import { allowedBy, NAME, SCRIPT } from "./read-value.ts";

/** A schema as JSON. */
type JsonSchema = Readonly<Record<string, unknown>>;

/** Whose keys: a program's frontmatter, or `.github/autoloop.yml`. */
export const SCHEMAS = {
  program: () =>
    objectOf(
      "Settings of an Autoloop program",
      PROGRAM_SETTINGS,
      "Keys that are not known mean nothing; one that is nearly known is a problem.",
      true,
    ),
  repository: () =>
    objectOf(
      "Autoloop in this repository (.github/autoloop.yml)",
      REPOSITORY_SETTINGS,
      "Every key is optional.",
      false,
    ),
} as const satisfies Readonly<Record<string, () => JsonSchema>>;

function objectOf(
  title: string,
  rows: readonly SettingRow[],
  description: string,
  additionalProperties: boolean,
): JsonSchema {
  const properties = rows.flatMap((row) => spellings(row).map((key) => [key, property(row)] as const));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    description,
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties,
  };
}

/** The key, its aliases, and each with `_`. */
function spellings({ key, aliases = [] }: SettingRow): readonly string[] {
  return [...new Set([key, ...aliases].flatMap((one) => [one, one.replaceAll("-", "_")]))];
}

function property(row: SettingRow): JsonSchema {
  return {
    ...(row.usual === undefined ? {} : { default: row.usual }),
    description: `${row.help} Allowed: ${allowedBy(row)}. Without it: ${row.otherwise}.`,
    examples: [parse(row.example)],
    ...valueSchema(row.shape),
  };
}

function valueSchema(shape: Shape): JsonSchema {
  const text = { type: "string" };
  switch (shape.kind) {
    case "whole":
      return { type: "integer", minimum: shape.least, maximum: shape.most };
    case "bound":
      return { anyOf: [valueSchema({ ...shape, kind: "whole" }), wordSchema(["never"])] };
    case "number":
      return { type: "number", ...(shape.least === undefined ? {} : { minimum: shape.least }) };
    case "choice":
      return shape.exact ? { enum: shape.of } : wordSchema(shape.of);
    case "option":
      return {
        anyOf: [
          { enum: shape.of.filter((one) => typeof one === "number") },
          wordSchema(shape.of.filter((one) => typeof one === "string")),
        ],
      };
    case "direction":
      return wordSchema(DIRECTION_WORDS);
    case "name":
      return wordSchema(namesIn(shape.list));
    case "names":
      return { type: "array", minItems: 1, maxItems: shape.most, items: { ...text, pattern: NAME.source } };
    case "paths":
      return { type: "array", maxItems: shape.most, items: text };
    case "script":
      return { ...text, pattern: SCRIPT.source };
    case "metric-name":
      return { ...text, pattern: METRIC_NAME_PATTERN };
    case "schedule":
      return {
        anyOf: [text, { type: "object", properties: { cron: text }, required: ["cron"], maxProperties: 1 }],
      };
    case "guardrails":
      return {
        type: "object",
        maxProperties: MOST_RULES,
        propertyNames: { pattern: METRIC_NAME_PATTERN },
        additionalProperties: text,
      };
    case "budget": {
      const bound = { type: "number", exclusiveMinimum: 0 };
      return {
        type: "object",
        minProperties: 1,
        properties: Object.fromEntries(Object.keys(BUDGET_KEYS).map((key) => [key, bound])),
        additionalProperties: false,
      };
    }
    case "gates": {
      const command = { ...text, minLength: 1, maxLength: GATE_CHARACTERS };
      return {
        anyOf: [
          { type: "array", maxItems: MOST_RULES, items: command },
          { type: "object", maxProperties: MOST_RULES, additionalProperties: command },
        ],
      };
    }
  }
}

/** The words for editors to offer, and how else they may be written. */
function wordSchema(words: readonly string[]): JsonSchema {
  return { anyOf: [{ enum: words }, { type: "string", pattern: anyCase(words) }] };
}

/** One of the words, in capitals or not, with blanks around it. Words are ASCII letters. */
function anyCase(words: readonly string[]): string {
  const each = words.map((word) =>
    word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
  );
  return `^\\s*(?:${each.join("|")})\\s*$`;
}
