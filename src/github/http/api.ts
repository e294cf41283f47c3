// One way to GitHub for everything in this folder: paced, with a deadline, conditional where asked, and with
// errors in domain words. Sends each request once, whatever comes back. Knows no domain type but the errors.

import { Retryable, Terminal } from "../../domain/errors.ts";
import { PAGE_SIZE } from "../../domain/limits.ts";
import type { Api, RateLimiter, Turn } from "../../pace/rate-limiter.ts";
import type { Clock } from "../../ports/clock.ts";
import type { EtagCache } from "./etag-cache.ts";
import { answerIn, dataDespite, type Field, fieldsOf, lacksRepository, nameOf } from "./graphql-answer.ts";
import { limitOf, mapError, type Operation } from "./map-error.ts";
import type { Answer, Client, Heard } from "./octokit.ts";
import { limitAhead } from "./pause.ts";
import { redirected } from "./redirect.ts";

/** Longer than GitHub itself lets a request run (10 seconds), with room for slow lines and proxies. */
const DEADLINE_MS = 30_000;
/** The REST version that this folder was written against. */
const HEADERS = { "x-github-api-version": "2022-11-28" };
/** Pages of one list before something must be wrong; GitHub's own lists end earlier. */
const MAX_PAGES = 1_000;

type Parameters = Readonly<Record<string, unknown>>;

/** What is shared by all who speak for one account. */
export interface Account {
  readonly connect: () => Promise<Client>;
  readonly limiter: RateLimiter;
  /** GitHub's: what it says of limits is told in it. */
  readonly time: Pick<Clock, "now">;
  readonly answers: EtagCache;
}

/** One for each call of a port: all that it writes is one turn. */
export class GithubApi {
  readonly #connect: () => Promise<Client>;
  readonly #limiter: RateLimiter;
  readonly #time: Pick<Clock, "now">;
  readonly #answers: EtagCache;
  readonly #flow: string;
  #hasWritten: boolean = false;

  /** @param flow whose requests these are; who writes takes turns with the other flows of the account */
  constructor({ connect, limiter, time, answers }: Account, flow: string) {
    this.#connect = connect;
    this.#limiter = limiter;
    this.#time = time;
    this.#answers = answers;
    this.#flow = flow;
  }

  /** @throws Terminal when it is not there */
  async get<T>(route: string, parameters: Parameters): Promise<T> {
    const answer = await this.#limiter.read("rest", () => this.#send(route, parameters));
    return answer.data as T;
  }

  /** The same, asked for with the ETag of last time. @throws Terminal when it is not there */
  async getAgain<T>(route: string, parameters: Parameters): Promise<T> {
    return (await this.#conditional(route, parameters)).data as T;
  }

  /**
   * All pages of a list, each asked for with the ETag of last time.
   * @param pick takes the items out of a page
   * @param enough what comes behind these items is of no interest
   */
  async list<T>(
    route: string,
    parameters: Parameters,
    pick: (page: unknown) => readonly T[],
    enough: (items: readonly T[]) => boolean = () => false,
  ): Promise<readonly T[]> {
    const items: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { data, next } = await this.#conditional(route, { ...parameters, per_page: PAGE_SIZE, page });
      items.push(...pick(data));
      if (!next || enough(items)) return items;
    }
    throw new Retryable(`${route}: the list does not end`);
  }

  /**
   * Where a request for something leads. It is not followed, so that nobody but GitHub is sent the token.
   * @throws Terminal when it is not there, or leads nowhere
   */
  async redirect(route: string, parameters: Parameters): Promise<string> {
    const { headers } = await this.#limiter.read("rest", () =>
      this.#send(route, parameters, { redirect: "manual" }),
    );
    if (typeof headers.location !== "string") throw new Terminal(`${route}: no redirect`);
    return headers.location;
  }

  /**
   * A request that changes something. Sent once; an unknown outcome is `Retryable`. Where GitHub says that the place has
   * moved (a repository that was renamed), it is sent there, by the same method; elsewhere than to GitHub never.
   */
  async write<T>(
    route: string,
    parameters: Parameters,
  ): Promise<{ readonly status: number; readonly data: T }> {
    const { status, data } = await this.#limiter.write(this.#turn(), "rest", () =>
      this.#order(route, parameters),
    );
    return { status, data: data as T };
  }

  /**
   * A GraphQL query.
   * @param optional paths, joined with dots, that may be missing: their NOT_FOUND is an answer, not a failure
   */
  query<T>(document: string, variables: Parameters, optional: readonly string[] = []): Promise<T> {
    return this.#limiter.read("graphql", () => this.#graphql<T>("read", document, variables, optional));
  }

  mutate<T>(document: string, variables: Parameters): Promise<T> {
    return this.#limiter.write(this.#turn(), "graphql", () => this.#graphql<T>("write", document, variables));
  }

  /**
   * A document of several mutations, which GitHub carries out in their order, each whatever became of those before it.
   * @param fields the names of their answers in it, in their order
   * @returns what became of each
   * @throws where nothing was carried out, and nothing is known: no answer, a limit, a document that GitHub refuses whole
   */
  mutateEach(document: string, variables: Parameters, fields: readonly string[]): Promise<readonly Field[]> {
    const send = async () => {
      const what = nameOf(document);
      const answer = await this.#sendGraphql(document, variables).catch((error: unknown) => {
        const partial = answerIn(error);
        if (partial === null) throw this.#failure(error, what, "write", "graphql");
        return partial;
      });
      const failed = (error: unknown) => this.#failure(error, what, "write", "graphql");
      return fieldsOf(answer, fields, what, failed);
    };
    return this.#limiter.write(this.#turn(), "graphql", send, fields.length);
  }

  #turn(): Turn {
    const continues = this.#hasWritten;
    this.#hasWritten = true;
    return { flow: this.#flow, continues };
  }

  async #conditional(route: string, parameters: Parameters): Promise<{ data: unknown; next: boolean }> {
    const known = this.#answers.get(route, parameters);
    const headers = known === undefined ? {} : { "if-none-match": known.etag };
    const answer = await this.#limiter.read("rest", () => this.#send(route, { ...parameters, headers }));
    if (answer.status === 304 && known !== undefined) return known;
    const fresh = { data: answer.data, next: hasNext(answer) };
    const { etag } = answer.headers;
    if (typeof etag === "string") this.#answers.set(route, parameters, { ...fresh, etag });
    return fresh;
  }

  async #order(route: string, parameters: Parameters): Promise<Answer> {
    const first = await this.#send(route, parameters, { redirect: "manual" }, "write");
    const there = redirected(route, parameters, first);
    if (there === null) return first;
    const answer = await this.#send(there.route, there.parameters, { redirect: "manual" }, "write");
    if (answer.status >= 300) throw new Terminal(`${route}: moved more than once`);
    return answer;
  }

  async #send(
    route: string,
    { headers = {}, ...parameters }: Parameters & { headers?: object },
    options: { readonly redirect?: "manual" } = {},
    operation: Operation = "read",
  ): Promise<Answer> {
    try {
      const client = await this.#connect();
      const request = { ...options, ...this.#told("rest") };
      const answer = await client.request(route, {
        ...parameters,
        headers: { ...HEADERS, ...headers },
        request,
      });
      if (answer.status >= 300) return answer;
      // Octokit hands out what it has when a JSON body breaks off; that must not pass for an answer.
      if (typeof answer.data === "string" && answer.data !== "")
        throw new Retryable(`${route}: broken answer`);
      if (answer.data === "" && answer.status !== 204 && answer.status !== 205) {
        throw new Retryable(`${route}: empty answer`);
      }
      return answer;
    } catch (error) {
      if (isNotModified(error)) return { status: 304, headers: {}, data: null };
      throw this.#failure(error, route, operation, "rest");
    }
  }

  async #graphql<T>(
    operation: Operation,
    document: string,
    variables: Parameters,
    optional: readonly string[] = [],
  ): Promise<T> {
    const what = nameOf(document);
    try {
      const data = await this.#sendGraphql(document, variables).catch((error: unknown) =>
        dataDespite(error, optional),
      );
      if (data === undefined || data === null) throw new Retryable(`${what}: empty answer`);
      // GitHub answers so for a moment where a repository moves; one that is not to be seen comes with an error.
      if (lacksRepository(document, data)) throw new Retryable(`${what}: no repository in the answer`);
      return data as T;
    } catch (error) {
      throw this.#failure(error, what, operation, "graphql");
    }
  }

  async #sendGraphql(document: string, variables: Parameters): Promise<unknown> {
    const client = await this.#connect();
    return client.graphql(document, { ...variables, request: this.#told("graphql") });
  }

  /** What Octokit is to do with a request: give it up in time, and tell at once what its answer says of the next one. */
  #told(api: Api): { readonly signal: AbortSignal; readonly heard: Heard } {
    const heard: Heard = (headers) => {
      const ahead = limitAhead(headers, this.#time.now());
      if (ahead !== null) this.#limiter.limited(ahead.limit, ahead.ms, api);
    };
    return { signal: AbortSignal.timeout(DEADLINE_MS), heard };
  }

  #failure(error: unknown, what: string, operation: Operation, api: Api): unknown {
    const mapped = mapError(error, what, this.#time.now(), operation);
    const limit = limitOf(mapped);
    if (!(mapped instanceof Retryable) || limit === null) return mapped;
    const pause = this.#limiter.limited(limit, mapped.afterMs ?? 0, api);
    return new Retryable(mapped.message, pause, { cause: mapped.cause });
  }
}

function hasNext({ headers }: Answer): boolean {
  return String(headers.link ?? "").includes('rel="next"');
}

function isNotModified(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 304;
}
