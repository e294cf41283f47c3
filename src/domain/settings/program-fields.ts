// What the table of a program's settings comes to, as types.

import type { PROGRAM_SETTINGS } from "./program-settings.ts";
import type { FieldsOf } from "./setting-row.ts";

type Row = (typeof PROGRAM_SETTINGS)[number];

/** What the settings say of a definition. */
export type ProgramSettings = FieldsOf<Row>;

/** Fields whose change opens a new epoch. */
export type EpochField = Extract<Row, { readonly epoch: true }>["field"];

/** The settings that an agent is told, by the names under which it gets them. */
export type ToldSettings = {
  readonly [R in Extract<Row, { readonly told: string }> as R["told"]]: Exclude<
    ProgramSettings[R["field"]],
    undefined
  >;
};
