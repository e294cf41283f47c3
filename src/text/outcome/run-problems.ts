// The sentences in which a runner says why a run, or a part of one, came to nothing. They travel as text in reports and
// proposals, which apps of other versions read, so the runner asks for them here. Outside text in them is not yet inert.

import { agentMeant } from "../agents/agents.ts";
import { systemErrorWords } from "./system-errors.ts";

/** How a command ended. `missing`: it could not be started. */
export type CommandEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "missing" };

/** Characters of a name out of a program that are quoted. */
const NAME_CHARACTERS = 60;

export const runProblem = {
  /** Errors of our own say it themselves; of the system's only the code is believed. */
  ofError: (error: unknown) => {
    const words = systemErrorWords(error);
    if (words !== null) return `The machine on which it ran could not go on: ${words}.`;
    return error instanceof Error ? error.message : "An unknown error.";
  },
  notStarted: (said: string) => `The runner did not start. ${said}`.trim(),
  late: (seconds: number) => `The run did not end within ${seconds} s.`,
  noChange: () => "The agent changed no file.",
  otherRun: () => "The proposal is one of another run.",
  onlyMeasures: () => "This run only measures the branch as it is, and files were proposed for it.",
  noProposal: () => "There is no proposal, or it is too long to be read.",
  noAgent: (name: string, known: readonly string[]) =>
    `There is no agent named ${JSON.stringify(name.slice(0, NAME_CHARACTERS))} here; known are: ${known.join(", ")}.${agentMeant(name)}`,
  agentEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    `The agent ${endWords(end, timeoutMs)}.${lastLine(said)}`,
  evaluationEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    `The evaluation ${endWords(end, timeoutMs)}.${lastLine(said)}`,
  otherKeys: (first: string | undefined, other: string | undefined) =>
    `One run of the evaluation printed the number ${first}, another one ${other}.`,
  gateEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    `The gate ${endWords(end, timeoutMs)}.\n${said}`.trim(),
  baseChanged: () => "The pristine checkout was changed during the run.",
  baseUnreadable: (commit: string) => `The base commit ${commit} cannot be read from the checkout.`,
  gitMissing: () => "git could not be started; install it where Autoloop runs.",
  gitFailed: (argument: string) => `git ${argument} failed.`,
  otherInput: (input: string) => `The request names another ${input} than the workflow's input.`,
  otherProgram: () => "The request does not say what the approved program says; nothing is run.",
  noFile: (path: string) => `There is no file ${path} on the memory branch.`,
  otherFile: (path: string) =>
    `The file ${path} on the memory branch is not the one that this run was started with.`,
  keptVariable: (name: string) =>
    `\`AUTOLOOP_AGENT_VARIABLES\` must not name \`${name.slice(0, 100)}\`: no agent ever sees what belongs to the job.`,
  noKey: (agent: string) => `The agent ${agent} was given no key.`,
} as const;

/** What to do about a problem with the variables of a job. */
export const runHint = {
  keptVariable: () => "Give the agent a secret of its own.",
  noKey: (secrets: readonly string[]) =>
    `Add the secret ${secrets.map((name) => `\`${name}\``).join(" or ")} to the repository (Settings, Secrets and variables, Actions) and pass it on in .github/workflows/autoloop.yml.`,
} as const;

/** How a command ended, as the end of a sentence that begins with its name. */
function endWords(end: CommandEnd, timeoutMs: number): string {
  switch (end.kind) {
    case "exit":
      return `ended with exit code ${end.code}`;
    case "signal":
      return `was ended by ${end.signal}`;
    case "timeout":
      return `did not end within ${Math.max(1, Math.round(timeoutMs / 1_000))} s and was stopped`;
    case "missing":
      return "could not be started; install it where Autoloop runs and put it on its PATH";
  }
}

function lastLine(said: string): string {
  return said ? ` Its last lines: ${said}` : "";
}
