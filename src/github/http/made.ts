// What GitHub says that it made. An answer that does not name it is none, whatever its status: nobody may count as made
// what a proxy, or a redirect that was followed as a question, answered.

import { Retryable } from "../../domain/errors.ts";

/** @throws Retryable where the answer has none: whether it was made, the next look shows */
export function madeNumber(what: string, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw new Retryable(`${what}: the answer does not say what was made`);
}

/** The name of a Git object. @throws Retryable as `madeNumber` does */
export function madeObject(what: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new Retryable(`${what}: the answer does not say what was made`);
}
