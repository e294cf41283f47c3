// What reading one input came to: a value, or one sentence that refuses it. There is no third: a reader that throws
// what is none of Autoloop's errors has failed, whatever it was given.

import { AutoloopError } from "../../src/domain/errors.ts";
import type { Problem } from "../../src/domain/program/program.ts";

export type Outcome = { readonly accepted: Readonly<Record<string, unknown>> } | { readonly refused: string };

/** Takes an input of one family, which `expand` has written out, and gives what is measured: reading it. */
export type Reader = (input: unknown) => () => Outcome;

/** A reader of inputs that are read as they stand. */
export function reading(read: (input: unknown) => Outcome): Reader {
  return (input) => () => read(input);
}

export function accepted(value: object): Outcome {
  return { accepted: { ...value } };
}

export function refused(sentence: string): Outcome {
  return { refused: sentence };
}

/** As people see it: `line key: message`. */
export function refusedFor({ line, key, message }: Problem): Outcome {
  return refused(`${line ?? "-"} ${key}: ${message}`);
}

/** What `read` gives, or the message of an error of ours. */
export function orItsMessage(read: () => object): Outcome {
  try {
    return accepted(read());
  } catch (error) {
    if (error instanceof AutoloopError) return refused(error.message);
    throw error;
  }
}

/** For inputs that are text. @throws TypeError for a case that gives something else */
export function textIn(input: unknown): string {
  if (typeof input !== "string") throw new TypeError("a case of this family has a text as its input");
  return input;
}

/** For inputs of several fields. @throws TypeError for a case that gives something else */
export function fieldsIn(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input !== "object" || input === null) throw new TypeError("a case of this family has fields");
  return input as Readonly<Record<string, unknown>>;
}
