// A log that keeps what it is told, for tests that ask what an operator would have seen.

import type { Fields, Log } from "../../../src/ports/log.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Fields;
}

/** A log and the lines it was given, oldest first. */
export function memoryLog(): { readonly log: Log; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  return { log: child(lines, {}), lines };
}

function child(lines: LogLine[], context: Fields): Log {
  const write = (level: LogLine["level"]) => (message: string, fields?: Fields) => {
    lines.push({ level, message, fields: { ...context, ...fields } });
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => child(lines, { ...context, ...fields }),
  };
}
