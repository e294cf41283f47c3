// What is said to a program on other issues and pull requests: which of the commands that a sweep found there are for
// it, and where its words have to be read again. Hears nothing; that is `commands.ts`.

import type { Need } from "../read.ts";
import { type Mention, type Observation, stateIn } from "../world.ts";
import { addressee } from "./addressee.ts";
import { programsOf } from "./unheard.ts";

/** Of the commands that were found elsewhere those for this program. Nothing can be meant for one that is not adopted. */
export function mentionsFor(
  seen: Pick<Observation, "journal" | "mentions" | "registry">,
): readonly Mention[] {
  const state = stateIn(seen);
  if (state === null || seen.mentions.length === 0) return [];
  const programs = programsOf(seen.registry, state);
  return seen.mentions.filter((mention) => addressee(mention, programs)?.program === state.name);
}

/** Issues and pull requests on which a command for this program stands, or words of its that steer. */
export const conversationsRead: Need = ({ seen }) => {
  const state = stateIn(seen);
  if (seen.conversations !== "unread" || state === null) return null;
  const issues = new Set([
    ...mentionsFor(seen).map(({ issue }) => issue),
    // Their words are read again at the moment of dispatch.
    ...[...(state.requested?.instructions ?? []), ...(state.in_flight?.steering ?? [])].flatMap(
      ({ issue }) => issue ?? [],
    ),
  ]);
  return issues.size === 0 ? null : { type: "conversations", issues: [...issues] };
};
