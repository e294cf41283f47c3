// Invariant 21: a failure is not an absence.

import { noticeOf } from "../../../src/text/format/markers.ts";
import { type MomentRule, unless } from "./rule.ts";

/** What does not follow from an order, and so need not wait for it. */
const SHOWN: ReadonlySet<string> = new Set([
  ...["postComment", "editComment", "deleteComment", "editIssue", "react", "reactToIssue"],
  ...["setLabels", "openPull", "editPull", "writeCheck"],
]);

/**
 * 21, failure is not absence: in a look in which a read failed nothing is written or ordered any more. What a
 * listing does not show yet is not absent either: `noSecondIssue`. Two things are said all the same: whose role cannot be
 * read, with what the journal has held since before, and, where only the way to an order was not seen, whatever people are
 * shown.
 */
export const nothingAfterAFailedRead: MomentRule = (deed, past) => {
  const failed = past.look?.failedRead ?? null;
  if (failed === null || (deed.what !== "write" && deed.what !== "run")) return [];
  if (deed.what === "write") {
    if (failed.startsWith("workflow.") && SHOWN.has(deed.method)) return [];
    if (failed === "standing" && saysWhatIsKnown(deed.args.at(-1))) return [];
  }
  const what = deed.what === "write" ? deed.method : "a run";
  return [`${what} in a look in which ${failed} had failed`];
};

/**
 * 21: no second issue is opened for a program that has an open one of the app's. Two processes that share nothing may
 * both open one (`docs/operations.md`, "Replicas").
 */
export const noSecondIssue: MomentRule = (deed, past, { actsAsOne }) => {
  if (deed.what !== "issue" || deed.by !== past.self || deed.change.opened !== true) return [];
  if (!actsAsOne()) return [];
  const twins = [...past.issues.byNumber.values()].filter(
    ({ title, author, state }) => title === deed.change.title && author === past.self && state === "open",
  );
  return unless(twins.length === 0, () => `the app opened a second issue "${deed.change.title}"`);
};

function saysWhatIsKnown(body: unknown): boolean {
  const notice = typeof body === "string" ? noticeOf(body) : null;
  if (notice?.kind === "problems") return notice.key === "people";
  return ["paused", "completed", "epoch"].includes(notice?.kind ?? "");
}
