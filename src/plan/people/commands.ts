// Hears commands: who may give which, what each does, and that each counts once. The journal names the person, the
// role that was seen, and the outcome; a refused one changes nothing else, and of people without rights nothing at all is
// written. Brakes come before everything else.

import { hasRole, mayDo, type ProgramPermission } from "../../domain/authority.ts";
import { isHalt, permissionFor, resumes } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { STEERING_CHARACTERS } from "../../domain/limits.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { commandReason } from "../../text/command/command-reasons.ts";
import { type Draft, halt, lookAgain, type Rule, record } from "../draft.ts";
import { actor } from "../facts/approval.ts";
import type { Source } from "../facts/command-sources.ts";
import { type Observation, peopleIn, stateIn, type World } from "../world.ts";
import { owesAnswer } from "./answer.ts";
import { obey } from "./command-effects.ts";
import { type Effect, unusable } from "./effect.ts";
import { type Heard, programsOf, type Talk, unheard } from "./unheard.ts";

/** Commands heard in one look besides brakes; a burst takes several. */
const COMMANDS_PER_LOOK = 20;

export const commands: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || world.seen.view.issue === "absent") return draft;
  const waiting = unheard(world.seen, state);
  if (waiting.length === 0) return draft;
  const people = peopleIn(world.seen);
  const known = waiting.filter((source) => source.people.every((login) => people.has(login)));
  const counted = known.filter((source) => isAnybody(world, source));
  const others = counted.filter(({ command }) => !isHalt(command.verb)).slice(0, COMMANDS_PER_LOOK);
  const chosen = counted.filter((source) => isHalt(source.command.verb) || others.includes(source));

  const heard = chosen.reduce<Draft>((so_far, source) => hear(world, so_far, source), draft);
  const isLeft = known.length < waiting.length || waits(heard, counted);
  const after = isLeft ? lookAgain(heard) : heard;
  // Somebody may have said stop who may: until it is known, nothing is decided that could begin anything.
  const isBraked = waiting.some((source) => isHalt(source.command.verb) && !known.includes(source));
  return isBraked ? halt(after) : after;
};

/** Logins whose roles this rule wants to know, oldest command first. */
export function askedForCommands(talk: Talk, state: ProgramState | null): readonly string[] {
  return state === null ? [] : unheard(talk, state).flatMap(({ people }) => people);
}

/** Those of them who may have said stop. */
export function askedForHalts(talk: Talk, state: ProgramState | null): readonly string[] {
  if (state === null) return [];
  return unheard(talk, state).flatMap(({ command, people }) => (isHalt(command.verb) ? people : []));
}

/** Commands that nobody hears, and all that were not heard yet, by comment and hash: for whoever counts them. */
export function ignoredCommands(seen: Observation): {
  readonly ignored: readonly string[];
  readonly open: readonly string[];
} {
  const state = stateIn(seen);
  const waiting = state === null || seen.view.issue === "absent" ? [] : unheard(seen, state);
  if (waiting.length === 0) return { ignored: [], open: [] };
  const people = peopleIn(seen);
  const names = (sources: readonly Heard[]) => sources.map(({ comment, hash }) => `${comment} ${hash}`);
  const known = waiting.filter((source) => source.people.every((login) => people.has(login)));
  return { ignored: names(known.filter((source) => !isAnybody({ seen }, source))), open: names(waiting) };
}

/** The person who wrote the program's issue; null: an app, nobody who is there, or there is no issue. */
export function authorOf({ issue }: Pick<ProgramView, "issue">): string | null {
  return issue === "absent" || issue.author?.type !== "User" ? null : issue.author.login;
}

/** Commands that count were left for another look. */
function waits({ state }: Draft, counted: readonly Heard[]): boolean {
  return counted.some(({ comment, hash }) =>
    state?.commands.every((one) => one.comment !== comment || one.hash !== hash),
  );
}

function hear(world: World, draft: Draft, source: Heard): Draft {
  const { comment, issue, hash, writtenAt, command, text } = source;
  // The answer to one question is given before the next is heard.
  if (!isHalt(command.verb) && draft.state !== null && owesAnswer(world.seen, draft.state)) return draft;
  const by = actor(lastOf(source), peopleIn(world.seen));
  const effect = isAllowed(world, draft, source)
    ? addressed(world, draft, source, by)
    : ({ outcome: "refused", reason: null } as const);
  const heard = record(world, draft, {
    type: "command.received",
    comment,
    ...(issue === undefined ? {} : { issue }),
    by,
    hash,
    written_at: writtenAt,
    // The history cannot be shortened, so a refused comment leaves nothing in it; of a box the words are the app's own.
    text: effect.outcome === "refused" && source.from === "comment" ? "" : text.slice(0, STEERING_CHARACTERS),
    verb: command.verb,
    outcome: effect.outcome,
    reason: effect.reason,
  });
  return effect.apply === undefined ? heard : effect.apply(heard);
}

/** Whoever said it last. */
function lastOf({ people: [first, editor = first] }: Source): string {
  return editor;
}

function addressed(world: World, draft: Draft, source: Heard, by: ReturnType<typeof actor>): Effect {
  const { state } = draft;
  if (state !== null && isOvertaken(source, state)) return unusable(commandReason.olderThanHalt());
  if (source.unclear === null || state === null) return obey(world, draft, source, by);
  const names = programsOf(world.seen.registry, state).map(({ name }) => name);
  const { name } = source.command;
  return unusable(name === null ? commandReason.whichProgram(names) : commandReason.noProgram(name, names));
}

/** A brake that was written after it was heard before it, so it must not undo that. */
function isOvertaken({ command, writtenAt }: Source, { commands: heard }: ProgramState): boolean {
  if (permissionFor(command.verb) !== "go-on") return false;
  return heard.some(
    ({ verb, outcome, written_at }) => isHalt(verb) && outcome === "done" && written_at > writtenAt,
  );
}

/** Somebody who is told what became of it: with triage or more, or the author of the issue. */
function isAnybody({ seen }: Pick<World, "seen">, source: Source): boolean {
  const login = lastOf(source);
  return hasRole(peopleIn(seen).get(login)?.permission, "triage") || login === authorOf(seen.view);
}

/** Everybody behind the text must have the right. */
function isAllowed({ seen }: World, draft: Draft, source: Source): boolean {
  const permission = permissionOf(source, draft.state);
  const author = authorOf(seen.view);
  return source.people.every((login) =>
    mayDo(permission, {
      isPerson: true,
      author: login === author,
      permission: peopleIn(seen).get(login)?.permission,
    }),
  );
}

function permissionOf({ command: { verb }, from }: Source, state: ProgramState | null): ProgramPermission {
  const permission = from === "box" ? "go-on" : permissionFor(verb);
  const goesOn = resumes(verb) || (permission === "go-on" && state?.status === "stopped");
  return goesOn && state?.pause?.kind === "tampered" ? "unlock" : permission;
}
