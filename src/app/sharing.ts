// What the replicas of the app share: the work, the budget of requests, and the right to open an issue. Chooses between
// this process alone and Redis; nothing of the loop depends on which it is (docs/decisions/0015-replicas.md).

import { localBudget } from "../github/forge.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { ownClaims } from "../queue/claims.ts";
import { createQueue } from "../queue/in-process.ts";
import type { Sharing } from "./replicas.ts";
import type { Config } from "./settings/config.ts";
import { keyText } from "./webhook/keys.ts";

const EVERYTHING = keyText({ kind: "everything" });

/** After a failure without a word on when to try again; the most is about as long as a sweep. */
const BACKOFF = { firstMs: 500, maxMs: 5 * 60_000 };

/** What a process may do that cannot reach the others; eight of them together do no more than is allowed. */
const ALONE_SHARE = 1 / 8;

/** With Redis shared by all replicas of the app, else of this process alone. */
export async function sharingOf(config: Config, clock: Clock, log: Log): Promise<Sharing> {
  const { concurrency, redisUrl, writeIntervalMs } = config;
  const own = { clock, log, concurrency, backoff: BACKOFF };
  if (redisUrl === null) {
    return {
      queueOf: (run) => createQueue({ ...own, run }),
      claims: ownClaims,
      budget: localBudget(clock, writeIntervalMs),
      end: () => undefined,
    };
  }
  // A third of all that a process would load at its start, and most have no Redis.
  const { shareOver } = await import("./replicas.ts");
  const alone = localBudget(clock, writeIntervalMs, ALONE_SHARE);
  return shareOver({ ...own, config, redisUrl, alone, isOwn: (key) => key === EVERYTHING });
}
