// The settings of a program as people are shown them, which of them can be set by command, and which open an epoch.

import type { EpochField } from "./program-fields.ts";
import { PROGRAM_SETTINGS } from "./program-settings.ts";
import type { ProgramSettingRow } from "./setting-row.ts";

/** All rows as people are shown them. */
export const LISTED: readonly ProgramSettingRow[] = [
  ...PROGRAM_SETTINGS.filter((row) => "leads" in row),
  ...PROGRAM_SETTINGS.filter((row) => !("leads" in row)),
];

/** The names of all settings, as people are shown them. */
export const SETTING_KEYS: readonly string[] = LISTED.map(({ key }) => key);

/** Keys that `/autoloop set` takes. */
export const SETTABLE_KEYS: readonly string[] = LISTED.filter(({ settable }) => settable).map(
  ({ key }) => key,
);

/** Fields whose change opens a new epoch. */
export const EPOCH_FIELDS: readonly EpochField[] = PROGRAM_SETTINGS.flatMap((row) =>
  "epoch" in row ? [row.field] : [],
);
