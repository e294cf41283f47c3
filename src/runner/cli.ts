#!/usr/bin/env node
// `autoloop-runner`: one stage of a run as a command, for a job on GitHub Actions. Reads arguments and environment,
// ends everything it started, and decides nothing.

import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { AutoloopError, UserInput } from "../domain/errors.ts";
import { leave, onOverstay } from "./process/watchdog.ts";
import { evaluateStage, type Machine, proposeStage, type StagePlaces } from "./stages.ts";

/** A proposal or report was written; it could not be; the command line is wrong. */
const EXIT = { written: 0, failed: 1, usage: 2 } as const;

const USAGE = `usage: autoloop-runner propose --memory DIR --base DIR --out FILE
       autoloop-runner evaluate --memory DIR --base DIR --proposal FILE --out FILE

Runs one stage of an iteration, for a job on GitHub Actions. DIR are checkouts of the branch memory/autoloop and of
the base commit. Which run it is, the variables AUTOLOOP_PROGRAM, AUTOLOOP_ITERATION, AUTOLOOP_KIND,
AUTOLOOP_ATTEMPT, AUTOLOOP_BASE, AUTOLOOP_DEFINITION, AUTOLOOP_REQUEST and AUTOLOOP_NONCE say. The agent sees the
variables that AUTOLOOP_AGENT_VARIABLES names, else those made for it; AUTOLOOP_AGENT_COMMAND is the command line of
the agent named "command".
`;

const processTag = `autoloop-${randomUUID()}`;
const machine: Machine = {
  variables: process.env,
  processTag,
  note: (step) => process.stderr.write(`${new Date().toISOString()} ${step}\n`),
  onOverstay: (watch, late) =>
    onOverstay(watch, () => {
      late().then(
        () => leave(processTag, EXIT.written),
        () => leave(processTag, EXIT.failed),
      );
    }),
};

const stage = stageOf(process.argv.slice(2));
if (typeof stage === "string") {
  (stage === "" ? process.stdout : process.stderr).write(stage === "" ? USAGE : `${stage}\n${USAGE}`);
  process.exitCode = stage === "" ? EXIT.written : EXIT.usage;
} else {
  // GitHub cancels with SIGINT first.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void leave(processTag, EXIT.failed));
  try {
    await stage();
    process.exit(EXIT.written);
  } catch (error) {
    if (!(error instanceof AutoloopError)) throw error;
    const hint = error instanceof UserInput ? ` ${error.hint}` : "";
    process.stderr.write(`autoloop-runner: ${error.message}${hint}\n`);
    await leave(processTag, EXIT.failed);
  }
}

/** What is to be done; else what is wrong with the arguments, the empty text where help was asked for. */
function stageOf(args: readonly string[]): (() => Promise<void>) | string {
  const string = { type: "string" } as const;
  const options = { memory: string, base: string, proposal: string, out: string } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) return "";
    const { memory, base, out, proposal } = values;
    const [verb, ...more] = positionals;
    if ((verb !== "propose" && verb !== "evaluate") || more.length > 0)
      return "Name one of propose and evaluate.";
    if (memory === undefined || base === undefined || out === undefined) {
      return "The options --memory, --base and --out are needed.";
    }
    const places: StagePlaces = { memory, base, out };
    if (verb === "propose") {
      return proposal === undefined ? () => proposeStage(places, machine) : "propose takes no --proposal.";
    }
    return proposal === undefined
      ? "evaluate needs --proposal."
      : () => evaluateStage(places, proposal, machine);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
