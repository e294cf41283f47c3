// Claims over Redis, and those of a process that is alone. Where Redis cannot be asked nobody may: another may just have.

import type { Redis } from "ioredis";
import type { Claims } from "../ports/claims.ts";

/** A process that is alone knows what it did. */
export const ownClaims: Claims = { claim: () => Promise.resolve(true) };

/** @param prefix begins the name of each claim in Redis */
export function sharedClaims(redis: Redis, prefix: string): Claims {
  return {
    claim: (what, ms) =>
      redis.set(`${prefix}:claimed:${what}`, "1", "PX", Math.max(1, ms), "NX").then(
        (answer) => answer === "OK",
        () => false,
      ),
  };
}
