// The words for every way in which an agent run is lost, as the end of its iteration says them. One place, so that no
// end is without a name.

import type { ArchiveFault, RunLoss } from "../../domain/journal/run-loss.ts";
import { WORKFLOW } from "../../domain/program/names.ts";

/** Characters of a job's or a step's name that are quoted. */
const NAME_CHARACTERS = 100;

const PRINTED = "`node autoloop.mjs workflow` writes it into a clone of the repository";

type PlainLoss = Exclude<
  RunLoss["code"],
  "run-failed" | "archive" | "report-unreadable" | "other-report" | "no-report"
>;

const PLAIN: Readonly<Record<PlainLoss, string>> = {
  "workflow-missing": `The default branch has no workflow ${WORKFLOW.path}. ${PRINTED}.`,
  "workflow-disabled": `The workflow ${WORKFLOW.path} is disabled. Enable it on the repository's Actions page.`,
  "workflow-unfit": `The workflow ${WORKFLOW.path} does not take what this version of Autoloop sends. ${PRINTED}.`,
  "not-allowed":
    "GitHub does not let Autoloop run workflows here. The app needs the permission to read and write Actions, and Actions must be allowed in the repository's settings.",
  // GitHub calls a job that outlasts its timeout-minutes cancelled, too.
  "run-cancelled":
    "The workflow run was cancelled: by a person, or because a job took longer than its `timeout-minutes`.",
  "run-timed-out": "The workflow run took longer than GitHub allows.",
  "run-unstartable": `GitHub could not start the workflow run. The file ${WORKFLOW.path} may not be valid. ${PRINTED}.`,
  "run-other": "The workflow run ended without doing its work.",
  "run-again": "Somebody ran the workflow run again. Only the first attempt counts.",
  "run-deleted": "The workflow run was deleted.",
  "no-artifact": "The workflow run ended well but left no report.",
  "two-artifacts": "The workflow run left more than one report.",
  "artifact-expired": "The report is gone: GitHub keeps artifacts for a limited time.",
  "report-unsigned":
    "The report is not the runner's own: an earlier version of Autoloop began the run, or something on the machine wrote over it.",
  "report-no-text": "The report is not text.",
};

const ARCHIVE: Readonly<Record<ArchiveFault, string>> = {
  damaged: "The report's archive is damaged.",
  unsupported: "The report's archive is of a kind that no upload makes.",
  "too-many": "The report's archive holds too many files.",
  "odd-name": "The report's archive holds a file whose name is no plain relative path.",
  doubled: "The report's archive holds two files of one name.",
  missing: "The report's archive holds no report.json.",
  "too-big": "The report's archive, or a file in it, is too big.",
  lying: "The report's archive holds something else than it says.",
};

/** One or more whole sentences. Names and log lines in them are outside text, bounded but not yet made inert. */
export function runLossWords(loss: RunLoss): string {
  switch (loss.code) {
    case "run-failed": {
      if (loss.job === null) return "The workflow run failed.";
      const step = loss.step === null ? "" : `, in its step "${short(loss.step)}"`;
      return `The workflow run failed in the job "${short(loss.job)}"${step}.`;
    }
    case "archive":
      return ARCHIVE[loss.fault];
    case "report-unreadable":
      return loss.why;
    case "other-report":
      return `The ${loss.from === "runner" ? "runner" : "workflow run"} left a report of another run.`;
    case "no-report":
      return `The runner ended without a report.${loss.said ? ` It last said: ${loss.said}` : ""}`;
    case "workflow-unfit":
    case "not-allowed":
      return `${PLAIN[loss.code]}${loss.said === null ? "" : ` GitHub said: ${loss.said}`}`;
    default:
      return PLAIN[loss.code];
  }
}

function short(name: string): string {
  return name.length <= NAME_CHARACTERS ? name : `${name.slice(0, NAME_CHARACTERS - 1)}…`;
}
