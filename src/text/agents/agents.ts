// All agents by name, and what follows from a row for whoever installs or chooses one. Decides nothing about runs.

import { nearest } from "../format/nearest.ts";
import type { AgentRow } from "./agent-row.ts";
import { claude } from "./rows/claude.ts";
import { ROWS } from "./rows/index.ts";

/** As lists show them: the operator's own command line, which every machine has another of, comes last. */
export function inOrder(rows: readonly AgentRow[]): readonly AgentRow[] {
  return [
    ...rows.filter(({ isOperators }) => !isOperators),
    ...rows.filter(({ isOperators }) => isOperators),
  ];
}

export const AGENTS: readonly AgentRow[] = inOrder(ROWS);

export const AGENT_NAMES: readonly string[] = AGENTS.map(({ name }) => name);

/** The one where nobody chooses. */
export const DEFAULT_AGENT = claude.name;

/** Null for an agent of another name. */
export function agentNamed(name: string): AgentRow | null {
  return AGENTS.find((row) => row.name === name) ?? null;
}

/**
 * Whether one of these variables says who pays for the agent. True for an operator's own command line, of which the
 * operator knows what it needs.
 */
export function isPaid(name: string, variables: readonly string[]): boolean {
  const row = agentNamed(name);
  if (row === null || row.isOperators || row.keys.length === 0) return true;
  const keys = row.keys.map(({ variable }) => variable);
  return variables.some((one) => keys.includes(one) || row.alsoPaid?.test(one) === true);
}

/** Names of the variables of which the agent needs one. */
export function agentKeys(name: string): readonly string[] {
  return agentNamed(name)?.keys.map(({ variable }) => variable) ?? [];
}

/** Names of the repository's secrets of which the agent needs one; none where it needs none or nobody knows. */
export function agentSecrets(name: string): readonly string[] {
  const row = agentNamed(name);
  return row === null || row.isOperators ? [] : row.keys.map(({ secret }) => secret);
}

/** ` Did you mean …?` behind a sentence about a name that no agent has; empty where none is near. */
export function agentMeant(written: string): string {
  const meant = nearest(written, AGENT_NAMES);
  return meant === null ? "" : ` Did you mean ${meant}?`;
}
