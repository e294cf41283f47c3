// `/autoloop stop`: ends the loop and what is under way.

import { loopReason } from "../../../text/outcome/loop-reasons.ts";
import { stop as stopLoop } from "../../life/lifecycle.ts";
import { type CommandEffect, done, isOver, NOTHING_TO_DO } from "../effect.ts";

export const stop: CommandEffect<"stop"> = ({ world, state, by }) =>
  isOver(state) ? NOTHING_TO_DO : done((draft) => stopLoop(world, draft, loopReason.command(), by));
