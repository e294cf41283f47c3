// Settings that count instead of those in a program's text (`/autoloop set`), read by the very schema that reads the
// text's. What is measured, and how, cannot be set: that is a change of the program itself.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { Definition } from "../../domain/program/program.ts";
import { numberOrText, readSetting, SETTING_KEYS, type Settings, settingKey } from "./settings.ts";

/** What no setting says, where a text does not name it. Keys that are not here cannot be set by command. */
const NONE = new Map<string, Settings>([
  ["schedule", { schedule: null }],
  ["target-metric", { targetMetric: null }],
  ["timeout-minutes", { timeoutMinutes: null }],
  ["min-delta", { minDelta: 0 }],
  ["max-iterations", { maxIterations: null }],
  ["repeat", { repeat: 1 }],
  ["preset", { preset: null }],
  ["agent", { agent: null }],
  ["ci", { ci: null }],
  ["simplicity", { simplicity: null }],
]);

/** Keys that `set` takes. */
export const SETTABLE_KEYS: readonly string[] = [...NONE.keys()];

/** What `set` says: `value` as the journal keeps it, null to let the text count again; or why it cannot be. */
export type Override = { readonly key: string; readonly value: string | null } | { readonly wrong: string };

/**
 * Reads `set KEY VALUE`. `default`: as the text says; `none`: as if no text said anything (`ci: none` is a value).
 * @returns `wrong`: a plain sentence that says what is allowed
 */
export function readOverride(written: string, value: string): Override {
  const key = settingKey(written);
  if (!NONE.has(key)) {
    return {
      wrong: SETTING_KEYS.includes(key)
        ? `\`${key}\` is part of what is measured: edit the text of the issue instead.`
        : `There is no such setting. Settings are ${SETTABLE_KEYS.map((one) => `\`${one}\``).join(", ")}.`,
    };
  }
  const bare = value.replace(/^(["'`])(.*)\1$/, "$2").trim();
  if (bare.toLowerCase() === "default") return { key, value: null };
  const settings = read(key, bare);
  return "wrong" in settings
    ? { wrong: `\`${key}\` must be ${settings.wrong}, or \`default\`.` }
    : { key, value: bare };
}

/** The definition that counts: the approved text with everything that was set since. Null: no text is approved. */
export function definitionOf(state: ProgramState): Definition | null {
  if (state.definition === null) return null;
  const set = state.overrides.map(({ key, value }) => (NONE.has(key) ? read(key, value) : {}));
  return Object.assign({}, state.definition.parsed, ...set.filter((one) => !("wrong" in one)));
}

function read(key: string, value: string): Settings | { readonly wrong: string } {
  const none = NONE.get(key);
  if (value.toLowerCase() === "none" && key !== "ci" && none !== undefined) return none;
  const result = readSetting(key, numberOrText(value));
  return "wrong" in result ? result : result.settings;
}
