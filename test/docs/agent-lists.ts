// What the documentation says of each agent, out of the agents' rows.

import type { AgentCommands, AgentRow } from "../../src/text/agents/agent-row.ts";

/** Width of the documentation's lines. */
const WIDTH = 120;

/** All agents in one line, the first of them named as what counts where nobody chooses. */
export function agentSentence(agents: readonly AgentRow[]): string {
  const named = agents.map(({ name, remark }) => `\`${name}\`${remark === "" ? "" : ` (${remark})`}`);
  return `${named.slice(0, -1).join(", ")} or ${named.at(-1)}.`;
}

/** The table of what a workflow needs for each agent. */
export function agentTable(agents: readonly AgentRow[]): string {
  const rows = agents.map((row) => `| \`${row.name}\` | ${secretsOf(row)} | ${installedFor(row)} |\n`);
  return `| \`--agent\` | secret | what the workflow installs |\n| --- | --- | --- |\n${rows.join("")}`;
}

const COMMANDS: Readonly<Record<AgentCommands, string>> = {
  none: "none",
  reading: "those that it takes for harmless",
  sandbox: "any, in a sandbox (Autoloop's, else its own): they write in the workspace only",
  any: "any, without a sandbox",
  unknown: "nobody here knows",
};

/** The table of what each agent may do and takes. */
export function abilityTable(agents: readonly AgentRow[]): string {
  const rows = agents.map(({ name, keys, isOperators, commands, takes, caches }) => {
    const variables = keys.map(({ variable }) => `\`${variable}\``).join(" or ") || "none";
    const chosen = takes.map((what) => ({ model: "model", baseUrl: "server" })[what]).join(", ") || "nothing";
    return `| \`${name}\` | ${isOperators ? "yours" : variables} | ${COMMANDS[commands]} | ${chosen} | ${caches === undefined ? "no" : "yes"} |\n`;
  });
  return `| agent | key | runs commands | takes | uses the cache |\n| --- | --- | --- | --- | --- |\n${rows.join("")}`;
}

/** Names of files that no agent gets, in one line. */
export function hiddenNames(agents: readonly AgentRow[]): string {
  const names = [...new Set(agents.flatMap(({ hides }) => hides))].toSorted();
  return `${names.map((name) => `\`${name}\``).join(", ")}.`;
}

function secretsOf({ isOperators, keys, variables }: AgentRow): string {
  if (keys.length === 0) return "none";
  const names = keys.map(({ variable, secret }) =>
    variable === secret ? `\`${secret}\`` : `\`${secret}\` (handed on as \`${variable}\`)`,
  );
  const all = names.join(" or ");
  if (isOperators) return `${all}; the command line is the repository variable \`AUTOLOOP_AGENT_COMMAND\``;
  return variables === "any"
    ? `${all}; for another provider put its variable in its place, also in \`AUTOLOOP_AGENT_VARIABLES\``
    : all;
}

function installedFor({ isOperators, install }: AgentRow): string {
  if (isOperators) return "nothing: add a step that installs it";
  return install === null ? "nothing" : `\`${install.replace(/@[^@/]+$/, "")}\``;
}

/** The text in lines that begin with `margin`, broken at blanks. */
export function wrapped(text: string, margin: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(margin + word);
  }
  return lines.map((line) => `${line}\n`).join("");
}
