// Answers to GET requests with their ETag, so that asking again costs nothing of the rate limit while nothing
// changed (GitHub docs: best practices for using the REST API, conditional requests). Never decides freshness
// by itself: every use is confirmed by the host with a 304.

import { Lru } from "./lru.ts";

/** A response as it is kept. `next`: the host says that there is another page. */
interface CachedAnswer {
  readonly etag: string;
  readonly data: unknown;
  readonly next: boolean;
}

/** Answers kept per installation. One repository needs two for a sweep. */
const ENTRIES = 1_000;

export class EtagCache {
  readonly #answers = new Lru<CachedAnswer>(ENTRIES);

  get(route: string, parameters: object): CachedAnswer | undefined {
    return this.#answers.get(nameOf(route, parameters));
  }

  set(route: string, parameters: object, answer: CachedAnswer): void {
    this.#answers.set(nameOf(route, parameters), answer);
  }
}

function nameOf(route: string, parameters: object): string {
  return `${route} ${JSON.stringify(Object.entries(parameters))}`;
}
