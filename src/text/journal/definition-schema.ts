// Schema of an approved definition as the journal keeps it. Nothing in here is ever cut: a definition that lost
// a line would be another program. Its size is bounded by the text it was read from.

import { z } from "zod";
import { BODY_CHARACTERS } from "../../domain/limits.ts";
import type { Definition } from "../../domain/program/program.ts";
import { count, finite, type Proof, type Same, word } from "./iteration-schema.ts";

/** GitHub counts characters, JavaScript counts halves of the rarer ones. */
const prose = z.string().max(2 * BODY_CHARACTERS);
const proses = z.array(prose).readonly();
const numbers = z.array(count).readonly();

const cron = z.strictObject({
  expression: prose,
  minutes: numbers,
  hours: numbers,
  daysOfMonth: numbers,
  months: numbers,
  daysOfWeek: numbers,
  anyDayOfMonth: z.boolean(),
  anyDayOfWeek: z.boolean(),
});

const schedule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("interval"), ms: finite }),
  z.strictObject({ kind: z.literal("cron"), cron, timeZone: word }),
]);

const guardrail = z.discriminatedUnion("kind", [
  z.strictObject({ metric: prose, kind: z.literal(["at-most", "at-least"]), value: finite }),
  z.strictObject({ metric: prose, kind: z.literal("tolerance"), fraction: finite }),
]);

export const direction = z.literal(["higher", "lower"]);

export const definition = z.strictObject({
  goal: prose,
  targets: proses,
  excluded: proses,
  evaluation: prose,
  metric: prose.nullable(),
  direction,
  targetMetric: finite.nullable(),
  schedule: schedule.nullable(),
  timeoutMinutes: finite.nullable(),
  minDelta: finite,
  maxIterations: finite.nullable(),
  repeat: finite,
  guardrails: z.array(guardrail).readonly(),
  gates: z.array(z.strictObject({ name: prose, run: prose })).readonly(),
  preset: prose.nullable(),
  agent: prose.nullable(),
  ci: z.literal(["required", "none"]).nullable(),
  simplicity: z.literal("keep").nullable(),
  context: prose,
});

export type DefinitionSchemaAgrees = Proof<Same<z.infer<typeof definition>, Definition>>;
