// The loud comments: those that a person must see because something waits for them, or because it is over.
// Each carries a marker, so that it is posted once and edited in place.

import type { ProgramState } from "../../domain/journal/state.ts";
import { LABEL, MEMORY_BRANCH, REPO_CONFIG_PATH } from "../../domain/program/names.ts";
import type { Problem } from "../../domain/program/program.ts";
import { type FinalFacts, finalReport } from "../comments/final-report.ts";
import { inlineCode, sentence } from "../format/inert.ts";
import { type NoticeKind, noticeMarker } from "../format/markers.ts";
import { formatMetric } from "../format/numbers.ts";
import { PAUSE_TITLE, pauseCure } from "../format/pause-words.ts";
import { problemList } from "../format/problem-list.ts";
import { putBack } from "../format/put-back.ts";
import { type ApprovalNotice, approvalNotice } from "./approval-notice.ts";
import { type TroubleNotice, troubleNotice } from "./trouble-notice.ts";
import { type TwoReadings, twoReadings } from "./two-readings.ts";

/** Something to say aloud. */
export type Notice =
  | ApprovalNotice
  /** What is measured changed; `state` has an `epoch_change`. */
  | { readonly kind: "epoch"; readonly state: ProgramState }
  /** The program's text, or the repository's configuration, holds something wrong. */
  | {
      readonly kind: "problems";
      readonly subject?: "program" | "configuration";
      /** Path of the program, where it is a file. */
      readonly file?: string;
      readonly problems: readonly Problem[];
    }
  /** The journal cannot be read. */
  | { readonly kind: "journal-broken"; readonly reason: string }
  /** The file that held the program was deleted. */
  | { readonly kind: "file-gone"; readonly path: string }
  /** There was a journal, and now there is none. */
  | { readonly kind: "journal-gone" }
  /**
   * `state` is paused. `details`: file names of a conflict, failing checks and the like. `readings`: what two readers
   * made of its text.
   */
  | {
      readonly kind: "paused";
      readonly state: ProgramState;
      readonly details?: readonly string[];
      readonly readings?: TwoReadings;
    }
  /** `state` is completed, or stopped after its last iteration. */
  | ({ readonly kind: "completed" } & FinalFacts)
  | TroubleNotice
  /** A person's change of the state file was put back. */
  | { readonly kind: "put-back"; readonly state: ProgramState }
  /** What an earlier notice asked for has been done; takes that notice's place. */
  | { readonly kind: "solved"; readonly of: { readonly kind: NoticeKind; readonly key: string } };

/** Details listed in one notice; more are counted. */
const DETAILS = 20;

/** By what a notice's comment is found again (`noticeOf`). A later pause or completion is a comment of its own. */
export function noticeId(notice: Notice): { readonly kind: NoticeKind; readonly key: string } {
  switch (notice.kind) {
    case "approval":
      return { kind: "approval", key: "program" };
    case "epoch":
      return { kind: "epoch", key: String(notice.state.epoch) };
    case "problems":
      return { kind: "problems", key: notice.subject ?? "program" };
    case "file-gone":
      return { kind: "problems", key: "file" };
    case "journal-broken":
    case "journal-gone":
      return { kind: "problems", key: "journal" };
    case "paused":
      return { kind: "paused", key: notice.state.pause?.at ?? "unknown" };
    case "completed":
      return { kind: "completed", key: notice.state.ended?.at ?? "unknown" };
    case "put-back":
      return { kind: "put-back", key: "state-file" };
    case "refused":
      return { kind: "problems", key: "refused" };
    case "unwritten":
      return { kind: "problems", key: "memory" };
    case "unstarted":
      return { kind: "problems", key: "run" };
    case "unread-role":
      return { kind: "problems", key: "people" };
    case "solved":
      return notice.of;
  }
}

/** The comment, as Markdown with its marker in the first line. */
export function noticeComment(notice: Notice): string {
  const { kind, key } = noticeId(notice);
  return `${noticeMarker(kind, key)}\n${bodyOf(notice)}\n`;
}

function bodyOf(notice: Notice): string {
  switch (notice.kind) {
    case "approval":
      return approvalNotice(notice);
    case "epoch":
      return measuringAnew(notice.state);
    case "problems":
      return problems(notice.subject ?? "program", notice.problems, notice.file);
    case "file-gone":
      return fileGone(notice.path);
    case "journal-broken":
      return journal(`cannot be read: ${sentence(notice.reason, 500)}`);
    case "journal-gone":
      return journal("is gone, although this issue shows results from it.");
    case "paused":
      return paused(notice.state, notice.details ?? [], notice.readings);
    case "completed":
      return finalReport(notice);
    case "put-back":
      return putBack(notice.state);
    case "refused":
    case "unwritten":
    case "unstarted":
    case "unread-role":
      return troubleNotice(notice);
    case "solved":
      return solved(notice.of.kind);
  }
}

function measuringAnew({ epoch_change: change }: ProgramState): string {
  if (change === null) return "### 📏 Measuring";
  const { parts, by, after, baseline, best } = change;
  const what = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  const before =
    after === null || baseline === null || best === null
      ? ""
      : ` Up to iteration ${after} it went from ${formatMetric(baseline)} to ${formatMetric(best)}.`;
  return [
    "### 📏 Measuring anew",
    "",
    `**Measuring anew because ${what} of this program changed (approved by ${inlineCode(by.login, 60)}).**`,
    "",
    "Earlier numbers cannot be compared with later ones. The next iteration measures a new baseline; best metric " +
      `and improvement count from there. What was kept stays on the branch.${before}`,
  ].join("\n");
}

function problems(
  subject: "program" | "configuration",
  found: readonly Problem[],
  file: string | undefined,
): string {
  const [title, where] =
    subject === "program"
      ? [
          "This program cannot run yet",
          file === undefined
            ? "Edit the text of this issue"
            : `Edit ${inlineCode(file, 300)} on the default branch`,
        ]
      : [
          "The repository's configuration has a problem",
          `Edit \`${REPO_CONFIG_PATH}\` on the default branch`,
        ];
  return [
    `### ⚠️ ${title}`,
    "",
    ...problemList(found),
    "",
    `${where}; it is read again at once. No iteration starts before that.`,
  ].join("\n");
}

function fileGone(path: string): string {
  return [
    "### ⏹️ The program file is gone",
    "",
    `**The file ${inlineCode(path, 200)} is no longer on the default branch, so the loop stopped.**`,
    "",
    `To go on, put the file back, take the label \`${LABEL.program}\` off this issue and put it on again. ` +
      "To end the program, close this issue.",
  ].join("\n");
}

function journal(what: string): string {
  return [
    "### ⚠️ The journal needs a person",
    "",
    `**The journal of this program on the branch \`${MEMORY_BRANCH}\` ${what}**`,
    "",
    "Autoloop does not guess: it changes nothing before the journal is whole. Put the branch back to its newest " +
      "good commit (a clone or the reflog still has it). To begin anew instead, delete the status comment " +
      "and the program's files on that branch.",
  ].join("\n");
}

function paused(state: ProgramState, details: readonly string[], readings: TwoReadings | undefined): string {
  const { pause, best, baseline } = state;
  if (pause === null) return "### ▶️ No longer paused";
  const title =
    pause.by === null ? `Paused: ${PAUSE_TITLE[pause.kind]}` : `Paused by ${inlineCode(pause.by.login, 60)}`;
  const hidden = details.length - DETAILS;
  const results =
    best === null || baseline === null
      ? []
      : ["", `Best so far: ${formatMetric(best.metric)} (baseline ${formatMetric(baseline)}).`];
  return [
    `### ⏸️ ${title}`,
    "",
    `**${sentence(pause.reason, 600) || "No reason was given."}**`,
    ...(details.length === 0 ? [] : [""]),
    ...details.slice(0, DETAILS).map((detail) => `- ${inlineCode(detail, 200)}`),
    ...(hidden > 0 ? [`- and ${hidden} more`] : []),
    ...(readings === undefined ? [] : ["", ...twoReadings(readings)]),
    "",
    pauseCure(pause.kind, state.branch),
    ...results,
  ].join("\n");
}

function solved(kind: NoticeKind): string {
  return kind === "approval"
    ? "☑️ The text of this program was waiting for approval; it no longer is."
    : "☑️ Something here kept the program from running; it is mended.";
}
