// Whether an iteration starts now, and on what. The start is journalled before anything is dispatched, so that
// at most one iteration of a program is ever between dispatch and its end.

import { traits } from "../../domain/executors.ts";
import type { Attempt, IterationKind } from "../../domain/journal/iteration.ts";
import type { Crash } from "../../domain/journal/repair.ts";
import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import type { CommentRef } from "../../domain/journal/terms.ts";
import { bringUpToDate } from "../branch/up-to-date.ts";
import { type Draft, lookAgain, type Rule, record, wake } from "../draft.ts";
import { attemptsOf, newestAttempts, patchTexts } from "../facts/attempts.ts";
import { instructions } from "../facts/command-sources.ts";
import { confirmation, runTime } from "../facts/run-time.ts";
import { handedOut } from "../facts/steering-in-force.ts";
import { stateIn, type World } from "../world.ts";
import { pausedOnRed } from "./base-green.ts";
import { isBudgeted } from "./budget.ts";
import { isItsTurn, nextDue } from "./turn.ts";

/** How soon to look again while other programs hold all slots; their end calls sooner. */
const SLOT_RETRY_MS = 60_000;

export const start: Rule = (world, draft) => {
  const state = draft.state;
  if (state === null || state.status !== "active" || state.in_flight !== null) return draft;
  if (draft.blocked.length > 0 || draft.again || state.definition === null) return draft;

  const due = nextDue(world, state);
  if (due === null) return draft;
  if (due > world.now) return wake(draft, due);
  if (!isItsTurn(world, state, due)) return wake(draft, world.now + SLOT_RETRY_MS);
  // The baseline asks no agent.
  const red = state.baseline === null ? null : pausedOnRed(world, draft);
  if (red !== null) return red;
  // Started by a command of this very look: patches are read before the next one.
  if (!isAtHand(world, state)) return lookAgain(draft);
  return bringUpToDate(world, draft) ?? begin(world, draft, state, state.definition);
};

/** The patches that are to be proposed again, or shown to the agent, where they were not asked for in vain. */
function isAtHand(world: World, state: ProgramState): boolean {
  if (state.baseline === null) return true;
  const keeps = state.requested?.keeps;
  const texts = patchTexts(world);
  const areKnown = (all: readonly Attempt[]) => all.every(({ blob }) => blob === "" || texts.has(blob));
  if (keeps !== undefined)
    return stateIn(world.seen)?.requested?.keeps === keeps || areKnown(attemptsOf(state, keeps));
  const isElsewhere = !traits(world.policy.executor).isHere;
  return isElsewhere || world.seen.attempts !== "unread" || areKnown(newestAttempts(state));
}

function begin(
  world: World,
  draft: Draft,
  state: ProgramState,
  definition: NonNullable<ProgramState["definition"]>,
): Draft {
  const { branch, defaultBranch } = world.seen.view;
  if (defaultBranch === "absent") return draft;
  const base = branch === "absent" ? defaultBranch.head : branch.head;
  const keeps = state.baseline === null ? undefined : state.requested?.keeps;
  const asksNobody = state.baseline === null || keeps !== undefined;
  const number = (state.last_iteration ?? -1) + 1;
  const kind = state.baseline === null ? "baseline" : "improve";
  const confirmed = confirmation(state);
  const deadline = deadlineOf(world, state, kind, confirmed.confirm);
  const started = record(world, draft, {
    type: "iteration.start",
    iteration: number,
    kind,
    attempt: 1,
    base,
    definition: definition.hash,
    executor: world.policy.executor,
    place: world.seen.workerId,
    nonce: world.seen.ids.nonce,
    deadline: new Date(deadline).toISOString(),
    ...(keeps === undefined ? {} : { keeps }),
    steering: asksNobody ? [] : [...newSteering(world, state), ...askedOf(world, state)],
    ...(isBudgeted(world, state) ? { budgeted: true } : {}),
    ...confirmed,
  });
  return wake(started, deadline);
}

/** The next run of the iteration in flight; the draft itself where none may begin. */
export function nextAttempt(
  world: World,
  draft: Draft,
  flight: InFlight,
  { kind, base, crash }: { readonly kind: IterationKind; readonly base: string; readonly crash?: Crash },
): Draft {
  const { state } = draft;
  if (state === null || draft.blocked.length > 0) return draft;
  // What CI refused is repaired on itself, which is no base to compare it with.
  const confirm = kind === flight.kind ? flight.confirm : undefined;
  const deadline = deadlineOf(world, state, kind, confirm);
  const started = record(world, draft, {
    type: "iteration.start",
    iteration: flight.number,
    kind,
    attempt: flight.attempt + 1,
    base,
    definition: flight.definition,
    executor: world.policy.executor,
    place: world.seen.workerId,
    nonce: world.seen.ids.nonce,
    deadline: new Date(deadline).toISOString(),
    steering: flight.steering,
    ...(isBudgeted(world, state) ? { budgeted: true } : {}),
    ...(confirm === undefined ? {} : { confirm }),
    ...(crash === undefined ? {} : { crash }),
  });
  return wake(started, deadline);
}

/** When a run that starts now counts as lost, milliseconds since the epoch. */
function deadlineOf(
  world: World,
  state: ProgramState,
  kind: IterationKind,
  confirm: number | undefined,
): number {
  const { total } = runTime(world, state, kind, confirm);
  return world.now + total * 1_000 + traits(world.policy.executor).reportGraceMs;
}

/** Instructions that came with a request for this iteration. */
function askedOf({ seen }: World, { requested }: ProgramState): readonly CommentRef[] {
  return instructions(seen, requested?.instructions ?? []).map(({ text: _, ...ref }) => ref);
}

/** Steering that no iteration was given as a directive yet. */
function newSteering(world: World, state: ProgramState): readonly CommentRef[] {
  return handedOut(world.seen.view, state)
    .filter(({ given }) => !given)
    .map(({ comment, hash, by }) => ({ comment, hash, by }));
}
