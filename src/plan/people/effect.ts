// What a command does to the loop, for somebody who may give it: what became of it, and the events that follow. Here is
// what several commands share; nothing here reads a comment or asks for a role.

import type { CommandRow } from "../../domain/commands/command-row.ts";
import type { Question, Row } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { Actor, CommandOutcome } from "../../domain/journal/terms.ts";
import type { CommandsByVerb } from "../../text/command/command.ts";
import { commandReason } from "../../text/command/command-reasons.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { type Draft, record } from "../draft.ts";
import type { Source } from "../facts/command-sources.ts";
import { completion } from "../iteration/finish.ts";
import { whyOff } from "../life/lifecycle.ts";
import { readAnew, takeReading } from "../life/reading.ts";
import { beginRun } from "../runs/run.ts";
import type { World } from "../world.ts";

export interface Effect {
  readonly outcome: CommandOutcome;
  /** What the author should be told; null where the reaction says it all. */
  readonly reason: string | null;
  readonly apply?: (draft: Draft) => Draft;
}

/** One command at the moment at which it is heard. */
export interface Given {
  readonly world: World;
  readonly draft: Draft;
  readonly state: ProgramState;
  readonly source: Source;
  /** Who gave it. */
  readonly by: Actor;
}

/** Verbs that do something. */
export type Acting = Exclude<Row["verb"], Question>;

/** A command that does something: its row, and its effect as a pure function of what is given and what is written. */
export interface ActingCommand<V extends Acting> {
  readonly row: CommandRow & { readonly verb: V };
  readonly effect: (given: Given, command: CommandsByVerb[V]) => Effect;
}

/** A command that changes nothing and is answered by a comment. */
export interface QuestionCommand<V extends Question> {
  readonly row: CommandRow & { readonly verb: V; readonly permission: "ask" };
}

export const NOTHING_TO_DO: Effect = { outcome: "done", reason: null };

/** Null: it goes on already. */
export function goOn({ world, state, source, by }: Given): Effect | null {
  // A journal that was put back has forgotten which words were heard: an old one must not undo the lock, which
  // outlives a stop.
  if (state.pause?.kind === "tampered" && isOlder(source, state.pause.at))
    return unusable(commandReason.olderThanLock());
  if (state.pause?.kind === "definition") {
    if (isOlder(source, state.pause.at)) return unusable(commandReason.olderThanReading());
    if (readAnew(world, state)?.kind === "problems") return unusable(commandReason.problems());
  }
  if (state.status === "paused") {
    const reason = loopReason.command();
    return done((draft) => record(world, takeReading(world, draft, by), { type: "loop.resume", reason, by }));
  }
  if (!isOver(state)) return null;
  const off = whyOff(world, state);
  if (off !== null) return unusable(commandReason.notOn(loopReason.off(off)));
  const over = completion(state);
  if (over !== null) return unusable(commandReason.ended(over));
  return done((draft) => beginRun(world, draft, "command", by));
}

/** GitHub tells when it was written in whole seconds. */
function isOlder({ writtenAt }: Source, moment: string): boolean {
  return Date.parse(writtenAt) < Math.floor(Date.parse(moment) / 1000) * 1000;
}

/** Goes on where it stands still, and asks for an iteration. */
export function andRun(given: Given, what: Requested = {}): Effect {
  const first = goOn(given);
  const second = requested(given, what);
  if (first?.apply === undefined) return first ?? second;
  const { apply } = first;
  return { ...second, apply: (draft) => second.apply?.(apply(draft)) ?? apply(draft) };
}

/** The same, but a pause stays until somebody ends it. */
export function runUnlessPaused(given: Given, what: Requested = {}): Effect {
  return given.state.status === "paused"
    ? { ...requested(given, what), reason: commandReason.waitsForResume() }
    : andRun(given, what);
}

/** What the iteration is to be about; nothing: what its agent likes. */
interface Requested {
  /** The command's words are a directive for its agent. */
  readonly instruction?: boolean;
  /** Number of the iteration whose proposal is measured again. */
  readonly keeps?: number;
}

/** An iteration as soon as one can start; asked for twice it still is one. */
function requested({ world, state, source, by }: Given, { instruction = false, keeps }: Requested): Effect {
  const outcome = "queued";
  if (state.requested !== null && !instruction && keeps === undefined) return { outcome, reason: null };
  const { comment, issue, hash } = source;
  const again = keeps === undefined ? {} : { keeps };
  const at = issue === undefined ? { comment } : { comment, issue };
  return {
    outcome,
    reason: null,
    apply: (draft) => record(world, draft, { type: "run.requested", by, ...at, hash, instruction, ...again }),
  };
}

export function isOver({ status }: ProgramState): boolean {
  return status === "stopped" || status === "completed";
}

/** It takes effect now. `apply` gets the draft that says that the command was heard. */
export function done(apply: (draft: Draft) => Draft): Effect {
  return { outcome: "done", reason: null, apply };
}

/** Nothing follows from it, and its author is told why: whole sentences, which the journal keeps. */
export function unusable(reason: string): Effect {
  return { outcome: "unusable", reason };
}
