#!/usr/bin/env node
// The command line: registers the commands and turns usage errors into exit code 2. Holds no logic of its own.

import { Command, CommanderError } from "commander";
import { VERSION } from "../domain/version.ts";
import { registerCheck } from "./check-command.ts";
import { registerDoctor } from "./doctor-command.ts";
import { registerExplain } from "./explain-command.ts";
import { registerFinalise } from "./finalise-command.ts";
import { registerJournal } from "./journal-command.ts";
import { watchOutput } from "./lost-output.ts";
import { registerRegister } from "./register-command.ts";
import { registerSchema } from "./schema-command.ts";
import { registerStart } from "./start-command.ts";
import { registerState } from "./state-command.ts";
import { registerWorkflow } from "./workflow-command.ts";

const USAGE_ERROR = 2;
const LOST_OUTPUT = 2;

const program = new Command("autoloop")
  .description(
    "Run Autoloop, look at its programs, state files and journals, and set a repository up for it.",
  )
  .version(VERSION)
  .exitOverride();
registerStart(program);
registerCheck(program);
registerState(program);
registerJournal(program);
registerWorkflow(program);
registerDoctor(program);
registerExplain(program);
registerFinalise(program);
registerRegister(program);
registerSchema(program);

watchOutput([process.stdout, process.stderr], (why) => {
  process.stderr.write(`autoloop: the output cannot be written: ${why}\n`);
  // After whatever the command answers.
  process.once("exit", () => {
    process.exitCode = LOST_OUTPUT;
  });
});
try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed what is wrong; help that was asked for is no error.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
}
