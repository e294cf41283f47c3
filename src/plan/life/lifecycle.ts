// Whether the loop is on. Closing the issue or taking the label off stops it; the label put on again, or the
// issue reopened with its label, by somebody with write access starts a new run. Stopping is cheap, starting needs
// a right.

import { mayDo, type Standing } from "../../domain/authority.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { Actor } from "../../domain/journal/terms.ts";
import { LABEL } from "../../domain/program/names.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { loopReason, type Off } from "../../text/outcome/loop-reasons.ts";
import { type Draft, lookAgain, type Rule, record } from "../draft.ts";
import { actor } from "../facts/approval.ts";
import { abandon } from "../iteration/ending.ts";
import { beginRun } from "../runs/run.ts";
import { peopleIn, valueOr, type World } from "../world.ts";

const NOBODY: ReadonlyMap<string, Standing> = new Map();

export const lifecycle: Rule = (world, draft) => {
  const state = draft.state;
  if (state === null) return draft;
  const why = whyOff(world, state);
  if (state.status === "active" || state.status === "paused" || state.status === "waiting") {
    if (why !== null) return stop(world, draft, loopReason.off(why), stopper(world));
  }
  if (state.status === "active" || state.status === "waiting") return draft;
  if (why !== null || draft.blocked.length > 0) return draft;
  const permission = state.pause?.kind === "tampered" ? "unlock" : "start";
  const people = peopleIn(world.seen);
  const login = turnedOn(world.seen.view, state).find((one) =>
    mayDo(permission, { isPerson: true, author: false, permission: people.get(one)?.permission }),
  );
  return login === undefined ? draft : restart(world, draft, actor(login, people));
};

/** Logins whose roles decide whether a loop that stands still starts again, or go with a stop into the journal. */
export function askedForSwitches(view: ProgramView, state: ProgramState | null): readonly string[] {
  if (state === null) return [];
  const on = state.status === "active" ? [] : turnedOn(view, state);
  const off = state.ended === null || on.length > 0 ? turnedOff(view) : null;
  return off === null ? on : [off, ...on];
}

/** Why there is no program to run at the moment; null: there is one. */
export function whyOff({ seen: { view, program } }: World, { source }: ProgramState): Off | null {
  const { issue } = view;
  if (issue === "absent") return { code: "issue-gone" };
  if (issue.state === "closed") return { code: "issue-closed" };
  if (source.kind === "file" && program === "absent") return { code: "file-deleted", path: source.path };
  return issue.labels.includes(LABEL.program) ? null : { code: "label-off" };
}

/** Who closed the issue or took its label off; null: it is on, or nobody can tell. */
function turnedOff({ issue }: ProgramView): string | null {
  if (issue === "absent") return null;
  if (issue.state === "closed") return issue.closed[0]?.login ?? null;
  return issue.labels.includes(LABEL.program) ? null : (issue.unlabelled[0]?.login ?? null);
}

/**
 * The same with the role that was seen; null also where nobody asked for it now: of whoever had no say a minute ago the
 * role itself is not remembered. GitHub itself decides who may close and unlabel.
 */
function stopper({ seen }: World): Actor | null {
  const login = turnedOff(seen.view);
  const people = valueOr(seen.people, NOBODY);
  return login === null || !people.has(login) ? null : actor(login, people);
}

/**
 * Who turned the loop on again since it stood still, by the label or by reopening the issue. GitHub tells these
 * times in whole seconds. After a stop the label was off, or the issue closed, in between, so an event of the same
 * second is a new one, unless the run that was stopped began in that second too: then it began with this event.
 * After a pause it may be the old one, so only a later second counts.
 */
function turnedOn({ issue }: ProgramView, state: ProgramState): readonly string[] {
  const stoodStill = state.status === "paused" ? state.pause : state.ended;
  if (issue === "absent" || stoodStill === null) return [];
  const since = second(stoodStill.at);
  const isFirst = state.run !== null && second(state.run.started_at) === since;
  const earliest = state.status === "stopped" && !isFirst ? since : since + 1;
  return [...issue.labelled, ...issue.reopened].flatMap(({ login, at }) =>
    login !== null && second(at) >= earliest ? [login] : [],
  );
}

function second(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** Stops the loop and ends what is under way. */
export function stop(world: World, draft: Draft, reason: string, by: Actor | null = null): Draft {
  return abandon(world, record(world, draft, { type: "loop.stop", reason, by }), reason);
}

/**
 * Off and on again ends what was under way, whether or not the moment in between was seen. A text that waited for
 * that end is read before anything starts.
 */
function restart(world: World, draft: Draft, by: Actor): Draft {
  const begun = beginRun(world, abandon(world, draft, loopReason.labelAgain()), "label", by);
  return draft.state?.in_flight === null ? begun : lookAgain(begun);
}
