// Every way in which a run on GitHub Actions is lost, in the words that the iteration's end will say. One place, so
// that no end is without a name.

import { WORKFLOW } from "../domain/program/names.ts";
import type { BrokenJob, Refusal, WorkflowRun } from "../ports/workflow-runs.ts";
import type { ZipFault } from "./zip-directory.ts";

/** Characters of a job's or a step's name that are quoted. */
const NAME_CHARACTERS = 100;

const PRINTED = "`node autoloop.mjs workflow` prints the file";

/** GitHub did not take the order. */
export const refusedEnd: Readonly<Record<Refusal, string>> = {
  missing: `The default branch has no workflow ${WORKFLOW.path}. ${PRINTED} to put there.`,
  disabled: `The workflow ${WORKFLOW.path} is disabled. Enable it on the repository's Actions page.`,
  unfit: `The workflow ${WORKFLOW.path} does not take what this version of Autoloop sends. ${PRINTED} to put in its place.`,
};

type BadEnd = Exclude<WorkflowRun["state"], "queued" | "running" | "succeeded" | "failed">;

/** The run ended in a way of its own. */
export const runEnd: Readonly<Record<BadEnd, string>> = {
  // GitHub calls a job that outlasts its timeout-minutes cancelled, too.
  cancelled:
    "The workflow run was cancelled: by a person, or because a job took longer than its `timeout-minutes`.",
  "timed-out": "The workflow run took longer than GitHub allows.",
  unstartable: `GitHub could not start the workflow run. The file ${WORKFLOW.path} may not be valid. ${PRINTED} to put in its place.`,
  other: "The workflow run ended without doing its work.",
};

/** What was brought back cannot be used. */
export const artifactEnd: Readonly<Record<ZipFault, string>> = {
  damaged: "The report's archive is damaged.",
  unsupported: "The report's archive is of a kind that no upload makes.",
  "too-many": "The report's archive holds too many files.",
  "odd-name": "The report's archive holds a file whose name is no plain relative path.",
  doubled: "The report's archive holds two files of one name.",
  missing: "The report's archive holds no report.json.",
  "too-big": "The report's archive, or a file in it, is too big.",
  lying: "The report's archive holds something else than it says.",
};

export const lostEnd = {
  notAllowed:
    "GitHub does not let Autoloop run workflows here. The app needs the permission to read and write Actions, and Actions must be allowed in the repository's settings.",
  ranAgain: "Somebody ran the workflow run again. Only the first attempt counts.",
  deleted: "The workflow run was deleted.",
  noArtifact: "The workflow run ended well but left no report.",
  twoArtifacts: "The workflow run left more than one report.",
  expired: "The report is gone: GitHub keeps artifacts for a limited time.",
  noText: "The report is not text.",
  otherRun: "The workflow run left a report of another run.",
} as const;

/** @param broken the first job that did not end well; undefined: GitHub names none */
export function failedEnd(broken: BrokenJob | undefined): string {
  if (broken === undefined) return "The workflow run failed.";
  const step = broken.step === null ? "" : `, in its step "${short(broken.step)}"`;
  return `The workflow run failed in the job "${short(broken.job)}"${step}.`;
}

function short(name: string): string {
  return name.length <= NAME_CHARACTERS ? name : `${name.slice(0, NAME_CHARACTERS - 1)}…`;
}
