import { describe, expect, it } from "vitest";
import type { RunLoss } from "../../../src/domain/journal/run-loss.ts";
import { runLossWords } from "../../../src/text/outcome/run-loss-words.ts";

describe(runLossWords, () => {
  it.each<[RunLoss, string]>([
    [{ code: "run-failed", job: null, step: null }, "The workflow run failed."],
    [{ code: "run-failed", job: "build", step: null }, 'The workflow run failed in the job "build".'],
    [
      { code: "run-failed", job: "build", step: "Set up" },
      'The workflow run failed in the job "build", in its step "Set up".',
    ],
    [
      { code: "run-failed", job: "x".repeat(500), step: null },
      `The workflow run failed in the job "${"x".repeat(99)}…".`,
    ],
    [{ code: "archive", fault: "damaged" }, "The report's archive is damaged."],
    [{ code: "report-unreadable", why: "The report is not JSON." }, "The report is not JSON."],
    [{ code: "other-report", from: "runner" }, "The runner left a report of another run."],
    [{ code: "other-report", from: "workflow-run" }, "The workflow run left a report of another run."],
    [{ code: "no-report", said: "" }, "The runner ended without a report."],
    [{ code: "no-report", said: "Killed" }, "The runner ended without a report. It last said: Killed"],
    [{ code: "run-deleted" }, "The workflow run was deleted."],
  ])("says of %j what happened", (loss, words) => {
    expect(runLossWords(loss)).toBe(words);
  });
});
