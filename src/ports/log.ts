// Structured logging: a constant message and fields. Implemented by pino through Probot.

/** Fields of a log line. Never an error object of Octokit's (it holds the request), never outside text in `message`. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A logger that carries fields; `child` adds some. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  child(fields: Fields): Log;
}
