// Which checks branches ask for, as they were read last. In memory only and for ten minutes; what nobody could tell is not
// remembered, so that it is asked again.

import type { RequiredNames } from "../../domain/repository/checks.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ProgramReads } from "../../ports/forge/program-reads.ts";

const LIFETIME_MS = 10 * 60_000;

/** Asks the host, or remembers. */
export type RequiredNamesOf = (repository: Repository, branch: string) => Promise<RequiredNames>;

export function rememberRequired(
  forge: Pick<ProgramReads, "requiredChecks">,
  clock: Pick<Clock, "now">,
): RequiredNamesOf {
  const known = new Map<string, { readonly names: readonly string[]; readonly until: number }>();
  return async (repository, branch) => {
    const now = clock.now();
    for (const [name, { until }] of known) if (until <= now) known.delete(name);
    const name = `${repositoryText(repository)} ${branch}`;
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered.names;
    const names = await forge.requiredChecks(repository, branch);
    // The answer told the time, too: before it the machine's own may be off by days.
    if (names !== "unknown") known.set(name, { names, until: clock.now() + LIFETIME_MS });
    return names;
  };
}
