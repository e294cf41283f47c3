// `/autoloop stop`: ends the loop and what is under way.

import { loopReason } from "../../../text/outcome/loop-reasons.ts";
import { stop as stopLoop } from "../../life/lifecycle.ts";
import { type ActingCommand, done, isOver, NOTHING_TO_DO } from "../effect.ts";

export const stop: ActingCommand<"stop"> = {
  row: {
    order: 5,
    verb: "stop",
    takes: "nothing",
    permission: "halt",
    help: "ends the loop and what is under way",
    manual:
      "Ends the loop and the iteration in flight. It stays stopped until `resume`, `run` or `retry`, or until the label is put on again.",
  },
  effect: ({ world, state, by }) =>
    isOver(state) ? NOTHING_TO_DO : done((draft) => stopLoop(world, draft, loopReason.command(), by)),
};
