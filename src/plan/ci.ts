// The iteration in flight, from its commit to its end: what CI says about exactly that commit. Silence is not
// success: no check at all, after a grace period, stops the loop and says so.

import type { InFlight, ProgramState } from "../domain/state.ts";
import type { CheckView } from "../domain/view.ts";
import { reason } from "../text/run/reasons.ts";
import { asksForCi, reportOf } from "./collect.ts";
import { type Draft, type Rule, record, type World, wake } from "./draft.ts";
import { accept, commitOf, end, judgementOf, withReport } from "./ending.ts";

/** Pauses that end by themselves when CI turns green after all. */
const WAITING_PAUSES: readonly string[] = ["ci-missing", "ci-timeout"];

export const ci: Rule = (world, draft) => {
  const state = draft.state;
  const flight = state?.in_flight;
  if (state === null || flight === null || flight === undefined || !listens(state)) return draft;
  const commit = commitOf(world, flight);
  if (commit === null) return draft;

  const report = reportOf(world.seen.run);
  const { branch, checks } = world.seen.view;
  if (branch === "absent" || branch.head !== commit.id) {
    return end(world, draft, flight, report, "error", reason.commitGone());
  }
  const verdict = asksForCi(world, draft)
    ? tally(checks)
    : { result: "skipped" as const, passed: 0, failing: [] };
  if (verdict.result === "pending" || verdict.result === "missing") {
    return waiting(world, draft, verdict.result, Date.parse(commit.committedAt));
  }
  return ended(world, draft, flight, commit.id, { ...verdict, result: verdict.result });
};

function listens(state: ProgramState): boolean {
  return state.status === "active" || (state.pause !== null && WAITING_PAUSES.includes(state.pause.kind));
}

interface Tally {
  readonly result: "success" | "failure" | "pending" | "missing" | "skipped";
  readonly passed: number;
  readonly failing: readonly string[];
}

/** Neutral and skipped checks neither pass nor fail: on their own they are as good as none. */
function tally(checks: readonly CheckView[]): Tally {
  const others = checks.filter(({ own }) => !own);
  const failing = others.filter(({ state }) => state === "failure").map(({ name }) => name);
  const passed = others.filter(({ state }) => state === "success").length;
  if (others.some(({ state }) => state === "pending")) return { result: "pending", passed, failing };
  if (failing.length > 0) return { result: "failure", passed, failing };
  return { result: passed > 0 ? "success" : "missing", passed, failing };
}

function waiting(world: World, draft: Draft, result: "pending" | "missing", since: number): Draft {
  const limit = since + (result === "missing" ? world.policy.ciGraceMs : world.policy.ciTimeoutMs);
  if (world.now < limit) return wake(draft, limit);
  if (draft.state?.status === "paused") return draft;
  return result === "missing"
    ? record(world, draft, { type: "loop.pause", kind: "ci-missing", reason: reason.ciMissing(), by: null })
    : record(world, draft, {
        type: "loop.pause",
        kind: "ci-timeout",
        reason: reason.ciTimeout(Math.round(world.policy.ciTimeoutMs / 60_000)),
        by: null,
      });
}

function ended(
  world: World,
  draft: Draft,
  flight: InFlight,
  head: string,
  verdict: Tally & { readonly result: "success" | "failure" | "skipped" },
): Draft {
  const report = reportOf(world.seen.run);
  const told = withReport(world, draft, flight, report);
  const committed = record(world, told, { type: "iteration.commit", iteration: flight.number, commit: head });
  const heard = record(world, resumed(world, committed), {
    type: "ci.result",
    iteration: flight.number,
    head,
    result: verdict.result,
    failing: verdict.failing.slice(0, 20),
    signature: null,
  });
  if (report === null) return end(world, heard, flight, null, "error", reason.reportGone());
  if (verdict.result === "failure")
    return end(world, heard, flight, report, "reject", reason.ciFailed(verdict.failing));
  const judgement = judgementOf(world, heard, flight, report);
  if (judgement.verdict !== "keep")
    return end(world, heard, flight, report, judgement.verdict, judgement.reason);
  const green = verdict.result === "success" ? reason.ciPassed(verdict.passed) : reason.ciSkipped();
  return accept(world, heard, flight, report, judgement.metric, `${judgement.reason} ${green}`);
}

function resumed(world: World, draft: Draft): Draft {
  return draft.state?.status === "paused"
    ? record(world, draft, { type: "loop.resume", reason: "CI has spoken after all.", by: null })
    : draft;
}
