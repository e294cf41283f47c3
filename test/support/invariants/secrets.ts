// Invariant 22: planted secrets do not turn up.

import type { MomentRule } from "./rule.ts";

/**
 * 22, no secret leaves: no text that the app writes (comments, commits, files, journal lines, titles) and no order to
 * an executor holds a planted canary. Log lines and the environment of agents are other processes' matter and
 * tested there.
 */
export const noSecretLeaves: MomentRule = (deed, _past, { canaries }) => {
  if (deed.what !== "write" && deed.what !== "run") return [];
  const texts = textsIn(deed.what === "write" ? deed.args : deed.request);
  const where = deed.what === "write" ? deed.method : "an order";
  return canaries
    .filter((canary) => texts.some((text) => text.includes(canary) || decoded(text).includes(canary)))
    .map((canary) => `${where} holds the secret ${canary}`);
};

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Files travel as base64. */
function decoded(text: string): string {
  return text.length < 4_096 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
    ? Buffer.from(text, "base64").toString()
    : "";
}
