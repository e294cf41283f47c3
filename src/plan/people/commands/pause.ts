// `/autoloop pause`: nothing new begins until somebody ends it.

import { commandReason } from "../../../text/command/command-reasons.ts";
import { loopReason } from "../../../text/outcome/loop-reasons.ts";
import { record } from "../../draft.ts";
import { type CommandEffect, done, isOver, NOTHING_TO_DO, unusable } from "../effect.ts";

export const pause: CommandEffect<"pause"> = ({ world, state, by }, { reason }) => {
  if (isOver(state)) return unusable(commandReason.notRunning());
  // A person's pause takes the place of one that could end by itself, but never of one that is there to protect.
  const stands = state.pause?.kind === "command" || state.pause?.kind === "tampered";
  if (stands) return NOTHING_TO_DO;
  const why = reason === "" ? loopReason.noReason() : reason;
  return done((draft) => record(world, draft, { type: "loop.pause", kind: "command", reason: why, by }));
};
