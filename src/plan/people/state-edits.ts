// A person's change of the state file's machine table is read as a command, journalled with its author and then
// projected back. Pausing, going on and completing are obeyed where that person may do it; anything else is put
// back, and one notice says so. A file or table that is gone is simply made again.

import { hasRole, maySteer } from "../../domain/authority.ts";
import type { EventBody } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { Actor, PauseKind } from "../../domain/journal/terms.ts";
import { memoryPath } from "../../domain/program/names.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { stateEdits as editsOf, type StateEdit } from "../../text/state-file/state-edits.ts";
import { parseStateFile, type StateFile } from "../../text/state-file/state-file.ts";
import { type Draft, type Rule, record } from "../draft.ts";
import { actor } from "../facts/approval.ts";
import { abandon } from "../iteration/ending.ts";
import { takeReading } from "../life/reading.ts";
import type { Need } from "../read.ts";
import { peopleIn, stateIn, valueOr, type World } from "../world.ts";

/** Somebody wrote something else than the journal's state into the file. */
export const editorRead: Need = ({ seen }) => {
  const state = stateIn(seen);
  if (seen.editor !== "unread" || state === null || editsOf(seen.stateFile, state).length === 0) return null;
  return { type: "lastEditor", path: memoryPath.state(state.name) };
};

export const stateEdits: Rule = (world, draft) => {
  const { editor, stateFile, view } = world.seen;
  const state = draft.state;
  const known = stateIn(world.seen);
  if (state === null || editor === "unread" || known === null) return draft;
  // The app's own words of an earlier version: the next write brings them up to date.
  const login = editor.value;
  if (isSame(login, view.self)) return draft;
  const edits = editsOf(stateFile, known);
  if (edits.length === 0) return draft;

  const by = login === null ? null : actor(login, peopleIn(world.seen));
  const file = parseStateFile(stateFile === "absent" ? "" : stateFile);
  const wish = wishOf(edits, file, state, by);
  const done = wish?.fields ?? [];
  const edited = record(world, draft, {
    type: "state.edited",
    by,
    fields: edits.map(({ field }) => field),
    put_back: edits
      .filter((edit) => !done.includes(edit.field) && isNews(edit, file, state))
      .map(({ field }) => field),
  });
  return wish === null || by === null ? edited : obeyed(world, edited, wish.event, by);
};

/** Logins whose roles this rule wants to know. */
export function askedForStateEdits(editor: World["seen"]["editor"]): readonly string[] {
  const login = valueOr(editor, null);
  return login === null ? [] : [login];
}

interface Wish {
  readonly event: EventBody;
  /** Rows that ask for it. */
  readonly fields: readonly string[];
}

/** What the changed rows ask for, if this person may have it. */
function wishOf(
  edits: readonly StateEdit[],
  file: StateFile,
  state: ProgramState,
  by: Actor | null,
): Wish | null {
  const changed = (field: string) => edits.some((edit) => edit.field === field && edit.said !== null);
  const isOn = state.status === "active" || state.status === "waiting";
  if (by === null || !hasRole(by.permission, "triage")) return null;
  if (changed("Completed") && file.completed === true && (isOn || state.status === "paused")) {
    const event = {
      type: "loop.complete",
      reason: reason.stateFile(by.login, file.completedReason),
    } as const;
    return { event, fields: ["Completed", "Completed Reason"] };
  }
  const why = { reason: reason.stateFile(by.login, file.pauseReason), by };
  if (changed("Paused") && file.paused === true && isOn) {
    return {
      event: { type: "loop.pause", kind: "state-edited", ...why },
      fields: ["Paused", "Pause Reason"],
    };
  }
  if (state.status !== "paused" || state.pause === null) return null;
  if (changed("Paused") && file.paused === false && mayGoOn(state.pause.kind, by)) {
    const event = { type: "loop.resume", reason: reason.stateFile(by.login, null), by } as const;
    return { event, fields: ["Paused", "Pause Reason"] };
  }
  if (changed("Pause Reason") && file.paused === true && file.pauseReason !== null) {
    return { event: { type: "loop.pause", kind: state.pause.kind, ...why }, fields: ["Pause Reason"] };
  }
  return null;
}

/** After tampering only somebody who looks after the whole repository may say that all is well. */
function mayGoOn(pause: PauseKind, { permission }: Actor): boolean {
  return pause === "tampered" ? hasRole(permission, "maintain") : maySteer(permission);
}

function obeyed(world: World, draft: Draft, event: EventBody, by: Actor): Draft {
  if (event.type === "loop.resume") return record(world, takeReading(world, draft, by), event);
  if (event.type !== "loop.complete") return record(world, draft, event);
  return record(world, abandon(world, draft, event.reason), event);
}

/** The row was changed to something else, not only taken away or written in another way. */
function isNews({ field, said }: StateEdit, file: StateFile, state: ProgramState): boolean {
  if (said === null) return false;
  if (field === "Paused") return file.paused !== (state.status === "paused");
  return field !== "Completed" || file.completed !== (state.status === "completed");
}

/** GitHub writes an app's login with and without `[bot]`. */
function isSame(login: string | null, self: string): boolean {
  return login?.replace(/\[bot\]$/, "") === self.replace(/\[bot\]$/, "");
}
