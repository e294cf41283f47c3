// The iteration in flight, up to its commit: what came back from the run and what it is worth. A kept proposal
// becomes a commit on the canonical branch and nothing else yet; `ci.ts` ends it. The commit carries trailers that
// name the iteration, so a crash right after it loses nothing and repeats nothing.

import type { Report, RunState } from "../../domain/journal/iteration.ts";
import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import { commitMessage } from "../../text/comments/commit-message.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { act, type Draft, lookAgain, type Rule, record, runOf, wake } from "../draft.ts";
import { asksForCi, counted, tallyOf } from "../facts/checks.ts";
import type { World } from "../world.ts";
import { askAboutBaseline, baselineDoubt, confirmingDoubt } from "./baseline.ts";
import { accept, commitOf, end, judgementOf, withReport } from "./ending.ts";

/** How long after its run's deadline a proposal may still become a commit: the host may refuse it for ever. */
export const COMMIT_GRACE_MS = 60 * 60_000;

export const collect: Rule = (world, draft) => {
  const state = draft.state;
  const flight = state?.in_flight;
  if (state === null || flight === null || flight === undefined || state.status !== "active") return draft;
  if (commitOf(world, flight) !== null) return draft;

  const run = world.seen.run;
  if (run.state === "finished") return report(world, draft, state, flight, run.report);
  if (run.state === "lost") return end(world, draft, flight, null, "error", reason.lost(run.loss));
  const deadline = Date.parse(flight.deadline);
  if (world.now >= deadline) {
    const neverBegan = run.state === "running" && run.queued === true;
    return end(world, draft, flight, null, "error", neverBegan ? reason.neverBegan() : reason.timedOut());
  }
  return wake(draft, deadline);
};

function report(world: World, draft: Draft, state: ProgramState, flight: InFlight, found: Report): Draft {
  const judgement = judgementOf(world, draft, flight, found);
  if (judgement.verdict !== "keep")
    return end(world, draft, flight, found, judgement.verdict, judgement.reason);
  if (flight.kind === "baseline") {
    const kept = accept(world, draft, flight, found, judgement.metric, judgement.reason);
    const doubt = baselineDoubt(definitionOf(state), judgement.metric, found.measurement);
    return askAboutBaseline(world, kept, doubt ?? confirmingDoubt(world, kept.state));
  }
  if (flight.kind === "measure") return keepRepair(world, draft, flight, found, judgement);
  return commit(world, draft, state, flight, found);
}

function commit(world: World, draft: Draft, state: ProgramState, flight: InFlight, found: Report): Draft {
  const { branch } = world.seen.view;
  const last = Date.parse(flight.deadline) + COMMIT_GRACE_MS;
  if (world.now >= last) return end(world, draft, flight, found, "error", reason.notCommitted());
  // What the repository protects cannot be told at the moment: nothing may be committed before that is mended.
  if (world.seen.config.problems.length > 0) return wake(draft, last);
  // An iteration that starts without a branch starts with a journal that knows of none.
  if (branch === "absent" && state.branch_head !== null) {
    return end(world, draft, flight, found, "reject", reason.deletedMeanwhile());
  }
  if (branch !== "absent" && branch.head !== flight.base) {
    return end(world, draft, flight, found, "reject", reason.branchMoved());
  }
  const created =
    branch === "absent"
      ? act(draft, { type: "branch.create", branch: state.branch, at: flight.base })
      : draft;
  const committed = act(created, {
    type: "branch.commit",
    branch: state.branch,
    expectedHead: flight.base,
    message: commitMessage({
      program: world.seen.name,
      iteration: flight.number,
      attempt: flight.attempt,
      runId: runOf(draft),
      change: found.answer?.change ?? "",
    }),
    files: found.files,
  });
  // With CI the next thing to know arrives as a webhook; without, there is nothing to wait for.
  return asksForCi(world, draft) ? wake(committed, world.now + world.policy.ciGraceMs) : lookAgain(committed);
}

/** What somebody else repaired is there already, and green: it must be so still. */
function keepRepair(
  world: World,
  draft: Draft,
  flight: InFlight,
  found: Report,
  { metric, reason: why }: { readonly metric: number; readonly reason: string },
): Draft {
  const { branch } = world.seen.view;
  if (branch === "absent" || branch.head !== flight.base)
    return end(world, draft, flight, found, "reject", reason.branchMoved());
  const tally = tallyOf(world);
  if (tally.result === "failure")
    return end(world, draft, flight, found, "reject", reason.ciFailed(tally.failing));
  // Run again meanwhile: its word is awaited as long as the report may take.
  if (tally.result !== "success") return wake(draft, Date.parse(flight.deadline) + COMMIT_GRACE_MS);
  const committed = record(world, withReport(world, draft, flight, found), {
    ...{ type: "iteration.commit", iteration: flight.number, commit: flight.base },
  });
  const heard = record(world, committed, {
    ...{ type: "ci.result", iteration: flight.number, head: flight.base, result: "success" },
    ...{ failing: [], signature: null, ...counted(tally.passed) },
  });
  const said = `${why} ${reason.measuredAgain()} ${reason.ciPassed(tally.passed.length)}`;
  return accept(world, heard, flight, found, metric, said);
}

/** The report of a run, where there is one. */
export function reportOf(run: RunState): Report | null {
  return run.state === "finished" ? run.report : null;
}
