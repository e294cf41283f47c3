// Sends the iteration in flight to its executor when the executor has never heard of it: right after the start,
// and after a crash between the journal and the dispatch. The nonce makes a second order harmless.

import { traits } from "../../domain/executors.ts";
import { asksAgent } from "../../domain/journal/iteration.ts";
import { isWaiting } from "../../domain/journal/repair.ts";
import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import type { Definition } from "../../domain/program/program.ts";
import { agentNamed } from "../../text/agents/agents.ts";
import { sha256 } from "../../text/format/hash.ts";
import { crashReason } from "../../text/outcome/crash-reasons.ts";
import { briefingOf } from "../../text/run/briefing.ts";
import { agentPrompt } from "../../text/run/prompt.ts";
import { changeAgain, KEPT_PROPOSAL } from "../../text/run/run-request.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";
import type { RunOrder } from "../action.ts";
import { act, type Rule } from "../draft.ts";
import { attemptsOf, attemptsTold, patchTexts } from "../facts/attempts.ts";
import { asksForCi } from "../facts/checks.ts";
import { instructions } from "../facts/command-sources.ts";
import { overlayOf } from "../facts/former.ts";
import { runTime } from "../facts/run-time.ts";
import { handedOut } from "../facts/steering-in-force.ts";
import { requestText } from "../runs/request-text.ts";
import { stateIn, type World } from "../world.ts";
import { commitOf, end } from "./ending.ts";

export const dispatch: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || state.in_flight === null || state.status !== "active") return draft;
  const { in_flight: flight } = state;
  // While the configuration cannot be read, the policy holds defaults that its author may mean to forbid.
  const definition = definitionOf(state);
  if (draft.blocked.length > 0 || definition === null) return draft;
  // It has just been ordered, and could not begin.
  if (world.seen.found.unstarted !== null) return draft;
  if (heardOf(world, flight) || commitOf(world, flight) !== null || isWaiting(flight)) return draft;
  const { defaultBranch } = world.seen.view;
  if (defaultBranch === "absent") return draft;
  const overlay = flight.crashes === undefined ? undefined : overlayOf(world.seen, flight);
  if (overlay === null) return end(world, draft, flight, null, "error", crashReason.formerGone());
  const ordered = {
    ...order(world, state, flight, definition),
    ...(overlay === undefined ? {} : { overlay }),
    defaultBranch: defaultBranch.name,
  };
  const requestHash = sha256(requestText(world.seen.key, ordered));
  return act(draft, { type: "run.start", request: { ...ordered, requestHash } });
};

/** What was observed is the run of the iteration that the journal held; one that starts in this very plan is new. */
function heardOf(world: World, flight: InFlight): boolean {
  const known = stateIn(world.seen)?.in_flight;
  return known?.nonce === flight.nonce && world.seen.run.state !== "absent";
}

function order(
  world: World,
  state: ProgramState,
  flight: InFlight,
  definition: Definition,
): Omit<RunOrder, "defaultBranch" | "requestHash"> {
  const { stateFile, results, view, name } = world.seen;
  const time = runTime(world, state, flight.kind, flight.confirm);
  const fresh = new Set(flight.steering.map(({ comment }) => comment));
  const agent = flight.keeps === undefined ? (definition.agent ?? world.policy.agent) : KEPT_PROPOSAL;
  const briefing = briefingOf(state, definition, {
    iteration: flight.number,
    kind: flight.kind,
    steering: [
      ...handedOut(view, state).map(({ comment, by, text, standing }) => ({
        ...{ comment, by, text, new: fresh.has(comment) },
        ...(standing === undefined ? {} : { standing }),
      })),
      ...instructions(world.seen, flight.steering).map(({ comment, by, text }) => ({
        comment,
        by,
        text,
        new: true,
      })),
    ],
    sections: stateFile === "absent" ? [] : parseStateFile(stateFile).sections,
    protectedPaths: world.policy.protectedPaths,
    unprotected: world.policy.unprotected,
    time,
    ciRequired: asksForCi(world, { state }),
    pull: view.pulls.find((pull) => pull.sameRepository && pull.state === "open")?.number ?? null,
    table: agentNamed(agent)?.remembers === true ? (results === "absent" ? "" : results) : null,
  });
  return {
    program: name,
    nonce: flight.nonce,
    iteration: flight.number,
    kind: flight.kind,
    attempt: flight.attempt,
    base: flight.base,
    definition,
    definitionHash: flight.definition,
    protectedPaths: world.policy.protectedPaths,
    ...(world.policy.unprotected.length === 0 ? {} : { unprotected: world.policy.unprotected }),
    ...(state.gate_counts === undefined ? {} : { gateCounts: state.gate_counts }),
    ...confirmation(state, flight, definition),
    ...holdOut(state, flight, definition),
    agent,
    ...again(world, state, flight),
    ...attemptsFor(world, state, flight),
    briefing,
    prompt: agentPrompt(briefing),
    timeoutSeconds: time.total,
    partSeconds: { agent: time.agent, gates: time.gates, evaluation: time.evaluation },
    startedAt: flight.started_at,
  };
}

/** No key where an agent is asked. */
function again(world: World, state: ProgramState, { keeps }: InFlight): Pick<RunOrder, "again"> {
  if (keeps === undefined) return {};
  const texts = patchTexts(world);
  const patches = attemptsOf(state, keeps).flatMap(({ blob }) => texts.get(blob) ?? []);
  const before = state.recent.find(({ number }) => number === keeps)?.answer?.change ?? "";
  return { again: { iteration: keeps, change: changeAgain(keeps, before), patches } };
}

/** On GitHub Actions the runner finds them beside the request. */
function attemptsFor(
  world: World,
  state: ProgramState,
  { kind, keeps }: InFlight,
): Pick<RunOrder, "attempts"> {
  if (!traits(world.policy.executor).isHere || !asksAgent(kind) || keeps !== undefined) return {};
  const attempts = attemptsTold(world, state);
  return attempts.length === 0 ? {} : { attempts };
}

/** What is better than the best is confirmed; of a baseline, which beats nothing, all pairs are measured. */
function confirmation(
  { best }: ProgramState,
  { confirm: most }: InFlight,
  { direction, minDelta }: Definition,
): Pick<RunOrder, "confirm"> {
  if (most === undefined) return {};
  return {
    confirm: { most, direction, minDelta, best: best?.metric ?? null },
  };
}

/** What somebody else repaired has no base of its own to be compared with. */
function holdOut(
  { best }: ProgramState,
  { kind }: InFlight,
  { direction, holdOut: script }: Definition,
): Pick<RunOrder, "holdOut"> {
  if (script == null || kind === "measure") return {};
  return { holdOut: { direction, best: best?.metric ?? null } };
}
