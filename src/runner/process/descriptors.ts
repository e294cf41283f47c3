// What this process was handed open without asking for it. Node keeps descriptors of its own from its children; those that
// it inherited itself, behind a gap in their numbers, it passes on, and an agent could read what its starter had open.

import { closeSync, readdirSync, readFileSync } from "node:fs";

/** `O_CLOEXEC` of Linux, as `/proc/self/fdinfo` shows it, octal. */
const CLOSES_ON_EXEC = 0o2000000;

/** Closes all that a child would inherit, but for the three standard streams. On Linux; elsewhere nobody tells which. */
export function closeInherited(): void {
  for (const descriptor of namesIn("/proc/self/fd").map(Number)) {
    if (descriptor <= 2) continue;
    try {
      const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & CLOSES_ON_EXEC) === 0) closeSync(descriptor);
    } catch {
      // It was that of the look itself.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
