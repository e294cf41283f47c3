// What a run on another machine is asked for: the request file on the memory branch, believed only when it is the very
// one that the run was started with and says what the approved program says.

import { join } from "node:path";
import { Terminal } from "../domain/errors.ts";
import { memoryPath } from "../domain/program/names.ts";
import { sha256 } from "../text/format/hash.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { parseProgram } from "../text/program/program.ts";
import type { RunInputs } from "../text/run/run-inputs.ts";
import { decodeRunFile, type RunFile } from "../text/run/run-request.ts";
import { readRegular } from "./proposal/proposal.ts";

/** No honest file of these comes near it. */
const FILE_BYTES = 16 * 1024 * 1024;

/**
 * @param memory a checkout of the memory branch
 * @throws Terminal when a file is missing or is not the one that the inputs name
 */
export async function readAssignment(memory: string, inputs: RunInputs): Promise<RunFile> {
  const { program } = inputs;
  const request = await readNamed(memory, memoryPath.request(program), inputs.request);
  const run = decodeRunFile(request);
  for (const input of ["program", "iteration", "kind", "base", "nonce"] as const) {
    if (String(run[input]) !== inputs[input]) {
      throw new Terminal(runProblem.otherInput(input));
    }
  }
  const text = await readNamed(memory, memoryPath.definition(program, inputs.definition), inputs.definition);
  // What is compared below holds no direction, so nothing depends on who ran the program before.
  const { definition } = parseProgram(text, { legacy: true });
  if (definition === null || measuring(definition) !== measuring(run.definition)) {
    throw new Terminal(runProblem.otherProgram());
  }
  return run;
}

/** The text of a file that hashes to `hash`. */
async function readNamed(memory: string, path: string, hash: string): Promise<string> {
  const bytes = await readRegular(join(memory, path), FILE_BYTES);
  if (bytes === null) throw new Terminal(runProblem.noFile(path));
  const text = bytes.toString("utf8");
  if (sha256(text) === hash) return text;
  throw new Terminal(runProblem.otherFile(path));
}

/** What is run and what it may touch, to be compared. `repeat` is left out: people may set it by command. */
function measuring(definition: RunFile["definition"]): string {
  const { targets, excluded, evaluation, metric, gates, holdOut = null } = definition;
  const commands = gates.map(({ name, run, soft }) => [name, run, soft?.side, soft?.bound]);
  return JSON.stringify([targets, excluded, evaluation, metric, commands, holdOut]);
}
