// Whether an iteration starts now, and on what. The start is journalled before anything is dispatched, so that
// at most one iteration of a program is ever between dispatch and its end.

import { traits } from "../../domain/executors.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { CommentRef } from "../../domain/journal/terms.ts";
import { noisePairsFor, pairsFor } from "../../domain/noise/confirming.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { bringUpToDate } from "../branch/up-to-date.ts";
import { type Draft, type Rule, record, wake } from "../draft.ts";
import { instructions } from "../facts/command-sources.ts";
import { timeoutMs } from "../facts/run-time.ts";
import { handedOut } from "../facts/steering-in-force.ts";
import type { World } from "../world.ts";
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
  return bringUpToDate(world, draft) ?? begin(world, draft, state, state.definition);
};

function begin(
  world: World,
  draft: Draft,
  state: ProgramState,
  definition: NonNullable<ProgramState["definition"]>,
): Draft {
  const { branch, defaultBranch } = world.seen.view;
  if (defaultBranch === "absent") return draft;
  const base = branch === "absent" ? defaultBranch.head : branch.head;
  const number = (state.last_iteration ?? -1) + 1;
  const deadline = deadlineOf(world, state);
  const started = record(world, draft, {
    type: "iteration.start",
    iteration: number,
    kind: state.baseline === null ? "baseline" : "improve",
    attempt: 1,
    base,
    definition: definition.hash,
    executor: world.policy.executor,
    place: world.seen.workerId,
    nonce: world.seen.ids.nonce,
    deadline: new Date(deadline).toISOString(),
    steering: state.baseline === null ? [] : [...newSteering(world, state), ...askedOf(world, state)],
    ...(isBudgeted(world, state) ? { budgeted: true } : {}),
    ...confirmation(state),
  });
  return wake(started, deadline);
}

/** In how many pairs its measurement is confirmed, or its noise measured; nothing: in none. */
function confirmation(state: ProgramState): { readonly confirm?: number } {
  const definition = definitionOf(state);
  const confirm =
    state.baseline === null
      ? noisePairsFor(definition)
      : pairsFor(definition, state.best?.metric ?? null, state.noise ?? null);
  return confirm === null ? {} : { confirm };
}

/** When a run that starts now counts as lost, milliseconds since the epoch. */
export function deadlineOf(world: World, state: ProgramState): number {
  return world.now + timeoutMs(world, state) + traits(world.policy.executor).reportGraceMs;
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
