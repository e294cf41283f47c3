// The whole of a run with an agent of the Agent Client Protocol: starts it, lets it work, tells why it ended, and leaves
// nothing of it behind. Whoever runs the client ends a run that takes too long; here is only how it then ends well.

import { setTimeout as sleep } from "node:timers/promises";
import { RequestError, type StopReason } from "@agentclientprotocol/sdk/unstable";
import type { AcpLine } from "../../../text/agents/acp/line.ts";
import { acpWords } from "../../../text/agents/acp/words.ts";
import { AgentProcess, type Patience } from "./agent-process.ts";
import { Unfit } from "./settle.ts";
import { Turn, type Work } from "./turn.ts";

/** Together less than a runner leaves between SIGTERM and SIGKILL. */
const PATIENCE: Patience = { cancelMs: 2_000, closeMs: 100, termMs: 500 };
/** Of an agent that has done its work; one of them was seen to need three seconds. */
const CLOSE_MS = 4_000;
/** Its output ends before it does. */
const EXIT_MS = 500;

const FAILED = {
  refusal: { type: "failure", code: null, said: acpWords.refused() },
  cancelled: { type: "failure", code: null, said: acpWords.cancelled() },
  max_tokens: { type: "limit", what: "tokens" },
  max_turn_requests: { type: "limit", what: "requests" },
} as const satisfies Record<Exclude<StopReason, "end_turn">, AcpLine>;

/**
 * @param line the agent's command line
 * @param stop somebody wants the run to end now
 * @returns null: it ended well; else why not, which was told unless it is what `stop` asked for
 */
export async function runAcp(
  line: readonly string[],
  work: Work,
  tell: (line: AcpLine) => void,
  stop: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<AcpLine | null> {
  const agent = new AgentProcess(line, work.workspace);
  const turn = new Turn(agent.stream, work, tell);
  const stopped = new Promise<null>((resolve) => {
    if (stop.aborted) resolve(null);
    else stop.addEventListener("abort", () => resolve(null), { once: true });
  });
  const told = turn.run().then(
    (reason) => (reason === "end_turn" ? null : FAILED[reason]),
    (error: unknown) => why(error, agent.ended),
  );
  const problem = await Promise.race([told, stopped.then(() => FAILED.cancelled)]);
  if (stop.aborted) await Promise.race([turn.cancel().then(() => told), sleep(patience.cancelMs)]);
  else if (problem !== null) tell(problem);
  await agent.end(problem === null ? { ...patience, closeMs: CLOSE_MS } : patience);
  return problem;
}

async function why(error: unknown, ended: AgentProcess["ended"]): Promise<AcpLine> {
  if (error instanceof RequestError) {
    return { type: "failure", code: error.code, said: acpWords.ofError(error.message, error.data) };
  }
  if (error instanceof Unfit) return { type: "failure", code: null, said: error.message };
  const said = await Promise.race([
    ended.then((how) => (how === null ? acpWords.notStarted() : acpWords.gone(how))),
    sleep(EXIT_MS, acpWords.closed()),
  ]);
  return { type: "failure", code: null, said };
}
