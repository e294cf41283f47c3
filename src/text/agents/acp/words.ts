// Why the built-in client of the Agent Client Protocol gave up, in sentences. What an agent said stands beside them, not in
// them.

import { z } from "zod";

const details = z.object({ details: z.string().min(1) });

export const acpWords = {
  usage: () => "usage: acp.mjs <prompt file> <exchange directory> <model or nothing> <command line>",
  notStarted: () => "The agent's command line could not be started.",
  gone: (how: number | string) => `The agent's command line ended before its work did (${how}).`,
  closed: () => "The agent's command line closed its output before its work was done.",
  otherProtocol: (version: number) =>
    `The agent speaks version ${version} of the Agent Client Protocol, and Autoloop speaks version 1.`,
  noSuchChoice: (what: "mode" | "model") => `The agent lets nobody choose its ${what}.`,
  notTaken: (what: "mode" | "model") => `The agent did not take the ${what} that it was given.`,
  hosted: () =>
    "The agent would have taken a model that its maker hosts. Choose one with `AUTOLOOP_AGENT_MODEL`.",
  refused: () => "The model refused to go on.",
  cancelled: () => "The agent's work was cancelled.",
  /** The agent's own: its message often is but the name of a code, and what it is about stands beside it. */
  ofError: (message: string, data: unknown) => details.safeParse(data).data?.details ?? message,
} as const;
