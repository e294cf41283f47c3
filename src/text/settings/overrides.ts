// Settings that count instead of those in a program's text (`/autoloop set`), read by the very schema that reads the
// text's. What is measured, and how, cannot be set: that is a change of the program itself.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { Definition } from "../../domain/program/program.ts";
import { SETTABLE_KEYS } from "../../domain/settings/listed-settings.ts";
import { OLD_SHELL } from "../../domain/shell.ts";
import { meaning } from "./meant/closed-lists.ts";
import { numberOrText } from "./read-value.ts";
import {
  readSetting,
  type Settings,
  settingKey,
  settingMeant,
  settingRow,
  settingsWith,
  type WrongSetting,
} from "./settings.ts";

/** What `set` says: `value` as the journal keeps it, null to let the text count again; or why it cannot be. */
type Override = { readonly key: string; readonly value: string | null } | { readonly wrong: string };

/**
 * Reads `set KEY VALUE`. `default`: as the text says; `none`: as if no text said anything (`ci: none` is a value).
 * @returns `wrong`: a plain sentence that says what is allowed
 */
export function readOverride(written: string, value: string): Override {
  const key = settingKey(written);
  const row = settingRow(key);
  if (!row?.settable) {
    return {
      wrong: row
        ? `\`${key}\` is part of what is measured: edit the text of the issue instead.`
        : `There is no such setting${meaning(settingMeant(written))}. Settings are ${SETTABLE_KEYS.map((one) => `\`${one}\``).join(", ")}.`,
    };
  }
  const bare = value.replace(/^(["'`])(.*)\1$/, "$2").trim();
  if (bare.toLowerCase() === "default") return { key, value: null };
  const settings = read(key, bare);
  return "wrong" in settings
    ? { wrong: `\`${key}\` must be ${settings.wrong}, or \`default\`${settings.meant}.` }
    : { key, value: bare };
}

/** The definition that counts: the approved text with everything that was set since. Null: no text is approved. */
export function definitionOf(state: ProgramState): Definition | null {
  if (state.definition === null) return null;
  const set = state.overrides.map(({ key, value }) =>
    settingRow(key)?.settable ? recorded(key, value) : {},
  );
  const { parsed } = state.definition;
  return Object.assign({}, parsed, { shell: parsed.shell ?? state.shell ?? OLD_SHELL }, ...set);
}

/** What was set once. A name that no list knows any more stays, so that no other agent runs in its place. */
function recorded(key: string, value: string): Settings {
  const settings = read(key, value);
  if (!("wrong" in settings)) return settings;
  const row = settingRow(key);
  return row?.shape.kind === "name" ? settingsWith(row, value) : {};
}

function read(key: string, value: string): Settings | WrongSetting {
  const row = settingRow(key);
  // Of `ci`, `none` is a value.
  const isValue = row?.shape.kind === "choice" && row.shape.of.includes("none");
  if (value.toLowerCase() === "none" && row?.none !== undefined && !isValue)
    return settingsWith(row, row.none);
  const result = readSetting(key, numberOrText(value));
  return "wrong" in result ? result : result.settings;
}
