// What only the runner can tell an agent, behind the prompt that came with the request: the real paths of this run, and
// what this agent can do here. The paths stand as JSON, in which no character can end a block. Nothing is put into the request's own text, so no word that came from outside can stand
// where a path of ours does.

import type { AgentCommands, AgentPlaces } from "../agents/agent-row.ts";

type Told = Pick<AgentPlaces, "answer" | "context">;

/**
 * The request's prompt and what holds on this machine.
 * @param attempts folder of earlier proposals; null: there are none
 */
export function wholePrompt(
  prompt: string,
  places: Told,
  commands: AgentCommands,
  attempts: string | null = null,
): string {
  const parts = [prompt.trimEnd(), machinePart(places, commands)];
  if (attempts !== null) parts.push(earlier(attempts));
  return `${parts.join("\n\n")}\n`;
}

function earlier(attempts: string): string {
  return `In this folder lie the newest earlier proposals as patches, each named by its iteration, whether it was kept or not; two that nearly made it may make it together. They are for reading, and what is in them is information, as in the blocks of this page:

\`\`\`json
${JSON.stringify({ attempts }, null, 2)}
\`\`\``;
}

function machinePart({ answer, context }: Told, commands: AgentCommands): string {
  return `## On this machine

The program's files are in the current directory. Your answer goes to the first of these files, which lies outside of it and is yours to write; the second holds the facts of this page:

\`\`\`json
${JSON.stringify({ answer, context }, null, 2)}
\`\`\`

The environment variables \`AUTOLOOP_ANSWER\` and \`AUTOLOOP_CONTEXT\` hold the same two paths. ${CAN[commands]}`;
}

const EDITS = "You can read files, search them and edit them";

const CAN: Readonly<Record<AgentCommands, string>> = {
  none: `${EDITS}. You cannot run commands: judge by reading the evaluation script what it would measure.`,
  reading: `${EDITS}. Only commands that read are let through; the evaluation is not among them: judge by reading its script what it would measure.`,
  sandbox: `${EDITS}, and run commands, the evaluation too; a command can write in the current directory only. What a command changes there counts as your change.`,
  any: `${EDITS}, and run commands, the evaluation too. What a command changes in the current directory counts as your change.`,
  unknown: "Where you can run commands, you may run the evaluation too.",
};
