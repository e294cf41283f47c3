// The one place that connects to Redis. Connects again by itself, for ever; a command that cannot be sent or answered
// soon fails, for nothing in this process may ever wait for Redis. Logs no address: it may hold a password.

import { Redis } from "ioredis";
import type { Log } from "../ports/log.ts";

/** After so many milliseconds without an answer a command has failed. Both are far longer than Redis takes. */
export const ANSWER_MS = {
  /** Short beside the request to GitHub that waits for it. */
  budget: 500,
  /** Nobody waits; what fails is done by this process alone. */
  queue: 3_000,
};
const CONNECT_MS = 3_000;
/** Longest pause between two attempts to connect. */
const RECONNECT_MS = 2_000;

/**
 * @param url `redis://` or `rediss://`
 * @param answerMs one of `ANSWER_MS`
 * @param log is told when Redis comes and goes, once each time; none where another connection tells it
 */
export function connectRedis(url: string, answerMs: number, log?: Log): Redis {
  const redis = new Redis(url, {
    commandTimeout: answerMs,
    connectTimeout: CONNECT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(RECONNECT_MS, 100 * attempt),
  });
  // Whoever asks something hears of it; without a listener the library would print it.
  redis.on("error", () => undefined);
  if (log !== undefined) tellOf(redis, log);
  return redis;
}

function tellOf(redis: Redis, log: Log): void {
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
}

const AWAY = "Redis is away: this process works on its own until it is back";
