// What need not be looked at again: programs that had nothing left to do, and moves of the memory branch that were
// this process's own. So a quiet repository costs a sweep two conditional requests and no look at all. In memory
// only: forgetting it costs looks, never correctness.

import { LABEL } from "../domain/program/names.ts";
import { repositoryText } from "../domain/repository/program-key.ts";
import type { IssueView, ProgramKey, Repository } from "../domain/repository/view.ts";

/** A listed program's rest is not believed for longer than this: not everything that matters shows on the issue. */
const REST_MS = 60 * 60_000;

/** What an issue looks like from outside: its version, or that it is not among the open labelled ones. */
type IssueVersion = string | "unlisted";

export interface IdleCache {
  /**
   * The program had nothing to do while its issue looked like this.
   * @param now milliseconds since the epoch
   * @param wakeAt when it will have, milliseconds since the epoch: should the call at that time be lost, a sweep looks; null: no such time is known
   */
  markIdle(key: ProgramKey, version: IssueVersion, now: number, wakeAt: number | null): void;
  /**
   * Of one repository: whether nothing is known that the program of an issue would have to do. `now` as above; false for a
   * program that was never marked.
   */
  idleIn(repository: Repository): (issue: number, version: IssueVersion, now: number) => boolean;
  /** This process moved the memory branch. `from` and `to`: full SHAs, hex. */
  wrote(repository: Repository, from: string, to: string): void;
  /** Notes where a sweep found the memory branch; true when somebody else has moved it since the last sweep. */
  sweptAt(repository: Repository, head: string): boolean;
}

export function createIdleCache(): IdleCache {
  /** By repository and issue. */
  const rests = new Map<string, Map<number, { readonly version: IssueVersion; readonly until: number }>>();
  const heads = new Map<string, string>();
  return {
    markIdle: (key, version, now, wakeAt) => {
      const most = version === "unlisted" ? Number.POSITIVE_INFINITY : now + REST_MS;
      const place = repositoryText(key);
      const its = rests.get(place) ?? new Map();
      rests.set(place, its.set(key.issue, { version, until: Math.min(most, wakeAt ?? most) }));
    },
    idleIn: (repository) => {
      const its = rests.get(repositoryText(repository));
      return (issue, version, now) => {
        const rest = its?.get(issue);
        return rest !== undefined && rest.version === version && now < rest.until;
      };
    },
    wrote: (repository, from, to) => {
      if (heads.get(repositoryText(repository)) === from) heads.set(repositoryText(repository), to);
    },
    sweptAt: (repository, head) => {
      const moved = heads.get(repositoryText(repository)) !== head;
      heads.set(repositoryText(repository), head);
      return moved;
    },
  };
}

/** How a sweep would see this issue. */
export function versionOf(issue: IssueView | "absent"): IssueVersion {
  if (issue === "absent" || issue.state === "closed" || !issue.labels.includes(LABEL.program))
    return "unlisted";
  return issue.updatedAt;
}
