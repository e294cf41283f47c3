// Paths and patterns in one spelling, so that no other way to write a path comes past a rule about it.

import { compileGlob, type Glob } from "./glob.ts";

/** One spelling for all that some file system holds to be the same: compatibility forms, case, `ß` and `ss`. */
export function fold(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** The pattern for folded paths. */
export function foldedGlob(pattern: string): Glob | null {
  return compileGlob(fold(pattern));
}
