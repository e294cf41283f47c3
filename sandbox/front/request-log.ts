// What the app under test asked, counted. Requests of people, of CI and of the sandbox itself are not in it.

import { type FrontRequest, text } from "../host/http.ts";
import { checkedDocument } from "./graphql/schema.ts";

export interface RequestCount {
  readonly total: number;
  /** Requests that could change something; getting a token changes nothing. */
  readonly writes: number;
  /** Answered 304: free of charge on GitHub. */
  readonly notModified: number;
  /** Each one as `METHOD path status`, oldest first; GraphQL with its operation's name for a path. */
  readonly lines: readonly string[];
}

interface Entry {
  readonly line: string;
  readonly write: boolean;
  readonly notModified: boolean;
}

export class RequestLog {
  readonly #slug: string;
  #entries: Entry[] = [];

  /** @param slug of the app whose requests count */
  constructor(slug: string) {
    this.#slug = slug;
  }

  add(request: FrontRequest, status: number): void {
    if (request.who.kind !== "app" && request.who.kind !== "installation") return;
    if (request.who.slug !== this.#slug) return;
    const query = request.path === "/graphql" ? (text(request.body, "query") ?? "") : null;
    const operation = query === null ? null : /\b(?:query|mutation)\s+\w+/.exec(query)?.[0];
    this.#entries.push({
      line: `${request.method} ${operation ?? request.path}${request.search} ${status}`,
      write:
        query === null
          ? request.method !== "GET" && !request.path.endsWith("/access_tokens")
          : checkedDocument(query).writes,
      notModified: status === 304,
    });
  }

  count(): RequestCount {
    return {
      total: this.#entries.length,
      writes: this.#entries.filter((entry) => entry.write).length,
      notModified: this.#entries.filter((entry) => entry.notModified).length,
      lines: this.#entries.map((entry) => entry.line),
    };
  }

  reset(): void {
    this.#entries = [];
  }
}
