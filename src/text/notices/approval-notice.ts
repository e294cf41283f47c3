// The loud comment of a text that nobody who may stands behind yet: how to approve it, and what would run then.

import type { Policy, UnapprovedEdits } from "../../domain/policy.ts";
import { LABEL } from "../../domain/program/names.ts";
import type { ParsedProgram } from "../../domain/program/program.ts";
import { foldedReading } from "../comments/reading.ts";
import { problemList, warningList } from "../format/problem-list.ts";

/** The text of the program is not approved by anybody with write access. */
export interface ApprovalNotice {
  readonly kind: "approval";
  /** What an adopted program does until then; absent: it was never adopted. */
  readonly meanwhile?: UnapprovedEdits;
  /** What would run, for whoever is asked to stand behind it. */
  readonly read?: WhatWouldRun;
}

/** The text as it would be read, in a repository that protects and opens `paths`. */
interface WhatWouldRun extends Pick<ParsedProgram, "definition" | "problems" | "warnings"> {
  readonly paths: Pick<Policy, "protectedPaths" | "unprotected">;
}

const MEANWHILE = {
  never: "Nothing of this text runs before somebody with write access to the repository stands behind it.",
  wait:
    "The text of this program changed, and nobody with write access to the repository stands behind it yet. " +
    "No iteration starts before somebody does.",
  continue:
    "The text of this program changed, and nobody with write access to the repository stands behind it yet. " +
    "Until somebody does, the text that was approved last goes on running.",
} as const;

export function approvalNotice({ meanwhile, read }: ApprovalNotice): string {
  return [
    "### ⏳ Waiting for approval",
    "",
    `**${MEANWHILE[meanwhile ?? "never"]}**`,
    "",
    "To approve it, somebody with write access reads it and comments `/autoloop approve`, or puts the label " +
      `\`${LABEL.program}\` on this issue (takes it off first where it is on already), or edits the text. Every ` +
      "later change of the text by somebody without write access waits here again.",
    ...(read === undefined ? [] : wouldRun(read)),
  ].join("\n");
}

function wouldRun({ definition, problems, warnings, paths }: WhatWouldRun): readonly string[] {
  return [
    ...(problems.length === 0 ? [] : ["", "**It cannot run as it is:**", "", ...problemList(problems)]),
    ...(warnings.length === 0 ? [] : ["", "**Worth a look:**", "", ...warningList(warnings)]),
    ...(definition === null ? [] : ["", foldedReading({ definition, metricKey: null, ...paths }, true)]),
  ];
}
