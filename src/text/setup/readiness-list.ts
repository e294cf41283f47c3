// The list of what must be ready in a repository, as people read it on GitHub and on a terminal. The sentences come
// from `readiness-words.ts`; nothing is decided here.

import type { CheckName, CheckState, ReadinessCheck } from "../../domain/repository/readiness.ts";
import { oneLine } from "../format/inert.ts";

const TITLE: Readonly<Record<CheckName, string>> = {
  permissions: "Permissions",
  server: "Server",
  label: "Label",
  ci: "CI",
  memory: "Memory branch",
  branches: "Programs' branches",
  drafts: "Draft pull requests",
  workflow: "Workflow",
  actions: "GitHub Actions",
  secret: "Agent's secret",
  agent: "Agent",
  key: "Agent's key",
  isolation: "Isolation",
};

const SIGN: Readonly<Record<CheckState, string>> = {
  ready: "✅",
  missing: "❌",
  unknown: "❔",
  "not needed": "➖",
};

/** One line of Markdown a check. */
export function readinessList(checks: readonly ReadinessCheck[]): readonly string[] {
  return checks.map(({ name, state, text, link }) => {
    const where = link === null ? "" : ` [${link.text}](${link.url})`;
    return `- ${SIGN[state]} **${TITLE[name]}:** ${text}${where}`;
  });
}

/** One line of plain text a check, and the address to go to below it. */
export function readinessLines(checks: readonly ReadinessCheck[]): readonly string[] {
  return checks.flatMap(({ name, state, text, link }) => [
    `${state.padEnd(10)}  ${TITLE[name].padEnd(14)}  ${oneLine(text)}`,
    ...(link === null ? [] : [`${" ".repeat(28)}${link.url}`]),
  ]);
}
