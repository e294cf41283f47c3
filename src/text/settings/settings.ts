// The settings of a program by the keys that people write: for frontmatter, for the sections of an issue form and for
// commands that set one. What each may be is in the table of `domain/settings/program-settings.ts`.

import type { ProgramSettings } from "../../domain/settings/program-fields.ts";
import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import type { ProgramSettingRow, SettingRow } from "../../domain/settings/setting-row.ts";
import type { SettingValue } from "../../domain/settings/shape.ts";
import { meaning, valueMeant } from "./meant/closed-lists.ts";
import { namesOf, nearKey } from "./meant/near-key.ts";
import { allowedBy, readValue } from "./read-value.ts";

/** What settings say of the definition; `direction` and `metric` may also come from sentences. */
export type Settings = Partial<ProgramSettings>;

export interface WrongSetting {
  readonly wrong: string;
  readonly known: boolean;
  readonly meant: string;
}

/** What holds where nobody says anything; the direction has no such value. */
type Unsaid = Omit<Required<Settings>, "direction">;

const ROWS: readonly ProgramSettingRow[] = PROGRAM_SETTINGS;
const NAMES = namesOf(ROWS);
const BY_KEY = new Map(ROWS.map((row) => [row.key, row]));

/** As a definition holds it. */
export const UNSAID = Object.fromEntries(
  ROWS.flatMap(({ field, none, later }) => (none === undefined || later ? [] : [[field, none]])),
) as Unsaid;

/** Finds the key as a table has it: lower case, `_` and `-` alike, an alias for what it stands for. */
export function keyReader(rows: readonly SettingRow[]): (written: string) => string {
  const aliases = new Map(rows.flatMap(({ key, aliases = [] }) => aliases.map((alias) => [alias, key])));
  return (written) => {
    const key = written.trim().toLowerCase().replaceAll("_", "-");
    return aliases.get(key) ?? key;
  };
}

/** The key of a program's setting. */
export const settingKey = keyReader(PROGRAM_SETTINGS);

/** The setting that a key which is none was probably meant to be; null where none is near. */
export function settingMeant(written: string): string | null {
  return nearKey(written, NAMES);
}

/** The row of a key as of {@link settingKey}; undefined: there is no such setting. */
export function settingRow(key: string): ProgramSettingRow | undefined {
  return BY_KEY.get(key);
}

/** The row's field with a value. The table says which type that is; a row that is found by its key no longer does. */
export function settingsWith({ field }: ProgramSettingRow, value: SettingValue | null): Settings {
  return { [field]: value } as Settings;
}

/**
 * Reads one setting.
 * @param key as of {@link settingKey}
 * @returns what it says, or `wrong` with what would be allowed and, as the end of a sentence, what was probably `meant`;
 * `known`: the key at least is a setting's
 */
export function readSetting(key: string, value: unknown): { readonly settings: Settings } | WrongSetting {
  const row = settingRow(key);
  if (row === undefined) return { wrong: "a setting", known: false, meant: meaning(settingMeant(key)) };
  const read = readValue(row.shape, value);
  return read.wrong
    ? { wrong: allowedBy(row), known: true, meant: valueMeant(row.shape, value) }
    : { settings: settingsWith(row, read.value) };
}
