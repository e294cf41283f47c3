// Which patches of proposals have to be read: those that are proposed again, shown in a comment, or handed to an agent on this
// machine. What this process wrote or read before costs no request.

import { traits } from "../../domain/executors.ts";
import type { Attempt } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { attemptsOf, newestAttempts, patchTexts } from "../facts/attempts.ts";
import { nextDue } from "../iteration/turn.ts";
import type { NeedNow } from "../read.ts";
import { stateIn, type World } from "../world.ts";
import { isTold } from "./digests.ts";

export const attemptsRead: NeedNow = (world) => {
  const state = stateIn(world.seen);
  if (world.seen.attempts !== "unread" || state === null) return null;
  const known = patchTexts(world);
  const wanted = [...again(state), ...untold(world, state), ...forAgent(world, state)];
  const blobs = new Set(wanted.map(({ blob }) => blob).filter((blob) => blob !== "" && !known.has(blob)));
  return blobs.size === 0 ? null : { type: "attempts", blobs: [...blobs] };
};

function again(state: ProgramState): readonly Attempt[] {
  return [state.requested?.keeps, state.in_flight?.keeps].flatMap((keeps) =>
    keeps === undefined ? [] : attemptsOf(state, keeps),
  );
}

/** The comment shows how the newest of an iteration begins. */
function untold({ seen: { view } }: World, state: ProgramState): readonly Attempt[] {
  if (view.issue === "absent" || view.issue.locked) return [];
  const posted = isTold(view, state.name);
  return state.recent.flatMap(({ number }) => (posted(number) ? [] : attemptsOf(state, number).slice(-1)));
}

/** Elsewhere they lie where the agent works. */
function forAgent(world: World, state: ProgramState): readonly Attempt[] {
  const { policy, seen, now } = world;
  if (!traits(policy.executor).isHere || state.status !== "active") return [];
  const due = nextDue(world, state);
  const isStarting = state.in_flight === null ? due !== null && due <= now : seen.run.state !== "running";
  return isStarting ? newestAttempts(state) : [];
}
