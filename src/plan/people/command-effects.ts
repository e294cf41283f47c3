// What each command does to the loop, for somebody who may give it. Returns what became of it and the events that
// follow; nothing here reads a comment or asks for a role.

import type { Actor, CommandOutcome } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { IssueView } from "../../domain/repository/view.ts";
import { commandReason } from "../../text/command/command-reasons.ts";
import { sha256 } from "../../text/format/hash.ts";
import { readOverride } from "../../text/settings/overrides.ts";
import { type Draft, lookAgain, record, type World } from "../draft.ts";
import { completion } from "../iteration/finish.ts";
import { beginRun } from "../iteration/run.ts";
import { stop, whyOff } from "../life/lifecycle.ts";
import type { Source } from "./command-sources.ts";

export interface Effect {
  readonly outcome: CommandOutcome;
  /** What the author should be told; null where the reaction says it all. */
  readonly reason: string | null;
  readonly apply?: (draft: Draft) => Draft;
}

const NOTHING_TO_DO: Effect = { outcome: "done", reason: null };

export function obey(world: World, draft: Draft, source: Source, by: Actor): Effect {
  const { command } = source;
  const { state } = draft;
  if (state === null) return NOTHING_TO_DO;
  switch (command.verb) {
    case "status":
    case "doctor":
    case "help":
      return NOTHING_TO_DO;
    case "unknown":
      return unusable(commandReason.didYouMean(command.written, command.meant));
    case "malformed":
      return unusable(commandReason.malformed(command.written));
    case "pause":
      return pause(world, state, command.reason, by);
    case "stop":
      return isOver(state)
        ? NOTHING_TO_DO
        : done((so_far) => stop(world, so_far, "Asked for by a command.", by));
    case "resume":
      return goOn(world, state, source, by) ?? NOTHING_TO_DO;
    case "run":
    case "instruct":
      return state.status === "paused"
        ? { ...requested(world, state, source, by), reason: commandReason.waitsForResume() }
        : andRun(world, state, source, by);
    case "retry":
      return andRun(world, state, source, by);
    case "set":
      return set(world, state, command, by);
    case "approve":
      return approve(world, draft, state, source, by);
  }
}

function pause(world: World, state: ProgramState, reason: string, by: Actor): Effect {
  if (isOver(state)) return unusable(commandReason.notRunning());
  // A person's pause takes the place of one that could end by itself, but never of one that is there to protect.
  const stands = state.pause?.kind === "command" || state.pause?.kind === "tampered";
  if (stands) return NOTHING_TO_DO;
  const why = reason === "" ? "No reason was given." : reason;
  return done((draft) => record(world, draft, { type: "loop.pause", kind: "command", reason: why, by }));
}

/** Null: it goes on already. */
function goOn(world: World, state: ProgramState, source: Source, by: Actor): Effect | null {
  // A journal that was put back has forgotten which words were heard: an old one must not undo the lock, which
  // outlives a stop.
  if (state.pause?.kind === "tampered" && isOlder(source, state.pause.at))
    return unusable(commandReason.olderThanLock());
  if (state.status === "paused") {
    const reason = "Asked for by a command.";
    return done((draft) => record(world, draft, { type: "loop.resume", reason, by }));
  }
  if (!isOver(state)) return null;
  const off = whyOff(world, state);
  if (off !== null) return unusable(commandReason.notOn(off));
  const over = completion(state);
  if (over !== null) return unusable(commandReason.ended(over));
  return done((draft) => beginRun(world, draft, "command", by));
}

/** GitHub tells when it was written in whole seconds. */
function isOlder({ writtenAt }: Source, moment: string): boolean {
  return Date.parse(writtenAt) < Math.floor(Date.parse(moment) / 1000) * 1000;
}

function andRun(world: World, state: ProgramState, source: Source, by: Actor): Effect {
  const first = goOn(world, state, source, by);
  const second = requested(world, state, source, by);
  if (first?.apply === undefined) return first ?? second;
  const { apply } = first;
  return { ...second, apply: (draft) => second.apply?.(apply(draft)) ?? apply(draft) };
}

/** An iteration as soon as one can start; asked for twice it still is one. */
function requested(world: World, state: ProgramState, source: Source, by: Actor): Effect {
  const instruction = source.command.verb === "instruct";
  const outcome = "queued";
  if (state.requested !== null && !instruction) return { outcome, reason: null };
  const { comment, issue, hash } = source;
  const at = issue === undefined ? { comment } : { comment, issue };
  return {
    outcome,
    reason: null,
    apply: (draft) => record(world, draft, { type: "run.requested", by, ...at, hash, instruction }),
  };
}

function set(
  world: World,
  { overrides }: ProgramState,
  { key: written, value: text }: { readonly key: string; readonly value: string },
  by: Actor,
): Effect {
  const override = readOverride(written, text);
  if ("wrong" in override) return unusable(override.wrong);
  const { key, value } = override;
  const before = overrides.find((one) => one.key === key)?.value ?? null;
  if (before === value) return NOTHING_TO_DO;
  return done((draft) => record(world, draft, { type: "program.set", key, value, by }));
}

/** The text itself was approved or not before this (`approval.ts`); here its author is told. */
function approve(world: World, draft: Draft, state: ProgramState, source: Source, by: Actor): Effect {
  const { issue } = world.seen.view;
  // What a file says is approved by whoever may push it.
  if (issue === "absent" || state.source.kind === "file") return NOTHING_TO_DO;
  const hash = sha256(issue.body);
  if (state.definition?.hash === hash) return NOTHING_TO_DO;
  if (source.issue !== undefined) return approveFromElsewhere(world, issue, source.issue, source, by);
  if (state.in_flight !== null) return { outcome: "queued", reason: null };
  const isWaiting = draft.notices.some(({ kind }) => kind === "approval");
  return unusable(isWaiting ? commandReason.approvedTooEarly() : commandReason.problems());
}

/** Nobody will look there again, so the journal remembers which text it was about. */
function approveFromElsewhere(
  world: World,
  { body, edited }: IssueView,
  issue: number,
  { comment, writtenAt }: Source,
  by: Actor,
): Effect {
  const hash = sha256(body);
  if (edited !== null && edited.at >= writtenAt) return unusable(commandReason.approvedTooEarly());
  return done((draft) =>
    lookAgain(record(world, draft, { type: "program.approved", hash, by, comment, issue })),
  );
}

function isOver({ status }: ProgramState): boolean {
  return status === "stopped" || status === "completed";
}

function done(apply: (draft: Draft) => Draft): Effect {
  return { outcome: "done", reason: null, apply };
}

function unusable(reason: string): Effect {
  return { outcome: "unusable", reason };
}
