// Sends the iteration in flight to its executor when the executor has never heard of it: right after the start,
// and after a crash between the journal and the dispatch. The nonce makes a second order harmless.

import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import type { Definition } from "../../domain/program/program.ts";
import { sha256 } from "../../text/format/hash.ts";
import { briefingOf } from "../../text/run/briefing.ts";
import { agentPrompt } from "../../text/run/prompt.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";
import type { RunOrder } from "../action.ts";
import { act, type Rule } from "../draft.ts";
import { asksForCi } from "../facts/checks.ts";
import { instructions } from "../facts/command-sources.ts";
import { timeoutMs } from "../facts/run-time.ts";
import { handedOut } from "../facts/steering-in-force.ts";
import { requestText } from "../runs/request-text.ts";
import { stateIn, type World } from "../world.ts";
import { commitOf } from "./ending.ts";

export const dispatch: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || state.in_flight === null || state.status !== "active") return draft;
  const { in_flight: flight } = state;
  // While the configuration cannot be read, the policy holds defaults that its author may mean to forbid.
  const definition = definitionOf(state);
  if (draft.blocked.length > 0 || definition === null) return draft;
  // It has just been ordered, and could not begin.
  if (world.seen.found.unstarted !== null) return draft;
  if (heardOf(world, flight) || commitOf(world, flight) !== null) return draft;
  const { defaultBranch } = world.seen.view;
  if (defaultBranch === "absent") return draft;
  const ordered = {
    ...order(world, state, flight, definition),
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
  const { stateFile, view, name } = world.seen;
  const seconds = Math.round(timeoutMs(world, state) / 1000);
  const fresh = new Set(flight.steering.map(({ comment }) => comment));
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
    seconds,
    ciRequired: asksForCi(world, { state }),
    pull: view.pulls.find((pull) => pull.sameRepository && pull.state === "open")?.number ?? null,
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
    agent: definition.agent ?? world.policy.agent,
    briefing,
    prompt: agentPrompt(briefing),
    timeoutSeconds: seconds,
    startedAt: flight.started_at,
  };
}

/** What is better than the best is confirmed; of a baseline, which beats nothing, all pairs are measured. */
function confirmation(
  { best }: ProgramState,
  { kind, confirm: most }: InFlight,
  { direction, minDelta }: Definition,
): Pick<RunOrder, "confirm"> {
  if (most === undefined) return {};
  return {
    confirm: { most, direction, minDelta, best: kind === "baseline" ? null : (best?.metric ?? null) },
  };
}
