// A program that runs by what an older reader made of its text. What today's reader only narrows is journalled without
// asking anybody. Where anything else differs nothing that the older reading began counts, and the loop stands still
// until somebody has looked at both.

import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { lookAgain, note, type Rule, record } from "../draft.ts";
import { abandon } from "../iteration/ending.ts";
import { definedAnew, readAnew } from "./reading.ts";

/** Asked after everything that may let the loop go on, so that no other word takes a reading that was not shown. */
export const reread: Rule = (world, draft) => {
  const { state } = draft;
  const reading = state === null ? null : readAnew(world, state);
  if (state === null || reading === null) return draft;
  if (reading.kind === "same" || reading.kind === "narrower") {
    const add = reading.kind === "same" ? note : record;
    // Nobody is asked, so it is nobody's but the one's who approved the text. It is measured as before.
    const anew = { ...definedAnew(state, reading, reading.before.approved_by), epoch: state.epoch };
    return add(world, draft, anew);
  }
  const left = abandon(world, draft, loopReason.readAnew());
  // The text that stands there now is approved first, or the old one put back; neither runs before that.
  if (reading.kind === "unseen") return left === draft ? draft : lookAgain(left);
  if (state.status !== "active") return left;
  const reason =
    reading.kind === "problems"
      ? loopReason.notUnderstood(reading.now.problems.map(({ key }) => key))
      : loopReason.readOtherwise(reading.parts);
  return record(world, left, { type: "loop.pause", kind: "definition", reason, by: null });
};
