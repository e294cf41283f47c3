// Invariants 1, 18 and 19: what a look does that has nothing to do, and what must not stand still for ever.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { nextDue } from "../../../src/plan/iteration/turn.ts";
import { noticeOf } from "../../../src/text/format/markers.ts";
import type { Past } from "./past.ts";
import type { PastIssue } from "./past-issues.ts";
import { type MomentRule, type RestRule, type Stillness, unless } from "./rule.ts";

const MINUTES = 60_000;

/** How late a due program may start that nothing stands in the way of, and one that has to wait for its turn. */
const LATE_MS = 90 * MINUTES;
const STARVED_MS = 24 * 60 * MINUTES;

/** From a run's deadline to its end: an hour for the commit, the policy's time for CI, and some more. */
const END_MS = 90 * MINUTES;

/**
 * 18, quiescence, and of 1, hints only, the part that one world can show: a look at a program right after a look that
 * found nothing to do (nothing happened in between to anything, whoever called) makes no write and orders no run.
 * That other orders of calls lead to the same world is `test/simulation`.
 */
export const quietStaysQuiet: MomentRule = (deed, past) => {
  if (past.look?.isRepeated !== true || (deed.what !== "write" && deed.what !== "run")) return [];
  // A call hung, and meanwhile something may have become due.
  if (past.look.at !== deed.at) return [];
  const what = deed.what === "write" ? deed.method : "a run";
  return [`${what} right after a look at issue ${past.look.issue} that found nothing to do`];
};

/** 19, liveness: a due program starts, or the status comment says what it waits for; what started ends. */
export const nothingStandsStill: RestRule = (past, stillness) =>
  [...past.memory.journal.values()].flatMap(({ state, fault }) => {
    // A journal that was put back tells of what is long over, until the next look notices.
    if (state === null || fault !== null || past.memory.longest.has(state.name)) return [];
    const issue = past.issues.get(state.issue);
    if (state.status === "waiting") return [`${state.name} waits for nothing that has a name`];
    if (state.status !== "active" || issue === undefined) return [];
    // Nothing can end while nothing can be journalled.
    if (own(past, issue).some(isUnwritten)) return [];
    return state.in_flight === null
      ? startsInTime(past, stillness, state, issue)
      : endsInTime(stillness, state);
  });

/** 19, a pause has a name: where the loop pauses, a comment says why. On a locked issue it cannot. */
export const pausesAreNamed: RestRule = (past) =>
  [...past.memory.journal.values()].flatMap(({ state, fault }) => {
    // What cannot be read is told, and nothing else.
    if (fault !== null) return [];
    const issue = state === null ? undefined : past.issues.get(state.issue);
    if (state?.status !== "paused" || issue === undefined || issue.locked || !past.isAtRest(state.issue))
      return [];
    const isTold = own(past, issue).some((body) => {
      const notice = noticeOf(body);
      return notice?.kind === "paused" && notice.key === state.pause?.at;
    });
    return unless(
      isTold,
      () => `${state.name} is paused (${state.pause?.kind ?? ""}), and no comment says so`,
    );
  });

function startsInTime(
  past: Past,
  { policy, now, upSince }: Stillness,
  state: ProgramState,
  issue: PastIssue,
): readonly string[] {
  const due = nextDue({ policy }, state);
  if (due === null || issue.state !== "open") return [];
  // What a journal that cannot be read has in flight, its row says until its time is over.
  const others = [...past.memory.journal.values()].filter(
    ({ fault, state: theirs }) => fault !== null || (theirs?.in_flight != null && theirs.status === "active"),
  );
  const isBusy = others.length >= policy.concurrency;
  // Whatever was journalled last, a word to go on perhaps, was the end of what held it up.
  const last = past.memory.journal.get(state.name)?.events.at(-1)?.at ?? state.adopted_at;
  const since = Math.max(due, upSince, Date.parse(last));
  // Where nothing can be posted nothing can say it, nor where somebody has just deleted what said it.
  const isNamed =
    issue.locked ||
    past.issues.marred.has(state.issue) ||
    own(past, issue).some(
      (body) =>
        body.includes("> [!CAUTION]") ||
        isUnwritten(body) ||
        (isBusy && now - since <= STARVED_MS && body.includes("waits for other programs")),
    );
  return unless(isNamed || now - since <= LATE_MS, () => {
    return `${state.name} is due since ${new Date(since).toISOString()}, and nothing says why it does not run`;
  });
}

/** It says that the journal cannot be written. */
function isUnwritten(body: string): boolean {
  const notice = noticeOf(body);
  return notice?.kind === "problems" && notice.key === "memory" && !body.includes("☑️");
}

function endsInTime({ policy, now, upSince }: Stillness, state: ProgramState): readonly string[] {
  const deadline = Math.max(Date.parse(state.in_flight?.deadline ?? ""), upSince);
  return unless(now <= deadline + policy.ciTimeoutMs + END_MS, () => {
    return `iteration ${state.in_flight?.number} of ${state.name} has not ended since ${state.in_flight?.started_at}`;
  });
}

function own(past: Past, { comments }: PastIssue): readonly string[] {
  return [...comments.values()].filter(({ author }) => author === past.self).map(({ body }) => body);
}
