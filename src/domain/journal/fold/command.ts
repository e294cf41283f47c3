// The part of the fold that is about commands: which were heard, what they set, and whether an iteration was
// asked for. Pure; knows nothing of grammar or rights.

import { isQuestion } from "../../commands/commands.ts";
import { COMMANDS_KEPT, INSTRUCTIONS_KEPT } from "../../limits.ts";
import type { NewEvent } from "../event.ts";
import { asksAgent } from "../iteration.ts";
import type { ProgramState } from "../state.ts";

type Of<Type extends NewEvent["type"]> = Extract<NewEvent, { readonly type: Type }>;

/** The command was heard: it never counts again, not even when it is too long ago to be remembered by itself. */
export function heard(state: ProgramState, event: Of<"command.received">): ProgramState {
  const { comment, hash, written_at, verb, outcome, reason, by } = event;
  const all = [...state.commands, { comment, hash, written_at, verb, outcome }].toSorted(
    (a, b) => Number(a.written_at > b.written_at) - Number(a.written_at < b.written_at),
  );
  const forgotten = all.slice(0, -COMMANDS_KEPT).at(-1)?.written_at ?? null;
  const isAnswered = reason !== null || (outcome === "done" && isQuestion(verb));
  return {
    ...state,
    commands: all.slice(-COMMANDS_KEPT),
    commands_after: later(state.commands_after, forgotten),
    asked: isAnswered ? { comment, hash, by: by.login, ...at(event), verb, reason } : state.asked,
  };
}

/** The setting counts instead of the text's, or no longer does. */
export function overridden(state: ProgramState, { key, value, by }: Of<"program.set">): ProgramState {
  const others = state.overrides.filter((one) => one.key !== key);
  return {
    ...state,
    overrides: value === null ? others : [...others, { key, value, by: by.login }],
  };
}

/** An iteration was asked for. Asked twice is asked once; instructions add up. */
export function requested(state: ProgramState, event: Of<"run.requested">): ProgramState {
  const { comment, hash, by } = event;
  const before = state.requested?.instructions ?? [];
  const instructions = event.instruction
    ? [...before, { comment, hash, by: by.login, ...at(event) }]
    : before;
  const keeps = event.keeps ?? state.requested?.keeps;
  return {
    ...state,
    requested: {
      ...{ by: by.login, at: event.at, instructions: instructions.slice(-INSTRUCTIONS_KEPT) },
      ...(keeps === undefined ? {} : { keeps }),
    },
  };
}

/** Where the comment stands, unless on the program's own issue. */
function at({ issue }: { readonly issue?: number }): { readonly issue?: number } {
  return issue === undefined ? {} : { issue };
}

/** Of two times; null is before all others. */
function later(a: string | null, b: string | null): string | null {
  return (a ?? "") > (b ?? "") ? a : b;
}

/** A baseline asks no agent, nor does a proposal that is measured again: instructions, and that, wait for the one after it. */
export function leftToDo(
  { requested }: ProgramState,
  event: Of<"iteration.start">,
): ProgramState["requested"] {
  if (requested === null) return null;
  const { keeps, instructions, ...asked } = requested;
  const left = asksAgent(event.kind) && event.keeps === undefined ? [] : instructions;
  const still = keeps === undefined || keeps === event.keeps ? {} : { keeps };
  return left.length === 0 && !("keeps" in still) ? null : { ...asked, instructions: left, ...still };
}
