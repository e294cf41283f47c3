// The fold: journal events to program state. Pure. A journal that contradicts itself is refused,
// because guessing here would mean deciding on a lie.

import { LEFT_COMMITS_REMEMBERED } from "../limits.ts";
import { changedMeasuring } from "../program/program.ts";
import type { EventBody, NewEvent } from "./event.ts";
import { heard, overridden, requested } from "./fold-command.ts";
import {
  accepted,
  ciSpoke,
  contradiction,
  ended,
  inFlight,
  started,
  uncounted,
  waited,
  withStatus,
} from "./fold-iteration.ts";
import { factsOf, reported } from "./fold-report.ts";
import { revoked } from "./fold-revoke.ts";
import { forgotten, steered } from "./fold-steering.ts";
import { noLaterThan } from "./moments.ts";
import type { EpochChange, ProgramState } from "./state.ts";

/**
 * Folds events onto a state; `null` is the state before adoption. Also takes events not yet written.
 * @throws Terminal when an event contradicts the state
 */
export function fold(state: ProgramState | null, events: readonly NewEvent[]): ProgramState | null {
  return events.reduce<ProgramState | null>(step, state);
}

function step(state: ProgramState | null, event: NewEvent): ProgramState {
  if (event.type === "snapshot") return event.state;
  if (event.type === "program.adopted") {
    if (state !== null) throw contradiction(event, "the program was adopted before");
    return adopted(event);
  }
  if (state === null) throw contradiction(event, "the program was not adopted yet");
  return after(state, event);
}

function adopted(event: NewEvent & Extract<EventBody, { type: "program.adopted" }>): ProgramState {
  return {
    name: event.name,
    issue: event.issue,
    source: event.source,
    branch: event.branch,
    adopted_at: event.at,
    ...(event.plateau === undefined ? {} : { plateau: event.plateau }),
    status: "waiting",
    definition: null,
    epoch: 0,
    epoch_change: null,
    run: null,
    pause: null,
    ended: null,
    in_flight: null,
    baseline: null,
    baseline_secondary: {},
    best: null,
    last_iteration: event.imported?.iterations || null,
    last_run_at: event.imported?.last_run ?? null,
    starts: [],
    counts: { accepted: 0, rejected: 0, errors: 0 },
    consecutive: { rejected: 0, errors: 0 },
    recent_statuses: event.imported?.recent_statuses ?? [],
    recent: [],
    ranges: [],
    pull: null,
    steering: [],
    overrides: [],
    requested: null,
    commands: [],
    commands_after: null,
    asked: null,
    branch_head: null,
    ...(event.imported === undefined ? {} : { imported: event.imported }),
  };
}

function epochChange(
  { definition, last_iteration, baseline, best }: ProgramState,
  event: Extract<EventBody, { type: "program.defined" }>,
): EpochChange | null {
  if (definition === null) return null;
  const parts = changedMeasuring(definition.parsed, event.definition);
  return { parts, by: event.approved_by, after: last_iteration, baseline, best: best?.metric ?? null };
}

function synced(
  { branch_deleted: _, ...state }: ProgramState,
  { how, head, left }: Extract<EventBody, { type: "branch.sync" }>,
): ProgramState {
  return {
    ...state,
    branch_head: how === "gone" ? null : head,
    ...(how === "deleted" ? { branch_deleted: true as const } : {}),
    ...(left === undefined
      ? {}
      : { left_on_branch: [...(state.left_on_branch ?? []), ...left].slice(-LEFT_COMMITS_REMEMBERED) }),
  };
}

type Later = Exclude<NewEvent, { type: "snapshot" | "program.adopted" }>;

function after(state: ProgramState, event: Later): ProgramState {
  switch (event.type) {
    case "program.defined": {
      const { hash, definition: parsed, approved_by, reader } = event;
      const definition = { hash, parsed, approved_by, ...(reader === undefined ? {} : { reader }) };
      if (event.epoch === state.epoch) return { ...state, definition };
      // Imported numbers belong to the first definition; a later one measures something else.
      const imported =
        state.imported === undefined || state.epoch === 0
          ? {}
          : { imported: { ...state.imported, best: null, baseline: null } };
      const { metric_key: _, gate_counts: __, noise: ___, ...others } = state;
      return {
        ...others,
        definition,
        epoch: event.epoch,
        epoch_change: epochChange(state, event),
        baseline: null,
        baseline_secondary: {},
        best: null,
        ...imported,
      };
    }
    case "loop.start":
      return {
        ...state,
        status: "active",
        run: { id: event.run_id, started_at: event.created_at, trigger: event.trigger },
        pause: null,
        ended: null,
        consecutive: { rejected: 0, errors: 0 },
      };
    case "loop.pause":
      return {
        ...(event.kind === "clock" ? noLaterThan(state, event.at) : state),
        status: "paused",
        pause: { kind: event.kind, reason: event.reason, by: event.by, at: event.at },
        recent_statuses:
          event.kind === "ci-fix-exhausted"
            ? withStatus(state.recent_statuses, "ci-fix-exhausted")
            : state.recent_statuses,
      };
    case "loop.resume":
      return {
        ...state,
        status: "active",
        pause: null,
        consecutive: { rejected: 0, errors: 0 },
        in_flight: waited(state, event),
      };
    case "loop.stop":
      return {
        ...state,
        status: "stopped",
        // A stop is no way around the lock that tampering put on.
        pause: state.pause?.kind === "tampered" ? state.pause : null,
        requested: null,
        ended: { reason: event.reason, at: event.at },
      };
    case "loop.complete":
      return {
        ...state,
        status: "completed",
        pause: null,
        requested: null,
        ended: { reason: event.reason, at: event.at },
      };
    case "steering.received":
      return steered(state, event);
    case "steering.forgotten":
      return forgotten(state, event);
    case "command.received":
      return heard(state, event);
    case "program.approved":
      return { ...state, approved: { hash: event.hash, by: event.by } };
    case "program.set":
      return overridden(state, event);
    case "run.requested":
      return requested(state, event);
    case "state.edited":
      if (event.put_back.length === 0) return state;
      return {
        ...state,
        put_back: { by: event.by?.login ?? null, fields: event.put_back, at: event.at },
      };
    case "iteration.start":
      return started(state, event);
    case "iteration.report":
      return {
        ...inFlight(state, event, { report: factsOf(event) }),
        ...reported(state, event.cost, event.at),
      };
    case "iteration.commit":
      return {
        ...inFlight(state, event, { commit: event.commit, committed_at: event.at }),
        branch_head: event.commit,
      };
    case "ci.result":
      return ciSpoke(state, event);
    case "iteration.accept":
      return accepted(state, event);
    case "iteration.reject":
      return ended(state, event, "rejected", event.reason);
    case "iteration.error":
      return event.uncounted === true ? uncounted(state, event) : ended(state, event, "error", event.reason);
    case "iteration.revoke":
      return revoked(state, event);
    case "branch.sync":
      return synced(state, event);
    case "pull.opened":
      return { ...state, pull: { number: event.number, state: "open" } };
    case "pull.closed":
      return { ...state, pull: { number: event.number, state: "closed" } };
    case "pull.merged":
      return { ...state, pull: { number: event.number, state: "merged" } };
  }
}
