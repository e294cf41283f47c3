// `autoloop schema`: prints the JSON Schema of the keys that people write, for editors. Reads and changes nothing.

import { Argument, type Command } from "commander";
import { SCHEMAS } from "../text/settings/json-schema.ts";

/** Adds the command. */
export function registerSchema(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of a program's settings, or of .github/autoloop.yml")
    .addArgument(
      new Argument("[of]", "whose keys")
        .choices(["program", "repository"] as const)
        .default("program" as const),
    )
    .action((of: keyof typeof SCHEMAS) => {
      process.stdout.write(`${JSON.stringify(SCHEMAS[of](), null, 2)}\n`);
    });
}
