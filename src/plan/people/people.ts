// Whose roles must be known before anything is decided. Only people whose acts could matter now, so that looking
// at a quiet program asks about nobody.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { sha256 } from "../../text/format/hash.ts";
import { askedForApproval } from "../facts/approval.ts";
import { askedForSwitches } from "../life/lifecycle.ts";
import { askedForTakeOver } from "../life/take-over.ts";
import type { Need } from "../read.ts";
import { stateIn } from "../world.ts";
import { askedForCommands, askedForHalts, authorOf } from "./commands.ts";
import { askedForStateEdits } from "./state-edits.ts";
import { askedForSteering } from "./steering.ts";
import type { Talk } from "./unheard.ts";

/**
 * People asked about in one look. Anybody may comment, so those who only did that come last; but whoever may have said
 * stop comes first.
 */
const PEOPLE_PER_LOOK = 100;

/** Whoever stands behind what matters now, once everything that they may have said was read. */
export const peopleRead: Need = ({ seen }) => {
  // A role that could not be read is not asked for while that is told.
  if (seen.people !== "unread" || seen.found.unreadRole !== null) return null;
  const logins = new Set([
    ...askedForStateEdits(seen.editor),
    ...askedForTakeOver(seen),
    ...peopleToAsk(seen, stateIn(seen)),
  ]);
  return logins.size === 0 ? null : { type: "people", logins: [...logins] };
};

/** Logins, each once. */
export function peopleToAsk(talk: Talk, state: ProgramState | null): readonly string[] {
  const { view, strangers } = talk;
  const asked = [
    ...askedForHalts(talk, state),
    ...(isNewText(view, state) ? askedForApproval(view) : []),
    ...askedForSwitches(view, state),
    ...askedForCommands(talk, state),
    ...askedForSteering(view, state),
  ];
  // The author may halt without any role.
  const isOpen = (login: string) => !strangers.has(login) || login === authorOf(view);
  return [...new Set(asked)].filter(isOpen).slice(0, PEOPLE_PER_LOOK);
}

/** A text that nobody approved yet. */
function isNewText(view: ProgramView, state: ProgramState | null): boolean {
  if (state?.source.kind === "file") return false;
  return view.issue !== "absent" && state?.definition?.hash !== sha256(view.issue.body);
}
