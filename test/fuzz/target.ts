// One parser under fuzzing: what it is given and the law that must hold. A law speaks by throwing.

import fc from "fast-check";
import { AutoloopError } from "../../src/domain/errors.ts";

export interface Run {
  readonly runs: number;
  readonly seed: number;
  /** Where within the seed a failure was found and shrunk to, to see that one alone. */
  readonly path?: string;
}

/** `report` says the smallest input that breaks the law and why; `path` leads there. */
export type Verdict =
  | { readonly failed: false }
  | { readonly failed: true; readonly report: string; readonly path: string };

export interface Target {
  readonly name: string;
  readonly check: (run: Run) => Verdict;
}

export function target<T>(name: string, given: fc.Arbitrary<T>, law: (value: T) => void): Target {
  const property = fc.property(given, law);
  return {
    name,
    check: ({ runs, seed, path = "" }) => {
      const details = fc.check(property, { numRuns: runs, seed, path });
      if (!details.failed) return { failed: false };
      const why =
        details.errorInstance instanceof Error ? details.errorInstance.stack : details.errorInstance;
      const report = `${fc.defaultReportMessage(details) ?? ""}\n${String(why)}`;
      return { failed: true, report, path: details.counterexamplePath ?? "" };
    },
  };
}

/** What `read` gives; null where it throws one of Autoloop's own errors with something to say. */
export function orRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof AutoloopError && error.message.length > 2) return null;
    throw error;
  }
}
