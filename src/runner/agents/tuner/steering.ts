// What people's comments mean for a search over named constants: which to leave alone and which to work on.
// Understands only clauses that name a constant in backticks; everything else is for agents that read prose.

import type { SteeringNote } from "../../../domain/briefing.ts";

export interface Steering {
  /** Names that must not change. */
  readonly frozen: ReadonlySet<string>;
  /** Names to leave until nothing is left to gain elsewhere ("for now"). */
  readonly parked: ReadonlySet<string>;
  /** The only names to work on; empty: all. */
  readonly focus: ReadonlySet<string>;
  /** The same, until nothing is left to gain there. */
  readonly focusForNow: boolean;
  /** One of these comments is new: the next change follows it to the letter. */
  readonly urgent: boolean;
  /** Comments by the names that they speak of. */
  readonly sources: ReadonlyMap<string, number>;
}

const CHARACTERS = 4_000;
const RELEASE = /\b(?:again|unfreeze|release|may change|free to)\b/i;
const FREEZE =
  /\b(?:leave|keep|freeze|frozen|stop changing|hands off|as (?:it|they) (?:is|are))\b|\b(?:do not|don['’]?t|never) (?:touch|change|move)\b/i;
const FOCUS = /\b(?:focus|only|work on|concentrate|try|change|tune|move)\b/i;
const FOR_NOW = /\b(?:for now|for the moment|at first|first|until)\b/i;

/** Later notes win over earlier ones. `names` are the constants that exist. */
export function readSteering(notes: readonly SteeringNote[], names: ReadonlySet<string>): Steering {
  const frozen = new Set<string>();
  const parked = new Set<string>();
  const sources = new Map<string, number>();
  let focus = new Set<string>();
  let focusForNow = false;
  let urgent = false;
  for (const { comment, text, new: isNew } of notes) {
    const said = text.slice(0, CHARACTERS);
    const forNow = FOR_NOW.test(said);
    const wanted = new Set<string>();
    for (const clause of said.split(/[.;,!?\n](?:\s|$)| but | and /)) {
      const named = [...clause.matchAll(/`([^`]{1,200})`/g)].flatMap(([, name]) =>
        name !== undefined && names.has(name) ? [name] : [],
      );
      const act = RELEASE.test(clause)
        ? "release"
        : FREEZE.test(clause)
          ? "freeze"
          : FOCUS.test(clause)
            ? "focus"
            : null;
      if (act === null) continue;
      urgent ||= isNew && named.length > 0;
      for (const name of named) {
        sources.set(name, comment);
        frozen.delete(name);
        parked.delete(name);
        focus.delete(name);
        if (act === "freeze") (forNow ? parked : frozen).add(name);
        if (act === "focus") wanted.add(name);
      }
    }
    if (wanted.size > 0) {
      focus = wanted;
      focusForNow = forNow;
    }
  }
  return { frozen, parked, focus, focusForNow, urgent, sources };
}
