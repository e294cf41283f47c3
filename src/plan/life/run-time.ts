// A program whose runs would take longer than the place allows where they happen: nothing begins before its author knows.

import { traits } from "../../domain/executors.ts";
import { isTooLong } from "../../domain/run-time.ts";
import { worldProblem } from "../../text/program/world-problems.ts";
import { block, notify, type Rule } from "../draft.ts";
import { confirmation, runTime } from "../facts/run-time.ts";

export const tooLong: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || state.definition === null || state.status !== "active") return draft;
  const time = runTime(world, state, "improve", confirmation(state).confirm);
  const place = traits(world.policy.executor);
  if (!isTooLong(time, place)) return draft;
  const problem = worldProblem.tooLong(time, place.longestRun ?? 0);
  return block(notify(draft, { kind: "problems", problems: [problem] }), problem);
};
