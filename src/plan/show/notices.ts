// The loud comments: what a person must see because something waits for them, or because it is over. Each is
// posted once, edited in place, and told to be solved when it no longer holds.

import type { ProgramState } from "../../domain/journal/state.ts";
import { LABEL } from "../../domain/program/names.ts";
import { noticeOf } from "../../text/format/markers.ts";
import { type Notice, noticeComment, noticeId } from "../../text/notices/notice-comment.ts";
import type { TwoReadings } from "../../text/notices/two-readings.ts";
import { parseProgram } from "../../text/program/program.ts";
import { act, type Draft, lookAgain, type Rule } from "../draft.ts";
import { isShownByLater } from "../facts/shown.ts";
import { programText } from "../life/program-text.ts";
import { readAnew } from "../life/reading.ts";
import { isTakenOver } from "../life/take-over.ts";
import { sameText } from "../same-text.ts";
import { stateIn, type World } from "../world.ts";
import { isReportDue, linesSeen } from "./lines-seen.ts";

export const notices: Rule = (world, draft) => {
  const told = said(world, draft);
  // It ended just now, and what the report is made of was not read for that.
  const isOwed = draft.state?.status === "completed" && stateIn(world.seen)?.status !== "completed";
  return isOwed && draft.state !== null && isReportDue(world, draft.state) === "unread"
    ? lookAgain(told)
    : told;
};

const said: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  if (issue === "absent" || issue.locked) return draft;
  const putBack: readonly Notice[] =
    draft.state?.put_back === undefined ? [] : [{ kind: "put-back", state: draft.state }];
  const wanted = [...draft.notices, ...ofState(world, draft), ...putBack];
  const all = wanted.reduce((so_far, notice) => say(world, so_far, notice), draft);
  // An issue that is no program any more leaves its questions unanswered, not solved.
  const isProgram = issue.state === "open" && issue.labels.includes(LABEL.program);
  // Where a role could not be read, nobody knows what it would have decided.
  const isKnown = world.seen.found.unreadRole === null && !isShownByLater(world, draft);
  return isProgram && isKnown ? solved(world, all, new Set(wanted.map(idText))) : all;
};

function ofState(world: World, draft: Draft): readonly Notice[] {
  const state = draft.state;
  if (state === null) return [];
  const epoch: readonly Notice[] = state.epoch_change === null ? [] : [{ kind: "epoch", state }];
  if (state.status === "stopped" && state.source.kind === "file" && world.seen.program === "absent")
    return [...epoch, { kind: "file-gone", path: state.source.path }];
  if (state.status === "paused") return [...epoch, { kind: "paused", state, ...bothReadings(world, state) }];
  if (state.status === "completed") return [...epoch, ...finalFacts(world, state)];
  return epoch;
}

/** None while the lines of old iterations are not read: it is told when they are, and stays as it was told. */
function finalFacts(world: World, state: ProgramState): readonly Notice[] {
  if (isReportDue(world, state) !== "seen") return [];
  const text = programText(world) ?? "";
  return [{ kind: "completed", state, links: world.policy.links, lines: linesSeen(world), text }];
}

/** What people are to compare. */
function bothReadings(world: World, state: ProgramState): { readonly readings?: TwoReadings } {
  const reading = state.pause?.kind === "definition" ? readAnew(world, state) : null;
  if (reading === null || reading.kind === "unseen") return {};
  const before = reading.before.parsed;
  return reading.kind === "problems"
    ? { readings: { before, now: reading.now.partial, parts: [], problems: reading.now.problems } }
    : { readings: { before, now: reading.now, parts: reading.parts, problems: [] } };
}

function say(world: World, draft: Draft, notice: Notice): Draft {
  const body = noticeComment(withReading(world, notice));
  const posted = own(world).find((comment) => comment.id_text === idText(notice));
  const what = `notice (${notice.kind})`;
  if (posted === undefined) return act(draft, { type: "comment.post", body, what });
  return sameText(posted.body, body) || isShownByLater(world, draft)
    ? draft
    : act(draft, { type: "comment.edit", comment: posted.id, body, what });
}

/** Who is asked to stand behind a text sees how it would be read. */
function withReading(world: World, notice: Notice): Notice {
  const text = notice.kind === "approval" ? programText(world) : null;
  if (notice.kind !== "approval" || text === null) return notice;
  const state = stateIn(world.seen);
  const legacy = state === null ? isTakenOver(world) : state.imported !== undefined;
  return { ...notice, read: { ...parseProgram(text, { legacy }), paths: world.policy } };
}

/** Comments that ask for something which has been done. A pause or a completion stays as the record of its moment. */
function solved(world: World, draft: Draft, wanted: ReadonlySet<string>): Draft {
  return own(world)
    .filter(
      (comment) =>
        (comment.kind === "approval" || comment.kind === "problems") && !wanted.has(comment.id_text),
    )
    .filter((comment) => isOver(comment, draft))
    .reduce<Draft>((so_far, comment) => {
      const body = noticeComment({ kind: "solved", of: { kind: comment.kind, key: comment.key } });
      if (sameText(comment.body, body)) return so_far;
      return act(so_far, { type: "comment.edit", comment: comment.id, body, what: "notice (solved)" });
    }, draft);
}

/**
 * What stood in the way of writing or of a run is over when it was done, which only the next look can tell: it is tried in
 * this very plan, after the journal and before what people are shown.
 */
function isOver({ kind, key }: { readonly kind: string; readonly key: string }, { actions }: Draft): boolean {
  const tries = (pattern: RegExp) => actions.some(({ type }) => pattern.test(type));
  if (kind !== "problems") return true;
  if (key === "memory") return tries(/^memory\./);
  if (key === "run") return !tries(/^run\.start/);
  return key !== "refused" || !tries(/^(?:branch|pull)\./);
}

function own(world: World) {
  return world.seen.view.comments.flatMap(({ id, own: isOwn, body }) => {
    const notice = isOwn ? noticeOf(body) : null;
    return notice === null ? [] : [{ id, body, ...notice, id_text: `${notice.kind}/${notice.key}` }];
  });
}

function idText(notice: Notice): string {
  const { kind, key } = noticeId(notice);
  return `${kind}/${key}`;
}
