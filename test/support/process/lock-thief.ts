// Takes every tenth lock that replicas hold away from them, so that two work on one key and neither knows.

import { Redis } from "ioredis";

const POLL_MS = 20;

export class LockThief {
  stolen = 0;
  readonly #redis: Redis;
  readonly #work: Promise<void>;
  readonly #end = new AbortController();

  constructor(url: string) {
    this.#redis = new Redis(url, { maxRetriesPerRequest: 0 });
    this.#redis.on("error", () => undefined);
    this.#work = this.#steal();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#work;
    this.#redis.disconnect();
  }

  async #steal(): Promise<void> {
    /** Locks that were looked at, by what is in them: no two are the same. */
    const known = new Set<string>();
    while (!this.#end.signal.aborted) {
      // Whoever is away has no lock either.
      await this.#look(known).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #look(known: Set<string>): Promise<void> {
    const names = [
      ...(await this.#redis.keys("autoloop:*:keys:*:lock")),
      ...(await this.#redis.keys("autoloop:*:running:*")),
    ];
    for (const name of names) {
      const lock = `${name} ${await this.#redis.get(name)}`;
      if (known.has(lock)) continue;
      known.add(lock);
      if (known.size % 10 === 0) this.stolen += await this.#redis.del(name);
    }
  }
}
