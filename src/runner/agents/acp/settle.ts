// Sets what a session has to be before the first prompt: its mode and its model. What was set is read back where the agent
// shows it; an agent that works otherwise than it was told to does not begin.

import {
  type ClientContext,
  methods,
  type NewSessionResponse,
  type SessionConfigOption,
} from "@agentclientprotocol/sdk/unstable";
import type { AcpAdapter } from "../../../text/agents/acp/adapters.ts";
import { acpWords } from "../../../text/agents/acp/words.ts";

type What = "mode" | "model";

/** The agent cannot be worked with as it is; the message is ours. */
export class Unfit extends Error {
  override readonly name = "Unfit";
}

/**
 * @param model null: the agent's own
 * @throws Unfit when it does not take what it is given
 */
export async function settle(
  agent: ClientContext,
  session: NewSessionResponse,
  { mode, hosted }: AcpAdapter,
  model: string | null,
): Promise<void> {
  let options = session.configOptions ?? [];
  const { sessionId } = session;
  const set = async (what: What, value: string) => {
    const option = optionOf(options, what);
    if (option === null) throw new Unfit(acpWords.noSuchChoice(what));
    if (option.currentValue === value) return;
    const answer = await agent.request(methods.agent.session.setConfigOption, {
      ...{ sessionId, configId: option.id, value },
    });
    options = answer.configOptions;
    if (optionOf(options, what)?.currentValue !== value) throw new Unfit(acpWords.notTaken(what));
  };
  if (mode !== null) {
    if (optionOf(options, "mode") !== null || session.modes == null) await set("mode", mode);
    else if (session.modes.currentModeId !== mode) {
      // The answer is empty, and not every agent tells of the new mode: an error is all that can be heard.
      await agent.request(methods.agent.session.setMode, { sessionId, modeId: mode });
    }
  }
  if (model !== null) await set("model", model);
  else if (hosted?.test(optionOf(options, "model")?.currentValue ?? "")) throw new Unfit(acpWords.hosted());
}

function optionOf(options: readonly SessionConfigOption[], what: What) {
  const found = options.find(({ category, id }) => (category ?? id) === what);
  return found?.type === "select" ? found : null;
}
