// All agents by name, and what follows from a row for whoever installs or chooses one. Decides nothing about runs.

import { nearest } from "../format/nearest.ts";
import type { AgentRow } from "./agent-row.ts";
import { claude } from "./rows/claude.ts";
import { ROWS } from "./rows/index.ts";

/** As lists show them: the operator's own command line, which every machine has another of, comes last. */
export function inOrder(rows: readonly AgentRow[]): readonly AgentRow[] {
  return [...rows.filter(({ argv }) => argv !== null), ...rows.filter(({ argv }) => argv === null)];
}

export const AGENTS: readonly AgentRow[] = inOrder(ROWS);

export const AGENT_NAMES: readonly string[] = AGENTS.map(({ name }) => name);

/** The one where nobody chooses. */
export const DEFAULT_AGENT = claude.name;

/** Null for an agent of another name. */
export function agentNamed(name: string): AgentRow | null {
  return AGENTS.find((row) => row.name === name) ?? null;
}

/** Names of the repository's secrets of which the agent needs one; none where it needs none or nobody knows. */
export function agentSecrets(name: string): readonly string[] {
  const row = agentNamed(name);
  // What an operator's own command line needs, its operator knows.
  return row === null || row.argv === null ? [] : row.keys.map(({ secret }) => secret);
}

/** ` Did you mean …?` behind a sentence about a name that no agent has; empty where none is near. */
export function agentMeant(written: string): string {
  const meant = nearest(written, AGENT_NAMES);
  return meant === null ? "" : ` Did you mean ${meant}?`;
}
