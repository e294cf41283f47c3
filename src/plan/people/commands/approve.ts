// `/autoloop approve`: the text itself was approved or not before this (`approval.ts`); here its author is told. Where
// the program stands still because its text is read otherwise now, this takes today's reading.

import type { IssueView } from "../../../domain/repository/view.ts";
import { commandReason } from "../../../text/command/command-reasons.ts";
import { sha256 } from "../../../text/format/hash.ts";
import { lookAgain, record } from "../../draft.ts";
import { readAnew } from "../../life/reading.ts";
import {
  type ActingCommand,
  done,
  type Effect,
  type Given,
  goOn,
  NOTHING_TO_DO,
  unusable,
} from "../effect.ts";

export const approve: ActingCommand<"approve"> = {
  row: {
    order: 7,
    verb: "approve",
    takes: "nothing",
    permission: "start",
    early: true,
    queued: "eyes",
    help: "stands behind the text of the program's issue as it is now",
    manual:
      "Stands behind the text of the issue as it is: the comment must be newer than the last edit. Where a program paused because its text is read otherwise now, it takes today's reading.",
  },
  effect: (given) => {
    const { world, draft, state, source } = given;
    const { issue } = world.seen.view;
    const isShown = state.pause?.kind === "definition" && readAnew(world, state)?.kind !== "unseen";
    const goingOn = isShown ? goOn(given) : null;
    if (goingOn !== null) return goingOn;
    // What a file says is approved by whoever may push it.
    if (issue === "absent" || state.source.kind === "file") return NOTHING_TO_DO;
    const hash = sha256(issue.body);
    if (state.definition?.hash === hash) return NOTHING_TO_DO;
    if (source.issue !== undefined) return approveFromElsewhere(given, issue, source.issue);
    if (state.in_flight !== null) return { outcome: "queued", reason: null };
    const isWaiting = draft.notices.some(({ kind }) => kind === "approval");
    return unusable(isWaiting ? commandReason.approvedTooEarly() : commandReason.problems());
  },
};

/** Nobody will look there again, so the journal remembers which text it was about. */
function approveFromElsewhere(
  { world, source, by }: Given,
  { body, edited }: IssueView,
  issue: number,
): Effect {
  const { comment, writtenAt } = source;
  const hash = sha256(body);
  if (edited !== null && edited.at >= writtenAt) return unusable(commandReason.approvedTooEarly());
  return done((draft) =>
    lookAgain(record(world, draft, { type: "program.approved", hash, by, comment, issue })),
  );
}
