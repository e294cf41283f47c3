// The loud comments: those that a person must see because something waits for them, or because it is over.
// Each carries a marker, so that it is posted once and edited in place.

import { LABEL, MEMORY_BRANCH, REPO_CONFIG_PATH } from "../../domain/names.ts";
import type { Problem } from "../../domain/program.ts";
import type { ProgramState } from "../../domain/state.ts";
import { finalReport } from "./final-report.ts";
import { inlineCode, sentence } from "./inert.ts";
import { type NoticeKind, noticeMarker } from "./markers.ts";
import { formatMetric } from "./numbers.ts";
import { PAUSE_TITLE, pauseCure } from "./pause-words.ts";
import { problemList } from "./problem-list.ts";

/** Something to say aloud. */
export type Notice =
  /** The text of the program is not approved by anybody with write access. */
  | { readonly kind: "approval" }
  /** The program's text, or the repository's configuration, holds something wrong. */
  | {
      readonly kind: "problems";
      readonly subject?: "program" | "configuration";
      readonly problems: readonly Problem[];
    }
  /** The journal cannot be read. */
  | { readonly kind: "journal-broken"; readonly reason: string }
  /** There was a journal, and now there is none. */
  | { readonly kind: "journal-gone" }
  /** `state` is paused. `details`: file names of a conflict, failing checks and the like. */
  | { readonly kind: "paused"; readonly state: ProgramState; readonly details?: readonly string[] }
  /** `state` is completed, or stopped after its last iteration. */
  | { readonly kind: "completed"; readonly state: ProgramState; readonly webUrl: string }
  /** What an earlier notice asked for has been done; takes that notice's place. */
  | { readonly kind: "solved"; readonly of: { readonly kind: NoticeKind; readonly key: string } };

/** Details listed in one notice; more are counted. */
const DETAILS = 20;

/** By what a notice's comment is found again (`noticeOf`). A later pause or completion is a comment of its own. */
export function noticeId(notice: Notice): { readonly kind: NoticeKind; readonly key: string } {
  switch (notice.kind) {
    case "approval":
      return { kind: "approval", key: "program" };
    case "problems":
      return { kind: "problems", key: notice.subject ?? "program" };
    case "journal-broken":
    case "journal-gone":
      return { kind: "problems", key: "journal" };
    case "paused":
      return { kind: "paused", key: notice.state.pause?.at ?? "unknown" };
    case "completed":
      return { kind: "completed", key: notice.state.ended?.at ?? "unknown" };
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
      return approval();
    case "problems":
      return problems(notice.subject ?? "program", notice.problems);
    case "journal-broken":
      return journal(`cannot be read: ${sentence(notice.reason, 500)}`);
    case "journal-gone":
      return journal("is gone, although this issue shows results from it.");
    case "paused":
      return paused(notice.state, notice.details ?? []);
    case "completed":
      return finalReport(notice.state, notice.webUrl);
    case "solved":
      return solved(notice.of.kind);
  }
}

function approval(): string {
  return [
    "### ⏳ Waiting for approval",
    "",
    "**Nothing of this text runs before somebody with write access to the repository stands behind it.**",
    "",
    `To approve it, somebody with write access reads it and puts the label \`${LABEL.program}\` on this issue ` +
      "(takes it off first where it is on already), or edits the text. Every later change of the text by " +
      "somebody without write access waits here again.",
  ].join("\n");
}

function problems(subject: "program" | "configuration", found: readonly Problem[]): string {
  const [title, where] =
    subject === "program"
      ? ["This program cannot run yet", "Edit the text of this issue"]
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

function paused(state: ProgramState, details: readonly string[]): string {
  const { pause, best, baseline, name } = state;
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
    "",
    pauseCure(pause.kind, name),
    ...results,
  ].join("\n");
}

function solved(kind: NoticeKind): string {
  return kind === "approval"
    ? "☑️ The text of this program was waiting for approval; it no longer is."
    : "☑️ Something here kept the program from running; it is mended.";
}
