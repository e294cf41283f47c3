// The planner: what is to be done about one program, given everything that was observed. Pure: no I/O, no
// clock, no randomness, no logger. It only names the rules and their order; each rule is a file.

import type { Policy } from "../domain/policy.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Action } from "./action.ts";
import { adopt } from "./adopt.ts";
import { answer } from "./answer.ts";
import { branch } from "./branch.ts";
import { branchDeleted } from "./branch-deleted.ts";
import { cancel } from "./cancel.ts";
import { checkRun } from "./check-run.ts";
import { ci } from "./ci.ts";
import { collect } from "./collect.ts";
import { commands } from "./commands.ts";
import { configuration } from "./configuration.ts";
import { define } from "./define.ts";
import { digests } from "./digests.ts";
import { dispatch } from "./dispatch.ts";
import { type Draft, emptyDraft, type Rule } from "./draft.ts";
import { finish } from "./finish.ts";
import { thatFit } from "./full-issue.ts";
import { integrity } from "./integrity.ts";
import { issueText } from "./issue-text.ts";
import { iterationComments } from "./iteration-comments.ts";
import { labels } from "./labels.ts";
import { lifecycle } from "./lifecycle.ts";
import { memory } from "./memory.ts";
import { notices } from "./notices.ts";
import type { Observation } from "./observation.ts";
import { pullRequest } from "./pull-request.ts";
import { pullSeen } from "./pull-seen.ts";
import { refused } from "./refused.ts";
import { start } from "./start.ts";
import { stateEdits } from "./state-edits.ts";
import { status } from "./status.ts";
import { steering } from "./steering.ts";
import { strays } from "./strays.ts";
import { twins } from "./twins.ts";

/** Actions in the order in which they are to be carried out, and when to look again. */
export interface Plan {
  readonly actions: readonly Action[];
  /** Observe again right after the actions: one of them finds out something that matters now. */
  readonly again: boolean;
  /** Milliseconds since the epoch; null: only when something happens. */
  readonly wakeAt: number | null;
  /** Issues of other programs that may have been waiting for this one to end. */
  readonly nudge: readonly number[];
}

/**
 * Order matters: first what the world did to the program, then how its iteration ended, then whether a new one
 * may start; last the projections, which only ever say what the rules before them decided. `memory` comes
 * first of those, so that nothing is shown to people that the journal does not hold yet.
 */
const RULES: readonly Rule[] = [
  integrity,
  strays,
  adopt,
  define,
  configuration,
  lifecycle,
  stateEdits,
  commands,
  steering,
  refused,
  cancel,
  branchDeleted,
  pullSeen,
  collect,
  ci,
  branch,
  finish,
  start,
  dispatch,
];

const PROJECTIONS: readonly Rule[] = [
  memory,
  acknowledge,
  status,
  issueText,
  iterationComments,
  digests,
  notices,
  answer,
  twins,
  // Late: a repository that refuses pull requests must still see everything before.
  pullRequest,
  checkRun,
  // Last: a sweep finds a program by its label, so nothing may be left to do when that goes.
  labels,
];

/** Decides. The same three values always give the same plan. */
export function plan(seen: Observation, now: number, policy: Policy): Plan {
  const world = { seen, now, policy };
  const journal = seen.journal === "absent" || "broken" in seen.journal ? null : seen.journal;
  const state = journal?.state ?? null;
  const decided = RULES.reduce<Draft>(
    (draft, rule) => (draft.halted ? draft : rule(world, draft)),
    emptyDraft(state, journal?.seq ?? 0),
  );
  const projected = PROJECTIONS.reduce<Draft>((draft, rule) => rule(world, draft), decided);
  const slotFreed = state !== null && state.in_flight !== null && projected.state?.in_flight === null;
  return {
    actions: thatFit(inOrder(decided.actions, projected.actions.slice(decided.actions.length)), seen.view),
    again: projected.again,
    wakeAt: projected.wakeAt.length === 0 ? null : Math.min(...projected.wakeAt),
    nudge: slotFreed ? waitingOthers(seen, now) : [],
  };
}

/** The journal before the effects it announces; what people read after both. */
function inOrder(effects: readonly Action[], projections: readonly Action[]): readonly Action[] {
  const written = projections.filter(({ type }) => type === "memory.commit");
  const shown = projections.filter(({ type }) => type !== "memory.commit");
  return [...written, ...effects, ...shown];
}

/** Those that are due and had no slot; the others have their own timers. */
function waitingOthers({ registry, name }: Observation, now: number): readonly number[] {
  if (registry === "absent") return [];
  return registry.programs
    .filter((row) => row.name !== name && row.status === "active" && row.in_flight === null)
    .filter((row) => row.due_at !== null && Date.parse(row.due_at) <= now)
    .map((row) => row.issue);
}
