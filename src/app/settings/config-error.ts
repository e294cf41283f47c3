// What is wrong with the environment of the process, all of it at once. Never holds a value: it may be a secret.

import { UserInput } from "../../domain/errors.ts";

/** The environment cannot be used. `problems` holds one line for each wrong or missing value. */
export class ConfigError extends UserInput {
  constructor(readonly problems: readonly string[]) {
    super(
      `the configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((line) => `  ${line}`).join("\n")}`,
      "Set these in the environment or in a file .env; .env.example explains each.",
    );
  }
}
