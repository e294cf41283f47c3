// The iteration in flight, from its commit to its end: what CI says about exactly that commit. Silence is not
// success: no check at all, after a grace period, stops the loop and says so. What CI refuses is `repair.ts`.

import type { InFlight } from "../../domain/journal/state.ts";
import type { CiTally, FailedCheck } from "../../domain/repository/checks.ts";
import type { BranchView } from "../../domain/repository/view.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { ciFailure } from "../../text/run/ci-failure.ts";
import { type Draft, lookAgain, type Rule, record, wake } from "../draft.ts";
import { asksForCi, counted, tallyOf } from "../facts/checks.ts";
import { valueOr, type World } from "../world.ts";
import { isKnown, listening, subjectOf } from "./ci-questions.ts";
import { reportOf } from "./collect.ts";
import { accept, commitOf, end, judgementOf, withReport } from "./ending.ts";
import { measureRepair, repair } from "./repair.ts";

type Commit = BranchView["commits"][number];

/** How soon to ask again which checks are required, when that could not be told. */
const ASK_AGAIN_MS = 60_000;

export const ci: Rule = (world, draft) => {
  const flight = listening(draft.state);
  if (flight === null) return draft;
  const commit = commitOf(world, flight);
  if (commit === null) return draft;
  const head = subjectOf(world.seen.view, flight, commit);
  if (head === null) return end(world, draft, flight, reportOf(world.seen.run), "error", reason.commitGone());
  const patience = Date.parse(head.committedAt) + world.policy.ciTimeoutMs;
  if (isElsewhere(world, flight) && world.now < patience) return wake(draft, patience);

  if (!asksForCi(world, draft)) return passed(world, draft, flight, head, "skipped", []);
  const tally = tallyOf(world);
  const since = Date.parse(head.committedAt);
  const settled = since + world.policy.ciSettleMs;
  if (tally.result !== "success" && tally.result !== "failure") return waiting(world, draft, tally, since);
  if (world.now < settled) return wake(draft, settled);
  // A program that goes on in this very plan asked for nothing before: what is required is not "nothing".
  if (world.seen.requiredChecks === "unread") return lookAgain(draft);
  if (tally.result === "failure") return refused(world, draft, flight, head, tally);
  return head.id === commit.id
    ? passed(world, draft, flight, head, "success", tally.passed)
    : measureRepair(world, draft, flight, head.id);
};

/** Another replica's machine has the report, so that one ends the iteration, unless it never comes back. */
function isElsewhere({ seen: { run }, policy }: World, { executor }: InFlight): boolean {
  return run.state === "unknown" && executor === policy.executor;
}

function waiting(world: World, draft: Draft, tally: CiTally, since: number): Draft {
  const isRunning = tally.result === "pending";
  const limit = since + (isRunning ? world.policy.ciTimeoutMs : world.policy.ciGraceMs);
  if (world.now < limit) {
    const soon = tally.result === "unknown" ? Math.min(limit, world.now + ASK_AGAIN_MS) : limit;
    return wake(draft, soon);
  }
  if (draft.state?.status === "paused") return draft;
  const minutes = Math.round(world.policy.ciTimeoutMs / 60_000);
  const why = isRunning
    ? reason.ciTimeout(minutes, tally.unfinished)
    : tally.result === "unknown"
      ? reason.ciUnknown()
      : reason.ciMissing(tally);
  const kind = isRunning ? "ci-timeout" : "ci-missing";
  return record(world, draft, { type: "loop.pause", kind, reason: why, by: null });
}

/** Everything that led to what CI says, in the journal. */
function recordReport(world: World, draft: Draft, flight: InFlight, head: string): Draft {
  const reported = withReport(world, draft, flight, reportOf(world.seen.run));
  return flight.commit === head
    ? reported
    : record(world, reported, { type: "iteration.commit", iteration: flight.number, commit: head });
}

function passed(
  world: World,
  draft: Draft,
  flight: InFlight,
  { id: head }: Commit,
  result: "success" | "skipped",
  checks: readonly string[],
): Draft {
  const report = reportOf(world.seen.run);
  const heard = record(world, resumed(world, recordReport(world, draft, flight, head)), {
    ...{ type: "ci.result", iteration: flight.number, head, result, failing: [], signature: null },
    ...counted(checks),
  });
  if (report === null) return end(world, heard, flight, null, "error", reason.reportGone());
  const judgement = judgementOf(world, heard, flight, report);
  if (judgement.verdict !== "keep")
    return end(world, heard, flight, report, judgement.verdict, judgement.reason);
  const green = result === "success" ? reason.ciPassed(checks.length) : reason.ciSkipped();
  return accept(world, heard, flight, report, judgement.metric, `${judgement.reason} ${green}`);
}

function refused(world: World, draft: Draft, flight: InFlight, head: Commit, { failing }: CiTally): Draft {
  if (isKnown(flight, head)) return repair(world, draft, failing);
  // Its fix attempts are over, and a person's commits are a person's: only green ends this pause.
  if (flight.repair !== undefined && draft.state?.status === "paused") return draft;
  const said = new Map(valueOr(world.seen.failures, []).map((check) => [check.name, check]));
  const { summary, signature } = ciFailure(failing.map((name) => said.get(name) ?? silent(name)));
  const heard = record(world, resumed(world, recordReport(world, draft, flight, head.id)), {
    type: "ci.result",
    iteration: flight.number,
    head: head.id,
    result: "failure",
    failing: failing.slice(0, 20),
    signature,
    summary,
  });
  return repair(world, heard, failing);
}

/** It could not be asked. */
function silent(name: string): FailedCheck {
  return { name, summary: "", annotations: [], log: "" };
}

function resumed(world: World, draft: Draft): Draft {
  return draft.state?.status === "paused"
    ? record(world, draft, { type: "loop.resume", reason: loopReason.ciSpoke(), by: null })
    : draft;
}
