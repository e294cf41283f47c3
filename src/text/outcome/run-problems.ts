// The sentences in which a runner says why a run, or a part of one, came to nothing. They travel as text in reports and
// proposals, which apps of other versions read, so the runner asks for them here. Outside text in them is not yet inert.

import type { SoftBound } from "../../domain/settings/guardrails.ts";
import type { AgentFailure } from "../agents/agent-row.ts";
import { agentMeant } from "../agents/agents.ts";
import { cut, oneLine } from "../format/inert.ts";
import { formatMetric } from "../format/numbers.ts";
import { systemErrorWords } from "./system-errors.ts";

/**
 * How a command ended. `missing`: it could not be started. `stalled`: stopped after it had printed nothing for that long.
 * `turned-away`: stopped because the server that it needs refuses its key.
 */
export type CommandEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "timeout" }
  | { readonly kind: "stalled"; readonly silentMs: number }
  | { readonly kind: "turned-away" }
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
  /**
   * @param failure `untold`: it waited for something, and its output does not say for what
   * @param lines what it printed last, for an agent whose output does not say why
   */
  agentEnded: (
    end: CommandEnd,
    timeoutMs: number,
    failure: AgentFailure | "untold" | null,
    lines: string,
  ) => {
    if (failure === "untold") return `The agent ${endWords(end, timeoutMs)}. ${UNTOLD}`;
    const why = failure === null ? lastLine(lines) : failureWords(failure);
    return `The agent ${agentEndWords(end, timeoutMs, failure)}${why}`;
  },
  evaluationEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    `The evaluation ${endWords(end, timeoutMs)}.${lastLine(said)}`,
  sandboxEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    end.kind === "missing"
      ? "bubblewrap (`bwrap`) is not installed"
      : `bubblewrap ${endWords(end, timeoutMs)}${said ? `: ${said}` : ""}`,
  otherKeys: (first: string | undefined, other: string | undefined) =>
    `One run of the evaluation printed the number ${first}, another one ${other}.`,
  /** Something in the way of a comparison in pairs; `pair` counts from 1. */
  inPair: (side: "base" | "candidate", pair: number, why: string) =>
    side === "base"
      ? `Its own base could not be measured in turns with it (pair ${pair}): ${why}`
      : `When it was measured in turns with its base (pair ${pair}): ${why}`,
  gateOfBase: (gate: string, why: string) =>
    `Its own base could not be measured in turns with it, because it fails the gate ${cut(oneLine(gate), NAME_CHARACTERS)}: ${why}`,
  gateEnded: (end: CommandEnd, timeoutMs: number, said: string) =>
    `The gate ${endWords(end, timeoutMs)}.\n${said}`.trim(),
  /** @param limit null: the baseline has no count to compare with */
  gateCounted: (count: number, { side, bound }: SoftBound, limit: number | null, said: string) =>
    `${
      limit === null
        ? `The gate counted ${formatMetric(count)}, and the baseline has no count to compare with.`
        : `The gate counted ${formatMetric(count)}; allowed is ${side === "at-most" ? "at most" : "at least"} ${formatMetric(limit)}${bound === "baseline" ? ", the baseline's count" : ""}.`
    }\n${said}`.trim(),
  gateUncounted: (said: string) =>
    `The gate printed no count, or several numbers: print one alone, as a line METRIC count=….\n${said}`.trim(),
  baseChanged: () => "The pristine checkout was changed during the run.",
  baseUnreadable: (commit: string) => `The base commit ${commit} cannot be read from the checkout.`,
  gitMissing: () => "git could not be started; install it where Autoloop runs.",
  gitFailed: (argument: string) => `git ${argument} failed.`,
  otherInput: (input: string) => `The request names another ${input} than the workflow's input.`,
  otherProgram: () =>
    "The request does not say what the approved program says; nothing is run. Where the workflow is of another version than the app, install it anew with `node autoloop.mjs workflow`.",
  noFile: (path: string) => `There is no file ${path} on the memory branch.`,
  otherFile: (path: string) =>
    `The file ${path} on the memory branch is not the one that this run was started with.`,
  keptVariable: (name: string) =>
    `\`AUTOLOOP_AGENT_VARIABLES\` must not name \`${name.slice(0, 100)}\`: no agent ever sees what belongs to the job.`,
  silence: (variable: string, least: number, most: number) =>
    `\`${variable}\` must be a whole number from ${least} to ${most}.`,
  noKey: (agent: string) => `The agent ${agent} was given no key.`,
} as const;

/** What to do about a problem with the variables of a run. */
export const runHint = {
  keptVariable: () => "Give the agent a secret of its own.",
  choice: () => "Correct the repository variable (Settings, Secrets and variables, Actions), or remove it.",
  noKey: (variables: readonly string[]) =>
    `Set ${quoted(variables)} where Autoloop runs, and name it in \`AUTOLOOP_AGENT_ENV\`.`,
  noSecret: (secrets: readonly string[]) =>
    `Add the secret ${quoted(secrets)} to the repository (Settings, Secrets and variables, Actions) and pass it on in .github/workflows/autoloop.yml.`,
} as const;

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" or ");
}

/** How a command ended, as the end of a sentence that begins with its name. */
function endWords(end: CommandEnd, timeoutMs: number): string {
  switch (end.kind) {
    case "exit":
      return `ended with exit code ${end.code}`;
    case "signal":
      return `was ended by ${end.signal}`;
    case "timeout":
      return `did not end within ${Math.max(1, Math.round(timeoutMs / 1_000))} s and was stopped`;
    case "stalled":
      return `printed nothing for ${silence(end.silentMs)} and was stopped`;
    case "turned-away":
      return "was stopped";
    case "missing":
      return "could not be started; install it where Autoloop runs and put it on its PATH";
  }
}

function silence(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes > 1 ? `${minutes} minutes` : `${Math.max(1, Math.round(ms / 1_000))} s`;
}

/** Characters of an agent's own words about its failure that are quoted. */
const SAID_CHARACTERS = 300;

function agentEndWords(end: CommandEnd, timeoutMs: number, failure: AgentFailure | null): string {
  if (failure?.limit != null) return `reached its limit of ${failure.limit} and ended.`;
  return `${endWords(end, timeoutMs)}.`;
}

/** Nothing is known but the silence: what is behind it most of the time. */
const UNTOLD =
  "It did not tell what it waited for: see whether its model's server is well and can be reached, and whether the " +
  "account of its key is at a limit.";

/** What the model's server said to the agent and what to do about it, and what the agent said to us. */
function failureWords({ status, isUnanswered, said }: AgentFailure): string {
  const refused =
    status === null ? "" : ` Its model's server ${serverWords(status)}. ${serverAdvice(status)}`;
  const server = isUnanswered === true ? ` ${UNANSWERED}` : refused;
  const words = cut(oneLine(withoutEscapes(said)), SAID_CHARACTERS);
  return `${server}${words === "" ? "" : ` It said: ${words}`}`;
}

function serverWords(status: number): string {
  if (status === 401 || status === 403) return `refused its key (${status})`;
  if (status === 404) return `does not know the model or the address that it asked for (${status})`;
  if (status === 429) return `had too many requests of it (${status})`;
  return status >= 500 ? `failed (${status})` : `did not take its request (${status})`;
}

const UNANSWERED =
  "It got no answer that it could use from its model's server: see whether that can be reached from where the agent runs.";

function serverAdvice(status: number): string {
  if (status === 401 || status === 403) return "Check the key, and what its account may use.";
  if (status === 404) return "Check the model's name and the server's address.";
  if (status === 429) return "Wait, or see to the limits and the credit of the key's account.";
  return status >= 500
    ? "Wait until it is well again."
    : "Check the model's name, and whether the agent's version fits the server.";
}

/** Without what colours a terminal or moves its cursor. */
function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, "");
}

const ESC = String.fromCharCode(27);
const ESCAPES = new RegExp(
  `${ESC}(?:\\[[0-9;?]{0,30}[@-~]|\\][^\\x07${ESC}]{0,300}(?:\\x07|${ESC}\\\\)?|[()=>A-Z][0-9A-B]?)`,
  "g",
);

function lastLine(said: string): string {
  return said ? ` Its last lines: ${withoutEscapes(said)}` : "";
}
