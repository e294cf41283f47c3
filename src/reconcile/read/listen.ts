// Reads the other issues and pull requests on which a command for a program stands. None of them costs a request
// before a sweep has found one there, and none does any more once there is nothing left to do.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { ProgramKey, Thread } from "../../domain/repository/view.ts";
import { addressee } from "../../plan/people/addressee.ts";
import { programsOf } from "../../plan/people/unheard.ts";
import type { ProgramReads } from "../../ports/forge/program-reads.ts";
import type { Registry } from "../../text/journal/registry.ts";
import type { Mention, Mentions } from "./mentions.ts";

export interface Listened {
  readonly mentions: readonly Mention[];
  readonly conversations: readonly Thread[];
}

/** @param state null: not adopted, so that nothing can be meant for it */
export async function listen(
  { forge, mentions }: { readonly forge: ProgramReads; readonly mentions: Mentions },
  key: ProgramKey,
  registry: Registry | "absent",
  state: ProgramState | null,
): Promise<Listened> {
  if (state === null) return { mentions: [], conversations: [] };
  const programs = programsOf(registry, state);
  const open = mentions.open(key).filter((mention) => addressee(mention, programs)?.program === state.name);
  const wanted = [
    ...open.map(({ issue }) => issue),
    // Their words are read again at the moment of dispatch.
    ...[...(state.requested?.instructions ?? []), ...(state.in_flight?.steering ?? [])].flatMap(
      ({ issue }) => issue ?? [],
    ),
  ];
  const read = await Promise.all([...new Set(wanted)].map((issue) => forge.thread({ ...key, issue })));
  return { mentions: open, conversations: read.filter((one) => one !== "absent") };
}
