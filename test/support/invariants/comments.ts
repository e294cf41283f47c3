// Invariants 4 and 5: the comments of the app on a program's issue.

import { endsIteration } from "../../../src/domain/journal/event.ts";
import { RECENT_ITERATIONS } from "../../../src/domain/limits.ts";
import { digestOf, hasStatusMarker, iterationOf } from "../../../src/text/format/markers.ts";
import type { JournalAt } from "./journals.ts";
import type { Past } from "./past.ts";
import type { PastComment, PastIssue } from "./past-issues.ts";
import { type MomentRule, type RestRule, unless } from "./rule.ts";

/** How long a digest and the comments that it stands for may stand side by side: they go in rounds. */
const CLEARED_MS = 10 * 60_000;

/** 4, one status comment, at rest: exactly one. On a locked issue none can be posted or deleted. */
export const oneStatusComment: RestRule = (past) =>
  programsAtRest(past).flatMap(([number, issue]) => {
    const found = statusComments(past, issue).length;
    return unless(found === 1 || issue.locked, () => {
      return `issue ${number} has ${found} status comments`;
    });
  });

/**
 * 4, its id is stable: a new one is posted only where there is none any more, and the app never deletes one. A status
 * comment whose marker a person took out is none, and a second copy, posted when GitHub was slow, goes.
 */
export const stableStatusComment: MomentRule = (deed, past) => {
  if (deed.what !== "comment" || deed.by !== past.self) return [];
  const issue = past.issues.get(deed.issue);
  const before = issue?.comments.get(deed.comment);
  if (issue === undefined) return [];
  if (deed.body === null) {
    const isSecond = statusComments(past, issue)[0] !== before;
    return unless(before === undefined || !hasStatusMarker(before.body) || isSecond, () => {
      return `the app deleted status comment ${deed.comment}`;
    });
  }
  // It was asked for when there was none, and GitHub took its time.
  if (past.look?.isOver === true) return [];
  if (before !== undefined || !hasStatusMarker(deed.body)) return [];
  const seen = statusComments(past, issue).filter(({ since }) => since < (past.look?.since ?? past.count));
  return unless(seen.length === 0, () => {
    return `the app posted status comment ${deed.comment} beside another one on issue ${deed.issue}`;
  });
};

/**
 * 5, one iteration comment: each iteration that ended stands in exactly one comment, its own or a digest's, and no
 * other does. Where people deleted a comment, or the issue was locked, only the newest iterations are asked for. Of a
 * program whose journal was rewound it asks nothing: what was shown stays, and its numbers come again.
 */
export const oneIterationComment: RestRule = (past, { now }) =>
  programsAtRest(past).flatMap(([number, issue, journal]) => {
    if (past.memory.rewound.has(journal.program)) return [];
    const ended = journal.events.flatMap((event) =>
      endsIteration(event) && "iteration" in event ? [event.iteration] : [],
    );
    const told = toldIn(past, issue, journal.program, now);
    const mustBeTold = past.issues.marred.has(number) ? ended.slice(-RECENT_ITERATIONS) : ended;
    return [
      ...[...told.keys()]
        .filter((iteration) => !ended.includes(iteration))
        .map((iteration) => `issue ${number} tells about iteration ${iteration}, which did not end`),
      ...[...told]
        .filter(([, times]) => times > 1 && !issue.locked)
        .map(([iteration, times]) => `issue ${number} tells about iteration ${iteration} ${times} times`),
      ...(issue.locked ? [] : mustBeTold)
        .filter((iteration) => !told.has(iteration))
        .map((iteration) => `issue ${number} does not tell about iteration ${iteration}`),
    ];
  });

function programsAtRest(past: Past): readonly (readonly [number, PastIssue, JournalAt])[] {
  return [...past.memory.journal.values()].flatMap((journal) => {
    const number = journal.state?.issue ?? 0;
    const issue = past.issues.get(number);
    const isReadable = journal.fault === null;
    return issue === undefined || !isReadable || !past.isAtRest(number) ? [] : [[number, issue, journal]];
  });
}

/** Own ones, or that of an older edition where there is none. */
function statusComments(past: Past, issue: PastIssue): readonly PastComment[] {
  const all = [...issue.comments.values()].filter(({ body }) => hasStatusMarker(body));
  const own = all.filter(({ author }) => author === past.self);
  return own.length > 0 ? own : all.filter(({ author }) => author === "github-actions[bot]");
}

/** How many comments tell about each iteration. A fresh digest counts only for what nothing else tells about. */
function toldIn(past: Past, issue: PastIssue, program: string, now: number): ReadonlyMap<number, number> {
  const told = new Map<number, number>();
  const own = [...issue.comments.values()].filter(({ author }) => author === past.self);
  for (const { body } of own) {
    const single = iterationOf(body);
    if (single?.program === program) told.set(single.number, (told.get(single.number) ?? 0) + 1);
  }
  for (const { body, at } of own.filter((comment) => digestOf(comment.body)?.program === program)) {
    for (const [, line] of body.matchAll(/^- \*\*(\d+)\*\*/gm)) {
      const times = told.get(Number(line)) ?? 0;
      if (times === 0 || now - at >= CLEARED_MS) told.set(Number(line), times + 1);
    }
  }
  return told;
}
