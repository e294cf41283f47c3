// What the replicas of the app share: the work, and the right to open an issue. Chooses between this process alone and
// Redis; nothing of the loop depends on which it is (docs/decisions/0015-replicas.md).

import { randomUUID } from "node:crypto";
import type { Claims } from "../ports/claims.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outcome, WorkQueue } from "../ports/work-queue.ts";
import { createSharedQueue } from "../queue/bullmq.ts";
import { ownClaims, sharedClaims } from "../queue/claims.ts";
import { ANSWER_MS, connectRedis } from "../queue/connect.ts";
import { createQueue } from "../queue/in-process.ts";
import type { Config } from "./settings/config.ts";
import { keyText } from "./webhook/keys.ts";

const EVERYTHING = keyText({ kind: "everything" });

/** After a failure without a word on when to try again; the most is about as long as a sweep. */
const BACKOFF = { firstMs: 500, maxMs: 5 * 60_000 };

export interface Sharing {
  /** The queue that calls `run` for each key. */
  readonly queueOf: (run: (key: string) => Promise<Outcome>) => WorkQueue;
  readonly claims: Claims;
}

/** With Redis shared by all replicas of the app, else of this process alone. Draining the queue ends the connection. */
export function sharingOf(config: Config, clock: Clock, log: Log): Sharing {
  const own = { clock, log, concurrency: config.concurrency, backoff: BACKOFF };
  if (config.redisUrl === null) return { queueOf: (run) => createQueue({ ...own, run }), claims: ownClaims };
  const redis = connectRedis(config.redisUrl, ANSWER_MS.queue, log);
  // Several apps may use one Redis.
  const prefix = `autoloop:${config.appId}`;
  const queueOf: Sharing["queueOf"] = (run) =>
    createSharedQueue({
      ...{ ...own, run, redis, prefix, place: config.instance, newId: randomUUID },
      isOwn: (key) => key === EVERYTHING,
    });
  return { queueOf, claims: sharedClaims(redis, prefix) };
}
