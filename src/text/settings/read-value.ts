// Reads one value as a shape says: what YAML, a section or a command made of it, or nothing. Never a default for a wrong
// value. And says in words what a shape lets through.

import { compileGlob } from "../../domain/paths/glob.ts";
import { hasUnknownSyntax } from "../../domain/paths/pattern-words.ts";
import { mayBeUnprotected } from "../../domain/paths/unprotect.ts";
import type { SettingRow } from "../../domain/settings/setting-row.ts";
import type { SettingValue, Shape } from "../../domain/settings/shape.ts";
import { BUDGET_ALLOWED, parseBudget } from "./budget.ts";
import { DIRECTION_ALLOWED, readDirection } from "./direction-word.ts";
import { GATES_ALLOWED, GUARDRAILS_ALLOWED, parseGates, parseGuardrails } from "./guardrails.ts";
import { namesIn } from "./meant/closed-lists.ts";
import { METRIC_NAME, METRIC_NAME_ALLOWED } from "./metric-name.ts";
import { parseSchedule, SCHEDULE_ALLOWED } from "./schedule.ts";

/** Apps whose checks count. */
export const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** Paths whose characters mean nothing to a shell, a glob or git, with a folder, and none that is hidden. */
export const SCRIPT = /^[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*(?:\/[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*)+$/;
const SCRIPT_CHARACTERS = 200;

/** What is right in a value, null: nothing; and whether anything in it is wrong. */
interface Reading {
  readonly value: SettingValue | null;
  readonly wrong: boolean;
}

export function readValue(shape: Shape, value: unknown): Reading {
  if (shape.kind === "paths") return readPaths(value, shape);
  const read = whole(shape, value);
  return { value: read, wrong: read === null };
}

/** What is allowed, as the end of "must be …". */
export function allowedBy({ shape, allowed }: SettingRow): string {
  return allowed ?? wordsFor(shape);
}

/** Text as a number, or the text itself where it is none: for values that did not come through YAML. */
export function numberOrText(written: string): number | string {
  const trimmed = written.trim();
  return /^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?$/i.test(trimmed)
    ? Number(trimmed)
    : trimmed;
}

/** The value where all of it is right. */
function whole(shape: Exclude<Shape, { kind: "paths" }>, value: unknown): SettingValue | null {
  switch (shape.kind) {
    case "whole":
      return isNumber(value, shape.least) && Number.isInteger(value) && value <= shape.most ? value : null;
    case "bound":
      return lowered(value) === "never" ? "never" : whole({ ...shape, kind: "whole" }, value);
    case "number":
      // JSON knows no -0: the journal would give back another value than was approved.
      return isNumber(value, shape.least) ? value + 0 : null;
    case "choice":
      return shape.of.find((word) => word === (shape.exact ? value : lowered(value))) ?? null;
    case "option":
      return shape.of.find((one) => one === (typeof one === "number" ? value : lowered(value))) ?? null;
    case "name":
      return namesIn(shape.list).find((name) => name === lowered(value)) ?? null;
    case "names":
      return readNames(value, shape.most);
    case "direction":
      return readDirection(value);
    case "script":
      return isText(value, SCRIPT) && value.length <= SCRIPT_CHARACTERS ? value : null;
    case "metric-name":
      return isText(value, METRIC_NAME) ? value : null;
    case "schedule":
      return readSchedule(value);
    case "guardrails":
      return parseGuardrails(value);
    case "gates":
      return parseGates(value);
    case "budget":
      return parseBudget(value);
  }
}

function wordsFor(shape: Shape): string {
  switch (shape.kind) {
    case "whole":
      return `a whole number from ${shape.least} to ${shape.most.toLocaleString("en-US")}`;
    case "bound":
      return `${wordsFor({ ...shape, kind: "whole" })}, or \`never\``;
    case "number":
      return shape.least === undefined
        ? "a finite number, such as `0.95`"
        : `a finite number, ${shape.least} or more`;
    case "choice":
      return orList(shape.of);
    case "option":
      return orList(shape.of.map(String));
    case "name":
      return orList(namesIn(shape.list));
    case "names":
      return `a list of at most ${shape.most} names`;
    case "paths":
      return `a list of at most ${shape.most} paths or globs, such as \`- infra/**\``;
    case "direction":
      return DIRECTION_ALLOWED;
    case "script":
      return "the path of a script in a folder of the repository, such as `held-out/measure.sh`";
    case "metric-name":
      return METRIC_NAME_ALLOWED;
    case "schedule":
      return SCHEDULE_ALLOWED;
    case "guardrails":
      return GUARDRAILS_ALLOWED;
    case "gates":
      return GATES_ALLOWED;
    case "budget":
      return BUDGET_ALLOWED;
  }
}

/** `a`, `b` or `c`. */
function orList(words: readonly string[]): string {
  const shown = words.map((word) => `\`${word}\``);
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter((part) => part !== "").join(" or ");
}

/** One path that cannot be read must not take the protection of the others away. */
function readPaths(value: unknown, { most, opens }: Extract<Shape, { kind: "paths" }>): Reading {
  const paths: readonly unknown[] = Array.isArray(value) ? value : [value];
  const globs = paths.filter(
    (path): path is string => isPattern(path) && (opens === undefined || mayBeUnprotected(path)),
  );
  const right = Array.isArray(value) && globs.length === paths.length && paths.length <= most;
  return { value: globs, wrong: !right };
}

/** Syntax of other globs would protect nothing of what its author meant. */
function isPattern(path: unknown): path is string {
  return typeof path === "string" && !hasUnknownSyntax(path) && compileGlob(path) !== null;
}

function readNames(value: unknown, most: number): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return null;
  const names = value.filter((one): one is string => isText(one, NAME));
  return names.length === value.length ? names : null;
}

function readSchedule(value: unknown) {
  const written = value instanceof Map && value.size === 1 ? value.get("cron") : value;
  return typeof written === "string" ? parseSchedule(written) : null;
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}

function isNumber(value: unknown, least = Number.NEGATIVE_INFINITY): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= least;
}

function lowered(value: unknown): string | null {
  return typeof value === "string" ? value.trim().toLowerCase() : null;
}
