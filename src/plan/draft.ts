// A plan in the making. Rules take a draft and give back a fuller one; none of them ever changes one in place.
// The state in a draft is always the fold of the journal plus the events decided so far, so a later rule sees
// what an earlier one decided.

import type { EventBody, NewEvent } from "../domain/journal/event.ts";
import { fold } from "../domain/journal/fold.ts";
import type { ProgramState } from "../domain/journal/state.ts";
import type { Problem } from "../domain/program/program.ts";
import type { Notice } from "../text/notices/notice-comment.ts";
import type { Action } from "./action.ts";
import type { World } from "./world.ts";

/** The plan as far as the rules before this one have decided it. */
export interface Draft {
  /** Null: not adopted. */
  readonly state: ProgramState | null;
  readonly events: readonly NewEvent[];
  /** False while every event so far may wait for the next reason to write (see `note`). */
  readonly mustWrite: boolean;
  readonly actions: readonly Action[];
  /** Why no iteration may start although the program is active. */
  readonly blocked: readonly Problem[];
  /** Loud comments that the issue must show, each once. */
  readonly notices: readonly Notice[];
  /** Moments (ms) at which the world must be looked at again even when nobody calls. */
  readonly wakeAt: readonly number[];
  /** Number of the newest journal entry that `state` holds and that is, or is about to be, written. */
  readonly seq: number;
  /** Nothing may be decided any more: the journal cannot be trusted. */
  readonly halted: boolean;
  /** The actions' outcome matters at once: observe again right after them. */
  readonly again: boolean;
}

/** One decision. Returns the draft it was given when it has nothing to say. */
export type Rule = (world: World, draft: Draft) => Draft;

export function emptyDraft(state: ProgramState | null, seq: number): Draft {
  return {
    state,
    seq,
    events: [],
    mustWrite: false,
    actions: [],
    blocked: [],
    notices: [],
    wakeAt: [],
    halted: false,
    again: false,
  };
}

/** Adds an event that must be written now. */
export function record(world: World, draft: Draft, body: EventBody, runId?: string): Draft {
  return { ...note(world, draft, body, runId), mustWrite: true };
}

/** Adds an event that is written along with the next one that must be: it can be seen again any time. */
export function note(world: World, draft: Draft, body: EventBody, runId?: string): Draft {
  const event: NewEvent = {
    at: new Date(world.now).toISOString(),
    program: world.seen.name,
    run_id: runId ?? runOf(draft),
    ...body,
  };
  return { ...draft, state: fold(draft.state, [event]), events: [...draft.events, event] };
}

/** Id of the run that goes on; empty before the first. */
export function runOf({ state }: Draft): string {
  return state?.run?.id ?? "";
}

/** Adds actions behind those that are there: they are carried out in this order. */
export function act(draft: Draft, ...actions: readonly Action[]): Draft {
  return { ...draft, actions: [...draft.actions, ...actions] };
}

/** @param at milliseconds since the epoch */
export function wake(draft: Draft, at: number): Draft {
  return { ...draft, wakeAt: [...draft.wakeAt, at] };
}

export function lookAgain(draft: Draft): Draft {
  return { ...draft, again: true };
}

export function notify(draft: Draft, notice: Notice): Draft {
  return { ...draft, notices: [...draft.notices, notice] };
}

/** Keeps iterations from starting, and says why. */
export function block(draft: Draft, ...problems: readonly Problem[]): Draft {
  return { ...draft, blocked: [...draft.blocked, ...problems] };
}

/** Stops deciding: the rules that follow are skipped, the projections still show what is known. */
export function halt(draft: Draft): Draft {
  return { ...draft, halted: true };
}
