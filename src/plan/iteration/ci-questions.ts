// What has to be asked about the iteration in flight: which checks are required, what the failing ones say, which files
// the measured commit has. Only where a decision hangs on it; what the answers come to is `ci.ts` and `collect.ts`.

import { WAITING_FOR_CI } from "../../domain/journal/fold/repair.ts";
import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import { type CiStandard, ciTally } from "../../domain/repository/checks.ts";
import type { BranchView, ProgramView } from "../../domain/repository/view.ts";
import { anyFailed, asksForCi, checksOf, nextBase } from "../facts/checks.ts";
import type { Need, NeedNow } from "../read.ts";
import { stateIn, type World } from "../world.ts";
import { commitOf } from "./ending.ts";
import { redInTime, revocable } from "./late-red.ts";
import { nextDue } from "./turn.ts";

type Commit = BranchView["commits"][number];

/** A check has ended that somebody waits for. */
export const requiredRead: NeedNow = (world) => {
  const { seen } = world;
  const { defaultBranch } = seen.view;
  if (seen.requiredChecks !== "unread" || defaultBranch === "absent") return null;
  const state = stateIn(seen);
  const isWanted =
    asksForRequired(seen, state) ||
    commitsToJudge(world, state).some((commit) => anyFailed(checksOf(world, commit) ?? [])) ||
    mayRevoke(world, state);
  return isWanted ? { type: "requiredChecks", branch: defaultBranch.name } : null;
};

/** A decision hangs on the checks of a commit that the look does not show. */
export const checksRead: NeedNow = (world) => {
  const { seen } = world;
  if (seen.checksAt !== "unread") return null;
  const state = stateIn(seen);
  const kept = keptIn(world, state)?.commit;
  const all = [...(kept === undefined ? [] : [kept]), ...commitsToJudge(world, state)];
  const commits = [...new Set(all)].filter((commit) => checksOf(world, commit) === null);
  return commits.length === 0 ? null : { type: "checks", commits };
};

/** Commits whose redness decides something now, other than that of the iteration in flight and what was kept last. */
function commitsToJudge(world: World, state: ProgramState | null): readonly string[] {
  if (state === null || !asksForCi(world, { state })) return [];
  return [standsOn(world, state), origin(world, state)].flatMap((commit) => commit ?? []);
}

/** What was kept last, as far as checks may still take it back. */
function keptIn(world: World, state: ProgramState | null): ReturnType<typeof revocable> {
  return state === null || !asksForCi(world, { state }) ? null : revocable(world, state);
}

function mayRevoke(world: World, state: ProgramState | null): boolean {
  const kept = keptIn(world, state);
  if (kept === null) return false;
  return anyFailed(redInTime(world, kept.record, checksOf(world, kept.commit) ?? []));
}

/** On what an agent would be set to work now, or is not because of red. */
function standsOn(world: World, state: ProgramState): string | null {
  const { in_flight: flight, baseline } = state;
  // The first change may begin in the plan that accepts the baseline.
  const isMeasured = flight?.kind === "baseline" && world.seen.run.state === "finished";
  if (isMeasured) return nextBase(world.seen.view);
  if (flight !== null || baseline === null) return null;
  const due = nextDue(world, state);
  const isDue = state.status === "active" && due !== null && due <= world.now;
  return isDue || state.pause?.kind === "ci-red-on-base" ? nextBase(world.seen.view) : null;
}

/** What the iteration in flight stands on, where a check of its commit failed. */
function origin({ seen: { view }, policy }: World, state: ProgramState): string | null {
  const flight = listening(state);
  if (flight === null || policy.ciAttempts === 1 || !anyFailed(view.checks)) return null;
  // Whoever was asked for a repair decides about it.
  if (state.status === "paused" && flight.repair !== undefined) return null;
  return flight.repair?.origin ?? flight.base;
}

/** Checks refuse the commit: what they say goes to whoever mends it. */
export const failuresRead: Need = ({ seen, policy }) => {
  const { failures, requiredChecks, view } = seen;
  if (failures !== "unread" || requiredChecks === "unread" || view.branch === "absent") return null;
  const standard = { required: requiredChecks.value, apps: policy.ciApps };
  const checks = failuresToAsk(seen, stateIn(seen), standard);
  return checks.length === 0 ? null : { type: "failures", head: view.branch.head, checks };
};

/** A run brought files back. What its report names as its base is not believed; the journal knows. */
export const baseRead: Need = ({ seen }) => {
  const flight = stateIn(seen)?.in_flight ?? null;
  if (seen.base !== "unread" || flight === null || seen.run.state !== "finished") return null;
  return seen.run.report.files.length === 0 ? null : { type: "baseFiles", commit: flight.base };
};

/** The part of the world that says how CI stands. */
interface CiSeen {
  readonly name: string;
  readonly view: ProgramView;
}

/** A check has ended, so it matters now which are required: others may go on for ever. */
export function asksForRequired({ name, view }: CiSeen, state: ProgramState | null): boolean {
  const flight = listening(state);
  if (flight === null) return false;
  const isSubject = flight.kind === "measure" || commitOf({ seen: { name, view } }, flight) !== null;
  return isSubject && view.checks.some((check) => !check.own && check.state !== "pending");
}

/** Names of the failing checks that somebody has to ask what is wrong: only once for each head. */
export function failuresToAsk(
  { name, view }: CiSeen,
  state: ProgramState | null,
  standard: CiStandard,
): readonly string[] {
  const flight = listening(state);
  if (flight === null) return [];
  const commit = commitOf({ seen: { name, view } }, flight);
  const head = commit === null ? null : subjectOf(view, flight, commit);
  if (head === null || isKnown(flight, head)) return [];
  const { result, failing } = ciTally(view.checks, standard);
  return result === "failure" ? failing : [];
}

/** The iteration in flight, where the loop heeds what CI says. */
export function listening(state: ProgramState | null): InFlight | null {
  if (state === null) return null;
  const { status, pause, in_flight } = state;
  return status === "active" || (pause !== null && WAITING_FOR_CI.includes(pause.kind)) ? in_flight : null;
}

/** The commit that CI must speak about: the iteration's own, or what somebody put on it after CI had refused it. */
export function subjectOf(
  { branch }: ProgramView,
  { repair: known }: InFlight,
  commit: Commit,
): Commit | null {
  return branch === "absent" ||
    branch.commits[0] === undefined ||
    (branch.commits[0].id !== commit.id && known === undefined)
    ? null
    : branch.commits[0];
}

/** That CI refused this head is in the journal. */
export function isKnown({ ci: result, commit }: InFlight, { id }: Commit): boolean {
  return result === "failure" && commit === id;
}
