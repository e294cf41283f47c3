// Carries out a command for somebody who may give it: finds the effect of its verb. What each verb does is
// `commands/<verb>.ts`.

import { isQuestion, type Question } from "../../domain/commands/commands.ts";
import type { Actor } from "../../domain/journal/terms.ts";
import type { CommandsByVerb } from "../../text/command/command.ts";
import { commandReason } from "../../text/command/command-reasons.ts";
import type { Draft } from "../draft.ts";
import type { Source } from "../facts/command-sources.ts";
import type { World } from "../world.ts";
import { BY_VERB } from "./commands/index.ts";
import {
  type Acting,
  type ActingCommand,
  type Effect,
  type Given,
  NOTHING_TO_DO,
  unusable,
} from "./effect.ts";
import { halting } from "./halting.ts";

/** Every verb that is no question has an effect. */
const ACTING: { readonly [V in Acting]: ActingCommand<V> } = BY_VERB;

export function obey(world: World, draft: Draft, source: Source, by: Actor): Effect {
  const { command } = source;
  const { state } = draft;
  if (state === null || isQuestionHeard(command)) return NOTHING_TO_DO;
  if (command.verb === "unknown") return unusable(commandReason.didYouMean(command.written, command.meant));
  if (command.verb === "malformed") return unusable(commandReason.malformed(command.written));
  if (command.verb === "halting") return halting({ world, draft, state, source, by }, command.written);
  return effectOf(command.verb, { world, draft, state, source, by }, command);
}

function effectOf<V extends Acting>(verb: V, given: Given, command: CommandsByVerb[V]): Effect {
  return ACTING[verb].effect(given, command);
}

/** A question changes nothing: its answer is a comment. */
function isQuestionHeard(
  command: Source["command"],
): command is Source["command"] & { readonly verb: Question } {
  return isQuestion(command.verb);
}
