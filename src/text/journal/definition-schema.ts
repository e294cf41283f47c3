// Schema of an approved definition as the journal keeps it. Nothing in here is ever cut: a definition that lost
// a line would be another program. Its size is bounded by the text it was read from.

import { z } from "zod";
import type { Definition } from "../../domain/program/program.ts";
import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import type { Proof, Same } from "./iteration-schema.ts";
import { fieldSchemas, prose, proses } from "./setting-schema.ts";

const settings = fieldSchemas(PROGRAM_SETTINGS);

export const direction = settings.direction;

/** The order of the keys is their order in a line. */
export const definition = z.strictObject({
  goal: prose,
  targets: proses,
  excluded: proses,
  evaluation: prose,
  ...settings,
  context: prose,
});

export type DefinitionSchemaAgrees = Proof<Same<z.infer<typeof definition>, Definition>>;
