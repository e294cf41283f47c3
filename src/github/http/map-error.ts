// Turns what Octokit throws into errors that say what to do, by status, headers, GraphQL error `type` and whether
// something was to be changed. Never decides by a message, which it only hands on for people to read, and never keeps the
// error itself: it holds the request, and that holds the token.

import { AutoloopError, Conflict, Dormant, Retryable, Terminal } from "../../domain/errors.ts";
import { afterMs, DEFAULT_PAUSE_MS, type Pause, SHORTEST_PAUSE_MS, untilReset } from "./pause.ts";

/** What is kept of a failed request: facts without headers, body or URL. Found as `cause`. */
class GithubFailure extends Error {
  override readonly name = "GithubFailure";
  /** HTTP status; null when there was no answer (network, timeout). */
  readonly status: number | null;
  /** It was the installation's token that could not be had; the request itself was never sent. */
  readonly unauthenticated: boolean;
  readonly requestId: string | null;
  readonly documentationUrl: string | null;
  /** `type` of each GraphQL error; null for those without one. */
  readonly types: readonly (string | null)[];
  /** The limit that is reached: the requests of the hour, or one of those that GitHub does not count for us. */
  readonly limit: "primary" | "secondary" | null;

  constructor(what: string, facts: Facts, limit: GithubFailure["limit"] = null) {
    super(
      `${what}: ${facts.status ?? "no answer"}${facts.types.length > 0 ? ` ${facts.types.join(", ")}` : ""}`,
    );
    this.status = facts.status;
    this.unauthenticated = facts.unauthenticated;
    this.requestId = facts.headers.get("x-github-request-id") ?? null;
    this.documentationUrl = facts.documentationUrl;
    this.types = facts.types;
    this.limit = limit;
  }
}

interface Facts {
  readonly status: number | null;
  readonly unauthenticated: boolean;
  readonly headers: ReadonlyMap<string, string>;
  readonly documentationUrl: string | null;
  readonly types: readonly (string | null)[];
  /** A GraphQL error that says our document is wrong (`extensions.code`). */
  readonly badDocument: boolean;
  /** What GitHub says to people; outside text. */
  readonly said: string | null;
}

/** What a request was to do. The same answer means another thing to a question and to an order. */
export type Operation = "read" | "write";

/** Characters of GitHub's own sentences that are kept. */
const SAID_CHARACTERS = 300;
/**
 * The types of GraphQL errors after which a write may be sent again: none ("Something went wrong while executing your
 * query") and those that tell of GitHub itself. Every other one is a refusal, known or not: rules bring types of their own.
 */
const PASSING: ReadonlySet<string | null> = new Set([
  null,
  "INTERNAL",
  "INTERNAL_SERVER_ERROR",
  "SERVICE_UNAVAILABLE",
  "TIMEOUT",
]);
/** GraphQL error types of a question for which no repetition helps. */
const HOPELESS = new Set([
  "NOT_FOUND",
  "FORBIDDEN",
  "UNPROCESSABLE",
  "INSUFFICIENT_SCOPES",
  "MAX_NODE_LIMIT_EXCEEDED",
]);

/**
 * The domain error for anything a request threw. Domain errors and errors that are not about a request (bugs)
 * pass through.
 * @param what names the request without its parameters, such as `POST /repos/{owner}/{repo}/merges`
 * @param now milliseconds since the epoch, to turn a reset time into a pause
 * @param operation of a write, a no is a refusal unless its kind is known to pass; whether somebody was faster instead
 * only a second look can tell (`git/second-look.ts`)
 */
export function mapError(error: unknown, what: string, now: number, operation: Operation = "read"): unknown {
  if (error instanceof AutoloopError) return error;
  const facts = factsOf(error);
  if (facts === null) return error;
  const pause = pauseOf(facts, now);
  if (pause === null) return verdict(facts, new GithubFailure(what, facts), operation);
  const cause = new GithubFailure(what, facts, pause.limit);
  return new Retryable(`${what}: GitHub asked for a pause`, pause.ms, { cause });
}

/** Whether GitHub answered that the thing asked for is not there, as opposed to any other failure. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** GitHub says that it was there and will not be again, as of a deleted issue. */
export function isGone(error: unknown): boolean {
  return statusOf(error) === 410;
}

/** HTTP status of the answer behind a mapped error; null for none and for a failed authentication. */
export function statusOf(error: unknown): number | null {
  const failure = failureOf(error);
  return failure === null || failure.unauthenticated ? null : failure.status;
}

/** GraphQL error types behind a mapped error. */
export function typesOf(error: unknown): readonly (string | null)[] {
  return failureOf(error)?.types ?? [];
}

/** The limit that GitHub says is reached; null for any other failure. */
export function limitOf(error: unknown): GithubFailure["limit"] {
  return failureOf(error)?.limit ?? null;
}

function failureOf(error: unknown): GithubFailure | null {
  return error instanceof AutoloopError && error.cause instanceof GithubFailure ? error.cause : null;
}

function verdict(facts: Facts, cause: GithubFailure, operation: Operation): AutoloopError {
  const { message } = cause;
  const { status, types, said, unauthenticated } = facts;
  // No token for an installation: 404 where it is gone, 403 where it is suspended.
  if (unauthenticated && (status === 404 || status === 403)) return new Dormant(message, { cause });
  if (types.includes("STALE_DATA")) return new Conflict(message, { cause });
  if (isPassing(facts, operation)) return new Retryable(message, undefined, { cause });
  // Said to an order it may be a rule's no.
  if (status === 409 && operation === "read") return new Conflict(message, { cause });
  return new Terminal(message, { cause, said });
}

function isPassing({ status, types, badDocument }: Facts, operation: Operation): boolean {
  if (types.length > 0) {
    if (operation === "write") return !badDocument && types.every((type) => PASSING.has(type));
    // An error without a type is GraphQL's way of saying "something went wrong" or "timed out".
    return !badDocument && !types.some((type) => type !== null && HOPELESS.has(type));
  }
  // 401: the installation's token ended early or the clocks differ; the next one may do.
  return status === null || status >= 500 || status === 401 || status === 408;
}

/**
 * How long GitHub wants us to wait, or null. A secondary limit may come as a 403 without `retry-after`; besides
 * the message, only its documentation link tells it from a lack of permission. Where even that is missing, a
 * 403 counts as a lack of permission: the program stops and says so, which never makes a limit worse.
 */
function pauseOf(facts: Facts, now: number): Pause | null {
  const { status, headers, documentationUrl, types } = facts;
  const limited =
    status === 429 ||
    types.some(isRateLimit) ||
    (status === 403 && documentationUrl?.includes("secondary-rate-limits") === true);
  if (!limited && status !== 403) return null;
  const isUsedUp = headers.get("x-ratelimit-remaining") === "0";
  const limit = isUsedUp ? "primary" : "secondary";
  const after = afterMs(headers.get("retry-after"), now);
  if (after !== null && after >= SHORTEST_PAUSE_MS) return { limit, ms: after };
  if (isUsedUp) return { limit, ms: untilReset(headers.get("x-ratelimit-reset"), now) };
  return limited || after !== null ? { limit, ms: DEFAULT_PAUSE_MS } : null;
}

/** GitHub changed the word for it in January 2026, and may again. */
function isRateLimit(type: string | null): boolean {
  return type?.startsWith("RATE_LIMIT") === true;
}

function factsOf(error: unknown): Facts | null {
  if (!(error instanceof Error)) return null;
  const graphql = graphqlErrors(error);
  if (graphql !== null) {
    return {
      status: 200,
      unauthenticated: false,
      headers: headersOf(error),
      documentationUrl: null,
      types: graphql.map(({ type }) => (typeof type === "string" ? type : null)),
      badDocument: graphql.some(
        ({ extensions }) => isRecord(extensions) && typeof extensions.code === "string",
      ),
      said: saidIn(graphql),
    };
  }
  if (!("status" in error) || typeof error.status !== "number") return null;
  const response = "response" in error && isRecord(error.response) ? error.response : null;
  const data = isRecord(response?.data) ? response.data : {};
  const url = data.documentation_url;
  return {
    // Octokit writes 500 for a request that never got an answer.
    status: response === null ? null : error.status,
    unauthenticated: String(response?.url ?? "").endsWith("/access_tokens"),
    headers: headersOf(response ?? {}),
    documentationUrl: typeof url === "string" ? url : null,
    types: [],
    badDocument: false,
    // "Validation Failed" says nothing; what failed stands in the list below it.
    said: saidIn([data, ...(Array.isArray(data.errors) ? data.errors : [])]),
  };
}

/** What the parts of an answer say to people, in one line. */
function saidIn(parts: readonly unknown[]): string | null {
  const sentences = parts.flatMap((part) => {
    const text = isRecord(part) ? part.message : part;
    return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
  });
  const line = [...new Set(sentences)].join(" ").replace(/\s+/g, " ");
  if (line === "") return null;
  return line.length <= SAID_CHARACTERS ? line : `${line.slice(0, SAID_CHARACTERS - 1)}…`;
}

/** The `errors` of a GraphQL answer that was otherwise a 200, or null when this is not one. */
export function graphqlErrors(error: unknown): readonly Readonly<Record<string, unknown>>[] | null {
  if (!(error instanceof Error) || !("errors" in error && "headers" in error && Array.isArray(error.errors)))
    return null;
  return error.errors.map((one: unknown) => (isRecord(one) ? one : {}));
}

function headersOf(holder: object): ReadonlyMap<string, string> {
  const headers = "headers" in holder && isRecord(holder.headers) ? holder.headers : {};
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
