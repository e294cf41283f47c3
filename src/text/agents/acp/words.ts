// Why the built-in client of the Agent Client Protocol gave up, in sentences. What an agent said stands beside them, not in
// them.

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
} as const;
