// The connection to Redis that everything but the blocking reads of BullMQ goes over. A command that cannot be sent or
// answered soon fails: nothing in this process may ever wait for Redis.

import { Redis } from "ioredis";
import type { Log } from "../ports/log.ts";

/** A command without an answer for so long has failed. */
const ANSWER_MS = 3_000;
/** Longest pause between two attempts to connect. */
const RECONNECT_MS = 2_000;

/** @param log is told when Redis comes and goes, once each time */
export function connectRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    commandTimeout: ANSWER_MS,
    connectTimeout: ANSWER_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: pauseBefore,
  });
  let isThere: boolean | null = null;
  redis.on("ready", () => {
    if (isThere !== true) log.info("Redis is there: replicas share the work");
    isThere = true;
  });
  redis.on("error", (error: Error) => {
    if (isThere !== false) log.warn(AWAY, { reason: error.message });
    isThere = false;
  });
  redis.on("close", () => {
    if (isThere === true) log.warn(AWAY);
    isThere = false;
  });
  return redis;
}

const AWAY = "Redis is away: this process works on its own until it is back";

/** Another connection to the same server, whose commands wait for as long as it takes. */
export function patientConnection(redis: Redis): Redis {
  const patient = redis.duplicate({
    commandTimeout: undefined,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    retryStrategy: pauseBefore,
  });
  // Told about by the other connection.
  patient.on("error", () => undefined);
  return patient;
}

function pauseBefore(attempt: number): number {
  return Math.min(RECONNECT_MS, 100 * attempt);
}
