// What a rule of the checker is: a function from the past and one more deed, or from the world at rest, to what is
// wrong, in words. Nothing wrong: an empty list.

import type { Policy } from "../../../src/domain/policy.ts";
import type { Happening } from "../github/chronicle.ts";
import type { FakeGithub } from "../github/fake-github.ts";
import type { Past } from "./past.ts";
import type { Journalled } from "./past-memory.ts";

/** What does not change while the world lives. */
export interface Setting {
  readonly github: FakeGithub;
  readonly policy: Policy;
  /** One process is running, or they can claim what only one of them may do. */
  readonly actsAsOne: () => boolean;
  /** Secrets that were planted: they must not turn up anywhere. */
  readonly canaries: readonly string[];
}

/** Judges a deed when it happens; `past` is the world right before it. */
export type MomentRule = (deed: Happening, past: Past, setting: Setting) => readonly string[];

/** Judges one line that the app adds to a journal; `past` is the world right before that write. */
export type JournalRule = (step: Journalled, past: Past, setting: Setting) => readonly string[];

/** What a look at the world between two deeds may ask besides the past. */
export interface Stillness extends Setting {
  readonly now: number;
  /** Since when the app is running, milliseconds since the epoch: nobody starts what is due while it is down. */
  readonly upSince: number;
  /** Also what costs time: once a day is enough. */
  readonly thorough: boolean;
}

/** Judges the world while nobody does anything. */
export type RestRule = (past: Past, stillness: Stillness) => readonly string[];

/** A complaint, or none. */
export function unless(holds: boolean, complaint: () => string): readonly string[] {
  return holds ? [] : [complaint()];
}

/** A move of a branch by the app; null for every other deed. */
export function ownMove(deed: Happening, past: Past) {
  return deed.what === "ref" && deed.by === past.self ? deed : null;
}
