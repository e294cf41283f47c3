// Owns where log lines go. Every line of the app and of its libraries passes one scrubber on its way out; no
// line is written past it.

import { type Logger, pino } from "pino";
import type { Fields, Log } from "../../ports/log.ts";

const LONGEST_MESSAGE = 1_000;

interface LogOptions {
  readonly level: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  readonly format: "json" | "pretty";
  /** Fields of every line that has no others of the same names. */
  readonly context?: () => Fields;
  /** Applied to each whole line. */
  readonly scrub: (text: string) => string;
  /** Receives each line with its line end. */
  readonly write: (line: string) => void;
}

/** The logger that Probot and its libraries take. */
export function createLogger({ level, format, context, scrub, write }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields, query: operationIn, variables: () => undefined },
      // Pino writes the line's own fields into what this returns.
      ...(context === undefined ? {} : { mixin: () => ({ ...context() }) }),
    },
    { write: (line) => write(scrub(format === "json" ? line : `${prettyLine(line)}\n`)) },
  );
}

/**
 * The app's own log, over that logger.
 * @param bound fields of each line. Not bound to the logger itself, which would write a name twice that is also in its
 * context.
 */
export function logOver(logger: Logger, bound: Fields = {}): Log {
  return {
    debug: (message, fields) => logger.debug({ ...bound, ...fields }, message),
    info: (message, fields) => logger.info({ ...bound, ...fields }, message),
    warn: (message, fields) => logger.warn({ ...bound, ...fields }, message),
    error: (message, fields) => logger.error({ ...bound, ...fields }, message),
    child: (fields) => logOver(logger, { ...bound, ...fields }),
  };
}

/**
 * What a log may hold of an error. Errors of Octokit and its webhooks carry whole requests and payloads, of
 * people who need not even have proved who they are.
 */
function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { message: String(error).slice(0, LONGEST_MESSAGE) };
  const { name, message, stack } = error;
  return {
    name,
    message: message.slice(0, LONGEST_MESSAGE),
    status: "status" in error && typeof error.status === "number" ? error.status : undefined,
    at: stack?.split("\n").find((line) => line.trimStart().startsWith("at ")),
  };
}

/** Probot logs whole GraphQL requests; their variables are what people wrote, and what the app writes. */
function operationIn(document: unknown): string | undefined {
  return /(?:query|mutation) \w{1,100}/.exec(String(document))?.[0];
}

/** `12:34:56 INFO  message key="value"`, safe for a terminal: control characters stay escaped. */
function prettyLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = typeof time === "number" ? new Date(time).toISOString().slice(11, 19) : "";
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const text = [String(msg ?? ""), ...rest].join(" ");
  return `${clock} ${String(level).toUpperCase().padEnd(5)} ${printable(text)}`;
}

/** Line ends and escape sequences in outside text must not forge lines or move the cursor. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[\x7f-\x9f]$/, "?"),
  );
}
