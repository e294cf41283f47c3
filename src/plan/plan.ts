// The planner: what is to be done about one program, given everything that was observed, and what has to be read
// before that can be told. Pure: no I/O, no clock, no randomness, no logger. It only names the needs, the rules and
// their order; each rule is a file.

import type { EventBody } from "../domain/journal/event.ts";
import type { Policy } from "../domain/policy.ts";
import type { Action } from "./action.ts";
import { branch } from "./branch/branch.ts";
import { branchDeleted } from "./branch/branch-deleted.ts";
import { pullRequest } from "./branch/pull-request.ts";
import { pullSeen } from "./branch/pull-seen.ts";
import { emptyDraft, type Rule } from "./draft.ts";
import { formerRead } from "./facts/former.ts";
import { fits } from "./facts/full-issue.ts";
import { baseGreen } from "./iteration/base-green.ts";
import { cancel } from "./iteration/cancel.ts";
import { ci } from "./iteration/ci.ts";
import { baseRead, checksRead, failuresRead, requiredRead } from "./iteration/ci-questions.ts";
import { collect } from "./iteration/collect.ts";
import { dispatch } from "./iteration/dispatch.ts";
import { finish } from "./iteration/finish.ts";
import { lateRed } from "./iteration/late-red.ts";
import { start } from "./iteration/start.ts";
import { waitingOthers } from "./iteration/turn.ts";
import { adopt } from "./life/adopt.ts";
import { configuration } from "./life/configuration.ts";
import { define } from "./life/define.ts";
import { future } from "./life/future.ts";
import { integrity } from "./life/integrity.ts";
import { labels } from "./life/labels.ts";
import { lifecycle } from "./life/lifecycle.ts";
import { refused } from "./life/refused.ts";
import { reread } from "./life/reread.ts";
import { tooLong } from "./life/run-time.ts";
import { legacyRead } from "./life/take-over.ts";
import { unwritten } from "./life/unwritten.ts";
import { acknowledge } from "./people/acknowledge.ts";
import { answer, readinessRead } from "./people/answer.ts";
import { commands } from "./people/commands.ts";
import { conversationsRead, mentionsFor } from "./people/elsewhere.ts";
import { peopleRead } from "./people/people.ts";
import { editorRead, stateEdits } from "./people/state-edits.ts";
import { steering } from "./people/steering.ts";
import { unreadRole } from "./people/unread-role.ts";
import { type Progress, progressSince } from "./progress.ts";
import type { NeedNow, Read } from "./read.ts";
import { crash } from "./repair/crash.ts";
import { outage } from "./repair/outage.ts";
import { orphanedRuns } from "./runs/orphaned-runs.ts";
import { unstarted } from "./runs/unstarted.ts";
import { checkRun } from "./show/check-run.ts";
import { digests, olderResultsRead } from "./show/digests.ts";
import { duplicates } from "./show/duplicates.ts";
import { issueText } from "./show/issue-text.ts";
import { iterationComments } from "./show/iteration-comments.ts";
import { memory } from "./show/memory.ts";
import { notices } from "./show/notices.ts";
import { status } from "./show/status.ts";
import { follow, type Step } from "./step.ts";
import { type Strand, strandOf } from "./strand.ts";
import { type Mention, type Observation, stateIn, type World } from "./world.ts";

/** An action, and the rule that decided it. */
export interface Decision {
  readonly rule: string;
  readonly action: Action;
}

/** What is to be read first, or actions in the order in which they are to be carried out, and when to look again. */
export interface Plan {
  /** While there are any, nothing else is decided: they are answered and it is planned again. */
  readonly reads: readonly Read[];
  readonly actions: readonly Decision[];
  /** What is added to the journal, and the rule that decided it; those that may wait are not all written now. */
  readonly events: readonly { readonly rule: string; readonly type: EventBody["type"] }[];
  /** Observe again right after the actions: one of them finds out something that matters now. */
  readonly again: boolean;
  /** Milliseconds since the epoch; null: only when something happens. */
  readonly wakeAt: number | null;
  /** Issues of other programs that may have been waiting for this one to end. */
  readonly nudge: readonly number[];
  /** Commands elsewhere that were for this program: with nothing left to do, they need not be looked at again. */
  readonly mentions: readonly Mention[];
  /** A fifth iteration ends by it: where the program stands then, for the log. */
  readonly progress: Progress | null;
}

/**
 * What a decision may hang on besides the first look, in stages: of one stage all are asked at once, and none of the
 * next before they are answered, because it depends on them. (A report is judged after CI has spoken.)
 */
const STAGES: readonly (readonly NeedNow[])[] = [
  [legacyRead, editorRead, conversationsRead, checksRead, olderResultsRead, formerRead],
  [requiredRead],
  [failuresRead, readinessRead, baseRead, peopleRead],
];

/** How often a plan may ask: each need is there once, so that this is a bound. */
export const ROUNDS_OF_READS = STAGES.length;

/**
 * Order matters: first what the world did to the program, then how its iteration ended, then whether a new one
 * may start; last the projections, which only ever say what the rules before them decided. `memory` comes
 * first of those, so that nothing is shown to people that the journal does not hold yet.
 */
const RULES: Readonly<Record<string, Rule>> = {
  unwritten,
  unreadRole,
  integrity,
  orphanedRuns,
  adopt,
  future,
  define,
  configuration,
  lifecycle,
  stateEdits,
  commands,
  steering,
  refused,
  reread,
  tooLong,
  cancel,
  branchDeleted,
  pullSeen,
  lateRed,
  collect,
  crash,
  ci,
  branch,
  finish,
  baseGreen,
  outage,
  start,
  dispatch,
  unstarted,
};

const PROJECTIONS: Readonly<Record<string, Rule>> = {
  memory,
  acknowledge,
  status,
  issueText,
  iterationComments,
  digests,
  answer,
  duplicates,
  pullRequest,
  checkRun,
  // It tells what stands in the way of the others, and what no longer does.
  notices,
  // Last: a sweep finds a program by its label, so nothing may be left to do when that goes.
  labels,
};

const UNDECIDED: Omit<Plan, "reads"> = {
  ...{ actions: [], events: [], again: false, wakeAt: null, nudge: [], mentions: [], progress: null },
};

/** Decides. The same three values always give the same plan. */
export function plan(seen: Observation, now: number, policy: Policy): Plan {
  const reads = readsOf({ seen, now, policy });
  if (reads.length > 0) return { ...UNDECIDED, reads };
  const { rules, projections, draft } = decided({ seen, now, policy });
  const steps = [...rules, ...projections];
  const before = stateIn(seen);
  const slotFreed = before !== null && before.in_flight !== null && draft.state?.in_flight === null;
  return {
    reads,
    actions: inOrder(rules.flatMap(decisions), projections.flatMap(decisions)).filter(({ action }) =>
      fits(action, seen.view),
    ),
    events: steps.flatMap(({ rule, events }) => events.map(({ type }) => ({ rule, type }))),
    again: draft.again,
    wakeAt: draft.wakeAt.length === 0 ? null : Math.min(...draft.wakeAt),
    nudge: slotFreed ? waitingOthers(seen, now) : [],
    mentions: mentionsFor(seen),
    progress: progressSince(before, draft.state),
  };
}

/** The rules one by one, with what each of them added; those that nobody asked any more are left out. */
export function explain(seen: Observation, now: number, policy: Policy): readonly Step[] {
  const { rules, projections } = decided({ seen, now, policy });
  return [...rules, ...projections];
}

/** Those of the first stage that has any. */
function readsOf(world: World): readonly Read[] {
  for (const needs of STAGES) {
    const reads = needs.flatMap((need) => need(world) ?? []);
    if (reads.length > 0) return reads;
  }
  return [];
}

function decided(world: World) {
  const begin = emptyDraft(stateIn(world.seen), seqOf(world.seen));
  const [rules, ruled] = follow(RULES, world, begin);
  const [projections, draft] = follow(PROJECTIONS, world, { ...ruled, halted: false });
  return { rules, projections, draft };
}

function seqOf({ journal }: Observation): number {
  return journal === "absent" || "broken" in journal ? 0 : journal.seq;
}

function decisions({ rule, actions }: Step): readonly Decision[] {
  return actions.map((action) => ({ rule, action }));
}

/** The journal before the effects it announces; then what people must see, and after that everything else. */
function inOrder(effects: readonly Decision[], projections: readonly Decision[]): readonly Decision[] {
  const of = (...strands: readonly Strand[]) =>
    projections.filter(({ action }) => strands.includes(strandOf(action)));
  return [...of("memory"), ...effects, ...of("shown"), ...of("effect"), ...of("aside"), ...of("last")];
}
