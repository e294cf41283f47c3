// The order of a run as a file: what a run on another machine reads from the memory branch. The same order always
// gives the same text, so that its hash can travel apart from it.

import type { ProgramKey } from "../../domain/repository/view.ts";
import { encodeRunFile } from "../../text/run/run-request.ts";
import type { RunOrder } from "../action.ts";

/**
 * Of the checkout and of the agent's own command line this says nothing: whoever runs it finds out the one and
 * brings along the other.
 */
export function requestText(key: ProgramKey, { briefing, ...order }: Omit<RunOrder, "requestHash">): string {
  return encodeRunFile({ ...order, v: 1, key, context: briefing, leftOut: [], agentCommand: null });
}
