// The status comment: the earliest own comment with the marker, edited when it no longer says what is true, never
// posted a second time. While an iteration is under way a short phase is not worth an edit.

import type { ProgramState } from "../../domain/journal/state.ts";
import { STATE_FILE_CHARACTERS } from "../../domain/limits.ts";
import { memoryPath } from "../../domain/program/names.ts";
import type { Warning } from "../../domain/program/program.ts";
import { statusWarning } from "../../text/comments/status/status-warnings.ts";
import { type Phase, type StatusFacts, statusComment } from "../../text/comments/status-comment.ts";
import { sameStatus } from "../../text/format/markers.ts";
import { isTooLong } from "../../text/state-file/state-file.ts";
import { act, type Draft, type Rule, wake } from "../draft.ts";
import { ticked } from "../facts/command-sources.ts";
import { fullness } from "../facts/full-issue.ts";
import { isOfEarlier, isShownByLater, statusCommentOf } from "../facts/shown.ts";
import { budgetLines } from "../iteration/budget.ts";
import { commitOf } from "../iteration/ending.ts";
import { isItsTurn, isSpent, nextDue, spentBudget } from "../iteration/turn.ts";
import { readToday } from "../life/reading.ts";
import type { World } from "../world.ts";
import { whatStands } from "./standing.ts";

/** From when on the wait for a slot is worth an edit: most are over within one iteration. */
const LONG_WAIT_MS = 60 * 60_000;

export const status: Rule = (world, draft) => {
  const state = draft.state;
  const { issue, comments } = world.seen.view;
  if (state === null || issue === "absent") return draft;
  const posted = statusCommentOf(comments);
  const body = statusComment(statusFacts(world, draft, state));
  if (posted === undefined) {
    return issue.locked ? draft : act(draft, { type: "comment.post", body, what: "status comment" });
  }
  if (sameStatus(posted.body, body) && !isOfEarlier(posted.body)) return draft;
  // A person ticked one of its boxes: they must not wait for what that did.
  const isUrgent = ticked(world.seen.view) !== null;
  if (!isUrgent && isShownByLater(world, draft)) return draft;
  const worthIt = isUrgent ? world.now : quietUntil(world, draft, state);
  if (worthIt > world.now) return wake(draft, worthIt);
  const seen = posted.body;
  return act(draft, { type: "comment.edit", comment: posted.id, body, what: "status comment", seen });
};

/** Where the program stands, in the words of the status comment. */
export function statusFacts(world: World, draft: Draft, state: ProgramState): StatusFacts {
  const phase = phaseOf(world, draft, state);
  const nextRun = phase === "active" ? nextDue(world, state) : null;
  const { links, protectedPaths, unprotected } = world.policy;
  const { standing, left } = whatStands(world, state);
  return {
    state,
    seq: draft.seq,
    phase,
    nextRun,
    waitsFor: waitsFor(world, state, nextRun),
    budgets: budgetLines(world, state),
    links,
    problems: draft.blocked,
    standing,
    paths: { protectedPaths, unprotected },
    warnings: [
      ...warningsOf(world, state),
      ...fullness(world.seen.view),
      ...tooLong(world),
      ...left,
      ...unisolated(world, state),
    ],
  };
}

function waitsFor(world: World, state: ProgramState, due: number | null): StatusFacts["waitsFor"] {
  if (due === null) return null;
  if (due > world.now) {
    if (isSpent(world, state)) return "spent";
    const budget = spentBudget(world, state);
    return budget === null ? null : { budget };
  }
  const since = Math.max(due, Date.parse(state.requested?.at ?? state.adopted_at));
  return world.now - since >= LONG_WAIT_MS && !isItsTurn(world, state, due) ? "slot" : null;
}

/** What is odd about the text that runs, without stopping it. */
function warningsOf(world: World, state: ProgramState): readonly Warning[] {
  const read = readToday(world, state);
  return read === null ? [] : [...read.warnings, ...unread(world)];
}

/** A directory wins over a bare file of its name. */
function unread({ seen }: World): readonly Warning[] {
  const [wins, ...others] = seen.view.sources.map(({ path }) => path);
  return others.map((path) => statusWarning.unread(path, wins));
}

function tooLong({ seen: { stateFile, name } }: World): readonly Warning[] {
  if (stateFile === "absent" || !isTooLong(stateFile)) return [];
  return [statusWarning.tooLong(memoryPath.state(name), STATE_FILE_CHARACTERS)];
}

/** Also where somebody decided so: whoever reads the issue did not. */
function unisolated({ policy: { isolation } }: World, { ended }: ProgramState): readonly Warning[] {
  const isOpen = isolation === "none" || isolation === "failed";
  return isOpen && ended === null ? [statusWarning.notIsolated()] : [];
}

const ALARMING: readonly string[] = ["errors", "baseline", "refused", "tampered", "violation", "environment"];

function phaseOf(world: World, draft: Draft, state: ProgramState): Phase {
  if (state.status === "paused")
    return ALARMING.some((kind) => kind === state.pause?.kind) ? "error" : "paused";
  if (state.status !== "active") return state.status;
  if (state.in_flight !== null) {
    return commitOf(world, state.in_flight) === null && !commits(draft) ? "running" : "waiting-for-ci";
  }
  return draft.blocked.length > 0 ? "waiting" : "active";
}

/** This very plan makes the iteration's commit. */
function commits(draft: Draft): boolean {
  return draft.actions.some(({ type }) => type === "branch.commit");
}

/** Until when an edit may wait: a phase under way is shown once it lasts, the end of anything at once. */
function quietUntil(world: World, draft: Draft, state: ProgramState): number {
  const flight = state.in_flight;
  const news = draft.events.some(
    ({ type }) => type.startsWith("loop.") || /^iteration\.(accept|reject|error)$/.test(type),
  );
  if (flight === null || state.status !== "active" || news) return world.now;
  const since = commitOf(world, flight)?.committedAt ?? flight.started_at;
  return (commits(draft) ? world.now : Date.parse(since)) + world.policy.statusQuietMs;
}
