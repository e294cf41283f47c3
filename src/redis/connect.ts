// The connection to Redis for what must not wait: a command that cannot be answered at once fails, and whoever asked
// goes on without. Connects again by itself, for ever. Logs nothing: the address may hold a password.

import { Redis } from "ioredis";

/** Far longer than Redis takes, and short beside a request to GitHub. */
const COMMAND_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** @param url `redis://` or `rediss://` */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: COMMAND_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 200, LONGEST_PAUSE_MS),
  });
  // Whoever asks something hears of it; without a listener the library would print it.
  redis.on("error", () => undefined);
  return redis;
}
