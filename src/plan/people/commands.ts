// Hears commands: who may give which, what each does, and that each counts once. The journal names the person, the
// role that was seen, and the outcome; a refused one changes nothing else.

import { mayDo, type ProgramPermission } from "../../domain/authority.ts";
import { permissionFor, resumes } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { STEERING_CHARACTERS } from "../../domain/limits.ts";
import { commandReason } from "../../text/command/command-reasons.ts";
import { type Draft, lookAgain, type Rule, record } from "../draft.ts";
import { actor } from "../facts/approval.ts";
import type { Source } from "../facts/command-sources.ts";
import { peopleIn, type World } from "../world.ts";
import { obey } from "./command-effects.ts";
import type { Effect } from "./effect.ts";
import { type Heard, programsOf, type Talk, unheard } from "./unheard.ts";

/** Commands heard in one look; a burst takes several. */
const COMMANDS_PER_LOOK = 20;

export const commands: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || world.seen.view.issue === "absent") return draft;
  const waiting = unheard(world.seen, state);
  // Whose role is not known yet is asked for in the next look.
  const ready = waiting
    .filter(({ people }) => people.every((login) => peopleIn(world.seen).has(login)))
    .slice(0, COMMANDS_PER_LOOK);
  const heard = ready.reduce<Draft>((so_far, source) => hear(world, so_far, source), draft);
  return ready.length > 0 && ready.length < waiting.length ? lookAgain(heard) : heard;
};

/** Logins whose roles this rule wants to know, oldest command first. */
export function askedForCommands(talk: Talk, state: ProgramState | null): readonly string[] {
  return state === null ? [] : unheard(talk, state).flatMap(({ people }) => people);
}

function hear(world: World, draft: Draft, source: Heard): Draft {
  const { comment, issue, hash, writtenAt, command, text } = source;
  const [first, editor = first] = source.people;
  const by = actor(editor, peopleIn(world.seen));
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
    text: text.slice(0, STEERING_CHARACTERS),
    verb: command.verb,
    outcome: effect.outcome,
    reason: effect.reason,
  });
  return effect.apply === undefined ? heard : effect.apply(heard);
}

function addressed(world: World, draft: Draft, source: Heard, by: ReturnType<typeof actor>): Effect {
  const { state } = draft;
  if (source.unclear === null || state === null) return obey(world, draft, source, by);
  const names = programsOf(world.seen.registry, state).map(({ name }) => name);
  const { name } = source.command;
  return {
    outcome: "unusable",
    reason: name === null ? commandReason.whichProgram(names) : commandReason.noProgram(name, names),
  };
}

/** Everybody behind the text must have the right. */
function isAllowed({ seen }: World, draft: Draft, source: Source): boolean {
  const permission = permissionOf(source, draft.state);
  const { issue } = seen.view;
  const author = issue === "absent" || issue.author?.type !== "User" ? null : issue.author.login;
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
