// The journal's schema of a setting's value, made from its shape. Bounds are wider than what people may write today: a
// line that an earlier version wrote must stay readable when a bound changes.

import { z } from "zod";
import { BODY_CHARACTERS } from "../../domain/limits.ts";
import type { FieldValue, ProgramSettingRow } from "../../domain/settings/setting-row.ts";
import type { SettingValue, Shape } from "../../domain/settings/shape.ts";
import { count, finite, word } from "./iteration-schema.ts";

/** GitHub counts characters, JavaScript counts halves of the rarer ones. */
export const prose = z.string().max(2 * BODY_CHARACTERS);
export const proses = z.array(prose).readonly();
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
  z.strictObject({
    metric: prose,
    kind: z.literal(["at-most-change", "at-least-change"]),
    fraction: finite,
  }),
  z.strictObject({ metric: prose, kind: z.literal("tolerance"), fraction: finite }),
]);

const soft = z.strictObject({
  side: z.literal(["at-most", "at-least"]),
  bound: z.union([finite, z.literal("baseline")]),
});
const gate = z.strictObject({ name: prose, run: prose, soft: soft.exactOptional() });

const budget = z.strictObject({
  usdPerDay: finite.exactOptional(),
  tokensPerDay: finite.exactOptional(),
  usdTotal: finite.exactOptional(),
});

/** One schema for each field of a table. */
type FieldSchemas<Row extends ProgramSettingRow> = {
  readonly [R in Row as R["field"]]: R extends { readonly later: true }
    ? z.ZodOptional<z.ZodType<FieldValue<R>>>
    : z.ZodType<FieldValue<R>>;
};

/** The schemas of a table's fields, in its order, which is their order in a line. */
export function fieldSchemas<Row extends ProgramSettingRow>(rows: readonly Row[]): FieldSchemas<Row> {
  return Object.fromEntries(rows.map((row) => [row.field, fieldSchema(row)])) as FieldSchemas<Row>;
}

function fieldSchema({ shape, none, later }: ProgramSettingRow): z.ZodType {
  const value = none === null ? valueSchema(shape).nullable() : valueSchema(shape);
  return later ? value.optional() : value;
}

function valueSchema(shape: Shape): z.ZodType<SettingValue> {
  switch (shape.kind) {
    case "whole":
    case "number":
      return finite;
    case "bound":
      return z.union([finite, z.literal("never")]);
    case "choice":
    case "option":
      return z.literal(shape.of);
    case "direction":
      return z.literal(["higher", "lower"]);
    case "name":
    case "script":
    case "metric-name":
      return prose;
    case "names":
    case "paths":
      return proses;
    case "schedule":
      return schedule;
    case "guardrails":
      return z.array(guardrail).readonly();
    case "gates":
      return z.array(gate).readonly();
    case "budget":
      return budget;
  }
}
