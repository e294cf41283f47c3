// The answer to an agent that asks whether it may do something: what only reads and edits files of ours, yes; everything
// else, and everything that it does not describe, no. Pure, but for looking up where a path leads.

import type { PermissionOption, ToolKind } from "@agentclientprotocol/sdk/unstable";

/** Nobody is asked about these. */
const HARMLESS: readonly ToolKind[] = ["read", "search", "edit", "delete", "move"];

/** What is known of a tool call, from the request and from what was told of it before. */
export interface Wanted {
  readonly kind: ToolKind | null;
  readonly paths: readonly string[];
}

/** @param alsoHarmless a kind that this agent has for something as harmless; null: none */
export function isHarmless(
  { kind, paths }: Wanted,
  isOurs: (path: string) => boolean,
  alsoHarmless: string | null,
): boolean {
  const isHarmlessKind = kind !== null && (HARMLESS.includes(kind) || kind === alsoHarmless);
  return isHarmlessKind && paths.length > 0 && paths.every(isOurs);
}

/**
 * Which of the options says that, once. By kind: their ids and names are the agent's own. Null where none says it.
 */
export function optionFor(options: readonly PermissionOption[], isGiven: boolean): string | null {
  const kinds = isGiven ? ["allow_once"] : ["reject_once", "reject_always"];
  const fit = kinds.flatMap((kind) => options.find((one) => one.kind === kind) ?? []);
  return fit[0]?.optionId ?? null;
}
