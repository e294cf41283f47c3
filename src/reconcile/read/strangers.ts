// Who had no say when they were last asked about. Whatever such people write is never written down, so without this every
// look would ask about the same crowd again and never come to whoever stands behind it. In memory only, for as long as a
// role is believed.

import type { Standing } from "../../domain/authority.ts";
import { hasRole } from "../../domain/authority.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository } from "../../domain/repository/view.ts";

/** How long a "no" is believed: as long as a "yes". */
const LIFETIME_MS = 60_000;

export interface Strangers {
  /** Takes in answers of this moment, milliseconds since the epoch. */
  learn(repository: Repository, answers: ReadonlyMap<string, Standing>, now: number): void;
  /** Logins of people without rights. */
  known(repository: Repository, now: number): ReadonlySet<string>;
}

export function createStrangers(): Strangers {
  const until = new Map<string, Map<string, number>>();
  return {
    learn: (repository, answers, now) => {
      const name = repositoryText(repository);
      const strangers = [...answers].filter(([, { permission }]) => !hasRole(permission, "triage"));
      const fresh = [...(until.get(name) ?? [])].filter(([login, end]) => end > now && !answers.has(login));
      if (fresh.length + strangers.length === 0) until.delete(name);
      else
        until.set(
          name,
          new Map([...fresh, ...strangers.map(([login]) => [login, now + LIFETIME_MS] as const)]),
        );
    },
    known: (repository, now) => {
      const all = [...(until.get(repositoryText(repository)) ?? [])];
      return new Set(all.flatMap(([login, end]) => (end > now ? [login] : [])));
    },
  };
}
