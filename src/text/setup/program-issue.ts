// The issue of a program that is a file: what the app writes into it, once it runs and while it cannot yet. The
// file's text is shown and never live.

import { LABEL, programTitle } from "../../domain/program/names.ts";
import type { Problem } from "../../domain/program/program.ts";
import { inertBlock, inlineCode } from "../format/inert.ts";
import { problemList } from "../format/problem-list.ts";

/** Characters of a program file that its issue shows; a body may have 65,536. */
const SHOWN = 50_000;

/** Title, body and all labels of an issue. */
export interface ProgramIssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** The issue of a program that can run. */
export function programIssue(name: string, path: string, text: string): ProgramIssueText {
  const body = [
    `This issue carries the program \`${name}\`. Its text is the file ${inlineCode(path, 200)} on the default ` +
      "branch: edit the file, not this copy of it. The status comment follows below; comments here steer the " +
      "program, and closing this issue stops it.",
    "",
    inertBlock(text, SHOWN),
    "",
  ].join("\n");
  const labels = [LABEL.program, LABEL.autoloop, LABEL.automation];
  return { title: programTitle(name), body, labels };
}

/** Title of the issue that asks people to finish a program file. */
export function guardTitle(name: string): string {
  return `${programTitle(name)} Action required: configure your program`;
}

/** The issue of a program that cannot run before people have changed something. */
export function guardIssue(name: string, path: string, problems: readonly Problem[]): ProgramIssueText {
  const body = [
    `The program file ${inlineCode(path, 200)} on the default branch cannot run yet:`,
    "",
    ...problemList(problems),
    "",
    "Edit the file; it is read again when the default branch moves, at the latest within an hour. This issue then " +
      "becomes the issue of the program. Closing it leaves the program alone for good.",
    "",
  ].join("\n");
  return { title: guardTitle(name), body, labels: [LABEL.autoloop, LABEL.automation] };
}
