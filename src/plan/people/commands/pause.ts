// `/autoloop pause`: nothing new begins until somebody ends it.

import { commandReason } from "../../../text/command/command-reasons.ts";
import { loopReason } from "../../../text/outcome/loop-reasons.ts";
import { record } from "../../draft.ts";
import { type ActingCommand, done, isOver, NOTHING_TO_DO, unusable } from "../effect.ts";

export const pause: ActingCommand<"pause"> = {
  row: {
    order: 3,
    verb: "pause",
    takes: "reason",
    permission: "halt",
    box: {
      marker: "pause",
      when: "active",
      label: "Pause",
      button: "Pause",
      description: "Nothing new begins until it goes on",
    },
    help: "nothing new begins, nothing is committed",
    manual:
      "At once: no dispatch, no commit, no pull request. What is in flight is kept and goes on at `resume`; the time in between does not count against its deadline. A run on GitHub Actions is cancelled instead, and its iteration ends.",
  },
  effect: ({ world, state, by }, { reason }) => {
    if (isOver(state)) return unusable(commandReason.notRunning());
    // A person's pause takes the place of one that could end by itself, but never of one that is there to protect.
    const stands = state.pause?.kind === "command" || state.pause?.kind === "tampered";
    if (stands) return NOTHING_TO_DO;
    const why = reason === "" ? loopReason.noReason() : reason;
    return done((draft) => record(world, draft, { type: "loop.pause", kind: "command", reason: why, by }));
  },
};
