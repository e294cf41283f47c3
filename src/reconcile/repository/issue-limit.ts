// How many issues "Set up Autoloop" an account got lately, so that many repositories chosen at once make no storm.
// In memory: a new process learns of those that are there before it may open any.

import { SETUP_ISSUES_PER_HOUR } from "../../domain/limits.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";

const HOUR_MS = 60 * 60_000;

interface IssueLimit {
  /** The repository got its issue then, or is the next to get it. @param at milliseconds since the epoch */
  count(repository: Repository, at: number): void;
  /** Whether it may be opened in this hour; where it is counted already, it may. */
  admits(repository: Repository): boolean;
}

export function createIssueLimit(clock: Clock): IssueLimit {
  /** By account, then by repository. */
  const counted = new Map<string, Map<string, number>>();
  return {
    count: (repository, at) => {
      const book = counted.get(repository.account) ?? new Map<string, number>();
      counted.set(repository.account, book.set(repositoryText(repository), at));
    },
    admits: (repository) => {
      const all = [...(counted.get(repository.account) ?? [])];
      const book = new Map(all.filter(([, at]) => clock.now() - at < HOUR_MS));
      counted.set(repository.account, book);
      return book.has(repositoryText(repository)) || book.size < SETUP_ISSUES_PER_HOUR;
    },
  };
}
