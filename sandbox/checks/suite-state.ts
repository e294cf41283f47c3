// What the check runs of one suite come to. Pure.

interface Outcome {
  readonly status: string;
  readonly conclusion: string | null;
}

/** Worst first; what is not here counts as the best. */
const WORST = ["failure", "timed_out", "cancelled", "action_required", "success", "neutral", "skipped"];

/** @param isRerequested its status is reset then, and its runs stay as they are (REST: rerequest a check run) */
export function suiteState(runs: readonly Outcome[], isRerequested: boolean): Outcome {
  if (isRerequested || runs.length === 0 || runs.every(({ status }) => status === "queued")) {
    return { status: "queued", conclusion: null };
  }
  if (runs.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const conclusion = WORST.find((one) => runs.some((run) => run.conclusion === one)) ?? "success";
  return { status: "completed", conclusion };
}
