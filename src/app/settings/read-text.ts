// Files that the operator names.

import { readFileSync } from "node:fs";

/** Null when it cannot be read. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
