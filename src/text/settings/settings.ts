// The settings a program may have and what each may be: one row per key, for frontmatter, for the sections of an
// issue form and for commands that set one. Never a default for a wrong value.

import type { Definition } from "../../domain/program/program.ts";
import { DIRECTION_ALLOWED, readDirection } from "./direction-word.ts";
import { GATES_ALLOWED, GUARDRAILS_ALLOWED, parseGates, parseGuardrails } from "./guardrails.ts";
import { METRIC_NAME, METRIC_NAME_ALLOWED } from "./metric-name.ts";
import { parseSchedule, SCHEDULE_ALLOWED } from "./schedule.ts";

/** What a setting says of the definition; `direction` and `metric` may also come from sentences. */
export type Settings = Partial<Omit<Definition, "goal" | "targets" | "excluded" | "evaluation" | "context">>;

interface Setting {
  readonly allowed: string;
  /** Null where the value is none that is allowed. */
  readonly read: (value: unknown) => Settings | null;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const NAME_ALLOWED = "a name of at most 64 letters, digits and `_ . -`";

const SETTINGS = new Map<string, Setting>([
  ["schedule", setting(SCHEDULE_ALLOWED, readSchedule, (schedule) => ({ schedule }))],
  ["metric", setting(METRIC_NAME_ALLOWED, text(METRIC_NAME), (metric) => ({ metric }))],
  ["metric-direction", setting(DIRECTION_ALLOWED, readDirection, (direction) => ({ direction }))],
  [
    "target-metric",
    setting("a finite number, such as `0.95`", finite(), (targetMetric) => ({ targetMetric })),
  ],
  [
    "timeout-minutes",
    setting("a whole number from 1 to 1440", whole(1, 1_440), (timeoutMinutes) => ({ timeoutMinutes })),
  ],
  ["min-delta", setting("a finite number, 0 or more", finite(0), (minDelta) => ({ minDelta }))],
  [
    "max-iterations",
    setting("a whole number from 1 to 1000000", whole(1, 1_000_000), (maxIterations) => ({ maxIterations })),
  ],
  ["repeat", setting("a whole number from 1 to 100", whole(1, 100), (repeat) => ({ repeat }))],
  ["guardrails", setting(GUARDRAILS_ALLOWED, parseGuardrails, (guardrails) => ({ guardrails }))],
  ["gates", setting(GATES_ALLOWED, parseGates, (gates) => ({ gates }))],
  ["preset", setting(NAME_ALLOWED, text(NAME), (preset) => ({ preset }))],
  ["agent", setting(NAME_ALLOWED, text(NAME), (agent) => ({ agent }))],
  ["ci", setting("`required` or `none`", oneOf("required", "none"), (ci) => ({ ci }))],
  ["simplicity", setting("`keep`", oneOf("keep"), (simplicity) => ({ simplicity }))],
]);

/** The names of all settings. */
export const SETTING_KEYS: readonly string[] = [...SETTINGS.keys()];

/** The key as the table has it: lower case, `_` and `-` alike, `direction` for the metric's. */
export function settingKey(written: string): string {
  const key = written.trim().toLowerCase().replaceAll("_", "-");
  return key === "direction" ? "metric-direction" : key;
}

/**
 * Reads one setting.
 * @param key as of {@link settingKey}
 * @returns what it says, or `wrong` with what would be allowed; `known`: the key at least is a setting's
 */
export function readSetting(
  key: string,
  value: unknown,
): { readonly settings: Settings } | { readonly wrong: string; readonly known: boolean } {
  const row = SETTINGS.get(key);
  if (row === undefined) return { wrong: "a setting", known: false };
  const settings = row.read(value);
  return settings === null ? { wrong: row.allowed, known: true } : { settings };
}

/** Text as a number, or the text itself where it is none: for values that did not come through YAML. */
export function numberOrText(written: string): number | string {
  const trimmed = written.trim();
  return /^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?$/i.test(trimmed)
    ? Number(trimmed)
    : trimmed;
}

function setting<T>(
  allowed: string,
  read: (value: unknown) => T | null,
  toSettings: (value: T) => Settings,
): Setting {
  return {
    allowed,
    read: (value) => {
      const result = read(value);
      return result === null ? null : toSettings(result);
    },
  };
}

function readSchedule(value: unknown) {
  const written = value instanceof Map && value.size === 1 ? value.get("cron") : value;
  return typeof written === "string" ? parseSchedule(written) : null;
}

function text(pattern: RegExp) {
  return (value: unknown): string | null => (typeof value === "string" && pattern.test(value) ? value : null);
}

function oneOf<const T extends string>(...words: readonly T[]) {
  return (value: unknown): T | null =>
    words.find((word) => typeof value === "string" && value.trim().toLowerCase() === word) ?? null;
}

function finite(least = Number.NEGATIVE_INFINITY) {
  return (value: unknown): number | null =>
    // JSON knows no -0: the journal would give back another value than was approved.
    typeof value === "number" && Number.isFinite(value) && value >= least ? value + 0 : null;
}

function whole(least: number, most: number) {
  return (value: unknown): number | null =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : null;
}
