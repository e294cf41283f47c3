// What a variable may be where more than one is of the kind: a word of a closed list, a whole number. Never repeats a value.

import { z } from "zod";
import { meaning, wordMeant } from "../../text/settings/meant/closed-lists.ts";

/** One of the words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: ({ input }) => `must be one of ${values.join(", ")}${meaning(wordMeant(String(input), values))}`,
  });

/** A whole number of `unitMs` each. */
export const whole = (fallback: number, min: number, max: number, unitMs = 1) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .transform((value) => value * unitMs)
    .default(fallback * unitMs);
};
