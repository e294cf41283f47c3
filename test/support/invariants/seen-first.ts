// Invariant 29: what a person must see does not wait for anything that fails.

import { endsIteration } from "../../../src/domain/journal/event.ts";
import { digestOf, iterationOf, noticeOf } from "../../../src/text/format/markers.ts";
import { RULE_SAYS } from "../github/fake-refusals.ts";
import type { Past } from "./past.ts";
import type { PastIssue } from "./past-issues.ts";
import { type MomentRule, unless } from "./rule.ts";

/** Where one of these fails, what people see is not to be had, or not known. */
const SHOWING: ReadonlySet<string> = new Set(["postComment", "editComment", "memory.commit"]);

/**
 * 29, seen first: when a look ends that was the last to write to a program's journal, the issue tells that the program is
 * paused, and every iteration that ended; whatever other write or order of the look failed. Where people meddled with the
 * app's comments, or locked the issue, nobody can tell what it would say.
 */
export const seenFirst: MomentRule = (deed, past) => {
  if (deed.what !== "reconciled" || deed.outcome === "threw" || deed.issue === null || past.look === null)
    return [];
  const { failedRead, failedWrites } = past.look;
  const journal = past.memory.programOf(deed.issue);
  const own = ownComments(past, past.issues.get(deed.issue));
  const state = journal?.state ?? null;
  if (own === null || state === null || journal === undefined || journal.fault !== null) return [];
  if (failedRead !== null || failedWrites.some((method) => SHOWING.has(method))) return [];
  if (past.issues.marred.has(deed.issue) || past.memory.rewound.has(state.name)) return [];
  if (past.memory.writers.get(state.name)?.look !== deed.look) return [];
  const what =
    failedWrites.length === 0
      ? "a look that failed in nothing"
      : `a look in which ${failedWrites.join()} failed`;
  const ended = journal.events.flatMap((event) =>
    endsIteration(event) && "iteration" in event ? [event.iteration] : [],
  );
  const isPauseTold = own.some((body) => {
    const notice = noticeOf(body);
    return notice?.kind === "paused" && notice.key === state.pause?.at;
  });
  return [
    ...unless(
      state.status !== "paused" || isPauseTold,
      () => `${what} did not tell that ${state.name} is paused`,
    ),
    ...ended
      .filter((iteration) => !own.some((body) => tells(body, state.name, iteration)))
      .map((iteration) => `${what} did not tell about iteration ${iteration} of ${state.name}`),
  ];
};

/**
 * 29, and in whose words: when a look ends in which a rule of the repository forbade to move a branch or to merge into it,
 * the issue says so in GitHub's own words.
 */
export const refusalsAreTold: MomentRule = (deed, past) => {
  if (deed.what !== "reconciled" || deed.outcome === "threw" || deed.issue === null || past.look === null)
    return [];
  const { failed, failedRead, failedWrites, forbidden } = past.look;
  const own = ownComments(past, past.issues.get(deed.issue));
  if (forbidden.length === 0 || own === null) return [];
  // Refused by the rule, the journal is told about; otherwise nobody knows what it came to.
  const isCut = failedWrites.some((method) => SHOWING.has(method) && !forbidden.includes(method));
  // A list of files that did not come is a read without an answer, too: the next look tells.
  if (failedRead !== null || failed === "filesAt" || isCut) return [];
  const isTold = own.some((body) => body.includes(RULE_SAYS.slice(0, 30)));
  return unless(isTold, () => `a rule forbade ${forbidden.join()}, and issue ${deed.issue} does not say so`);
};

function ownComments(past: Past, issue: PastIssue | undefined): readonly string[] | null {
  if (issue === undefined || issue.locked) return null;
  return [...issue.comments.values()].filter(({ author }) => author === past.self).map(({ body }) => body);
}

function tells(body: string, program: string, iteration: number): boolean {
  const single = iterationOf(body);
  if (single !== null) return single.program === program && single.number === iteration;
  const range = digestOf(body);
  return range !== null && range.program === program && range.from <= iteration && iteration <= range.to;
}
