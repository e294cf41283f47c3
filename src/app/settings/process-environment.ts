// The only reader of the environment of the process, and of the file that may stand behind it. Checks nothing of what it
// reads.

import { existsSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigError } from "./config-error.ts";
import { readText } from "./read-text.ts";

/**
 * The variables of this process over those of a file: `.env` in the directory it was started in, or the one that
 * `AUTOLOOP_ENV_FILE` names, which may be a pipe (`/dev/fd/3`) and is read once. The file's values do not enter
 * `process.env`, so that no child process inherits them by accident.
 */
export function processEnvironment(): NodeJS.ProcessEnv {
  const named = process.env.AUTOLOOP_ENV_FILE?.trim() || null;
  if (named === null && !existsSync(".env")) return process.env;
  const file = readText(named ?? ".env");
  if (file !== null) return { ...parseEnv(file), ...process.env };
  throw new ConfigError([
    named === null
      ? "the file .env exists but cannot be read"
      : "AUTOLOOP_ENV_FILE must name a file or a pipe that this process can read",
  ]);
}
