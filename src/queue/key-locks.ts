// One run of a key at a time over all processes that share a Redis, for as long as Redis holds the lock. It spares work
// and is no proof of anything: a lock that Redis cannot give is taken for granted, and one may be lost in the middle.

import type { Redis } from "ioredis";
import type { Clock } from "../ports/clock.ts";

interface KeyLocks {
  /** Null: another holds it. The lock is renewed until it is released. */
  take(key: string): Promise<{ release(): Promise<void> } | null>;
}

/** Only who set a lock may touch it: after it was lost it may be another's. */
const RENEW = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("pexpire", KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`;

interface KeyLockOptions {
  readonly redis: Redis;
  readonly clock: Clock;
  /** Begins the name of each lock in Redis. */
  readonly prefix: string;
  /** Milliseconds after which the lock of a dead process ends. */
  readonly lockMs: number;
  /** Tells this process from all others. */
  readonly owner: string;
}

export function keyLocks({ redis, clock, prefix, lockMs, owner }: KeyLockOptions): KeyLocks {
  let taken = 0;
  return {
    take: async (key) => {
      const name = `${prefix}${key}`;
      taken += 1;
      const token = `${owner} ${taken}`;
      const free = await redis.set(name, token, "PX", lockMs, "NX").catch(() => "OK");
      if (free === null) return null;
      let cancel = (): void => undefined;
      const renew = (): void => {
        redis.eval(RENEW, 1, name, token, lockMs).catch(() => undefined);
        cancel = clock.after(lockMs / 3, renew);
      };
      cancel = clock.after(lockMs / 3, renew);
      return {
        release: async () => {
          cancel();
          await redis.eval(RELEASE, 1, name, token).catch(() => undefined);
        },
      };
    },
  };
}
