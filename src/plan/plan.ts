// The planner: what is to be done about one program, given everything that was observed. Pure: no I/O, no
// clock, no randomness, no logger. It only names the rules and their order; each rule is a file.

import type { Policy } from "../domain/policy.ts";
import type { Action } from "./action.ts";
import { branch } from "./branch/branch.ts";
import { branchDeleted } from "./branch/branch-deleted.ts";
import { pullRequest } from "./branch/pull-request.ts";
import { pullSeen } from "./branch/pull-seen.ts";
import { type Draft, emptyDraft, type Rule } from "./draft.ts";
import { thatFit } from "./facts/full-issue.ts";
import { cancel } from "./iteration/cancel.ts";
import { ci } from "./iteration/ci.ts";
import { collect } from "./iteration/collect.ts";
import { dispatch } from "./iteration/dispatch.ts";
import { finish } from "./iteration/finish.ts";
import { orphanedRuns } from "./iteration/orphaned-runs.ts";
import { start } from "./iteration/start.ts";
import { adopt } from "./life/adopt.ts";
import { configuration } from "./life/configuration.ts";
import { define } from "./life/define.ts";
import { integrity } from "./life/integrity.ts";
import { labels } from "./life/labels.ts";
import { lifecycle } from "./life/lifecycle.ts";
import { refused } from "./life/refused.ts";
import { acknowledge } from "./people/acknowledge.ts";
import { answer } from "./people/answer.ts";
import { commands } from "./people/commands.ts";
import { stateEdits } from "./people/state-edits.ts";
import { steering } from "./people/steering.ts";
import { checkRun } from "./show/check-run.ts";
import { digests } from "./show/digests.ts";
import { duplicates } from "./show/duplicates.ts";
import { issueText } from "./show/issue-text.ts";
import { iterationComments } from "./show/iteration-comments.ts";
import { memory } from "./show/memory.ts";
import { notices } from "./show/notices.ts";
import { status } from "./show/status.ts";
import type { Observation } from "./world.ts";

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
  orphanedRuns,
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
  duplicates,
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
