// Commands that this program has not heard yet: of everything that is said, what is meant for it and is not in its
// journal. Whether their authors may give them is `commands.ts`.

import { countsEarly } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { type KnownNames, parseCommand } from "../../text/command/command.ts";
import { type Registry, rowOf } from "../../text/journal/registry.ts";
import { commandsIn, type Said, type Source } from "../facts/command-sources.ts";
import type { Observation } from "../world.ts";
import { type Addressable, type Addressee, addressee } from "./addressee.ts";

/** What is said to the programs of a repository, as far as it was read. */
export type Talk = Said & Pick<Observation, "registry" | "strangers">;

/** A command for this program. */
export type Heard = Source & { readonly unclear: Addressee["unclear"] };

/** Commands for this program that were not heard yet, oldest first. */
export function unheard(talk: Talk, state: ProgramState): readonly Heard[] {
  const adopted = second(state.adopted_at);
  const heard = new Set(state.commands.map(({ comment, hash }) => `${comment} ${hash}`));
  const open = commandsIn(talk)
    .filter(
      ({ comment, hash, wholeHash }) =>
        !(heard.has(`${comment} ${hash}`) || heard.has(`${comment} ${wholeHash}`)),
    )
    .filter(({ writtenAt }) => state.commands_after === null || writtenAt > state.commands_after)
    .filter(({ writtenAt, command, issue }) => {
      return second(writtenAt) >= adopted || (countsEarly(command.verb) && issue === undefined);
    });
  // A repository may have a thousand programs, and most looks find nothing said.
  if (open.length === 0) return [];
  const programs = programsOf(talk.registry, state);
  const names = { self: talk.view.self, programs: programs.map(({ name }) => name) };
  return open
    .flatMap((source) => {
      const command = namedIn(source, names);
      const to = addressee({ issue: source.issue ?? state.issue, name: command.name }, programs);
      return to?.program === state.name ? [{ ...source, command, unclear: to.unclear }] : [];
    })
    .toSorted((a, b) => Date.parse(a.writtenAt) - Date.parse(b.writtenAt) || a.comment - b.comment);
}

/** The command, now that it is known which programs there are: a name that is a verb is one only then. */
function namedIn({ from, text, command }: Source, names: KnownNames): Source["command"] {
  return from === "box" ? command : (parseCommand(text, names) ?? command);
}

/** All programs of the repository; of this one what its own journal says. */
export function programsOf(registry: Registry | "absent", state: ProgramState): readonly Addressable[] {
  const rows = registry === "absent" ? [] : registry.programs;
  return [...rows.filter(({ name }) => name !== state.name), rowOf(state, null)];
}

/** GitHub tells whole seconds. */
function second(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
