// The one issue "Set up Autoloop" of a repository: what is still to be done before programs can run, and how to make the
// first one. The app keeps its text; nothing in it comes from outside but names that are inert.

import { ISSUE_FORM, LABEL } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import type { ReadinessCheck } from "../../domain/repository/readiness.ts";
import { setupMarker } from "../format/markers.ts";
import { ISSUE_FORM_TEXT } from "./issue-form.ts";
import { readinessList } from "./readiness-list.ts";

export const SETUP_TITLE = "Set up Autoloop";
export const SETUP_LABELS: readonly string[] = [LABEL.autoloop, LABEL.automation];

export interface SetupFacts {
  readonly checks: readonly ReadinessCheck[];
  /** The repository has a program. */
  readonly program: boolean;
  /** The form for programs is installed; null: that cannot be told. */
  readonly form: boolean | null;
  /** Name of the default branch; null while there is none. */
  readonly branch: string | null;
  readonly links: Links;
  /** Nothing is left to set up, or was not when the app closed this issue. */
  readonly done: boolean;
}

/** The issue's text. */
export function setupIssue(facts: SetupFacts): string {
  const { checks, program, done } = facts;
  const first = program
    ? "- ✅ **First program:** there is one."
    : "- ❌ **First program:** make one as told below.";
  return [
    setupMarker(done),
    "This is what Autoloop needs in this repository. It looks again at least once an hour and after every push to the " +
      "default branch, keeps this text up to date, and closes this issue when nothing is missing. Close it yourself, and " +
      "it stays closed.",
    "",
    ...readinessList(checks),
    first,
    "",
    "`/autoloop doctor` on a program's issue shows the same list, `node autoloop.mjs doctor owner/repository` on a terminal.",
    "",
    "### Make a program",
    "",
    ...howTo(facts),
    "",
  ].join("\n");
}

function howTo({ form, branch, links }: SetupFacts): readonly string[] {
  const formUrl = links.newIssue(ISSUE_FORM.file);
  const runs =
    `A program is an issue with the label \`${LABEL.program}\`: a goal, the files that may change, and a command that ` +
    "measures. It runs when somebody with write access opens it, or puts the label on it.";
  if (form === true) return [`${runs} [Write one with the form](${formUrl}).`];
  if (branch === null) return [runs];
  const install = links.newFile(branch, ISSUE_FORM.path, ISSUE_FORM_TEXT);
  return [
    runs,
    "",
    `1. [Add the form for programs](${install}) to the default branch.`,
    `2. [Write a program with it](${formUrl}).`,
  ];
}
