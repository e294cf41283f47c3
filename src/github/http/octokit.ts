// How the app speaks to GitHub: Probot's Octokit without its own retries and throttling. The only file that
// knows Probot's types; everything else here takes a `Client`.

import { ProbotOctokit } from "probot";
import { AutoloopError } from "../../domain/errors.ts";
import type { HostClock } from "../../ports/clock.ts";
import { expectToken, TokenRenewal } from "./tokens.ts";

/** A successful answer, as far as anything here looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
  /** Whence it came. */
  readonly url?: string;
}

/** Told of the headers of an answer, whatever it was: `request.heard` of the parameters. Must not throw. */
export type Heard = (headers: Answer["headers"]) => void;

/** What the adapters need of an Octokit. Rejects with Octokit's errors. */
export interface Client {
  /** @param route such as `GET /repos/{owner}/{repo}` */
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Resolves with the `data` of the answer. */
  graphql(document: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Clients by whom they act for. */
export interface Connection {
  asApp(): Promise<Client>;
  asInstallation(installation: number): Promise<Client>;
}

/**
 * For `new Probot({ Octokit: AutoloopOctokit })`. Retries are off because the plugin repeats creates whose
 * outcome is unknown; throttling is off because `RateLimiter` does it per installation and our queue waits. This must
 * be a function: Probot lays its own throttle options over plain defaults, which switches them on again.
 */
export const AutoloopOctokit = ProbotOctokit.defaults(
  (options: ConstructorParameters<typeof ProbotOctokit>[0]) => ({
    ...options,
    auth: withoutRequest(options?.auth),
    throttle: { ...options?.throttle, enabled: false },
    retry: { ...options?.retry, enabled: false },
  }),
);

/**
 * Probot hands in a way to send requests that knows neither the server's address nor the hooks of the client; without it the
 * client's own is taken. Whoever asks for a new token by `auth` would ask github.com, whichever server this is.
 */
function withoutRequest(auth: unknown): unknown {
  if (typeof auth !== "object" || auth === null || !("request" in auth)) return auth;
  const { request: _, ...rest } = auth;
  return rest;
}

/** A request that ended, as far as an operator wants to know of it. */
export interface Sent {
  /** `token`: asks for a token of an installation. */
  readonly kind: "read" | "write" | "token";
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** For whom it was sent; null for the app itself. */
  readonly installation: number | null;
  readonly headers: Answer["headers"];
}

/**
 * The connection behind a running Probot.
 * @param onSent told of every request after it ended, whatever came of it; must not throw
 * @param time learns from every answer
 */
export function connectThrough(
  probot: { auth(installation?: number): Promise<Octokit> },
  onSent: (sent: Sent) => void = () => undefined,
  time: Pick<HostClock, "ask"> | null = null,
): Connection {
  // Probot hands out one and the same for the app each time.
  const known = new WeakSet<Octokit>();
  const watched = (octokit: Octokit, installation: number | null): Octokit => {
    if (!known.has(octokit)) {
      const renewal =
        installation === null
          ? null
          : new TokenRenewal(() => octokit.auth({ type: "installation", refresh: true }));
      watch(octokit, time, renewal, (sent) => onSent({ ...sent, installation }));
    }
    known.add(octokit);
    return octokit;
  };
  return {
    asApp: async () => clientOf(watched(await probot.auth(), null)),
    asInstallation: async (installation) => clientOf(watched(await probot.auth(installation), installation)),
  };
}

type Octokit = InstanceType<typeof ProbotOctokit>;

/** REST, GraphQL and the requests for tokens all pass this hook. */
function watch(
  octokit: Octokit,
  time: Pick<HostClock, "ask"> | null,
  renewal: TokenRenewal | null,
  onSent: (sent: Omit<Sent, "installation">) => void,
): void {
  octokit.hook.wrap("request", async (request, options) => {
    const kind = kindOf(options.method, options.url, options.query);
    if (kind !== "token") await renewal?.beforeRequest();
    const { heard } = options.request as { readonly heard?: Heard };
    const answered = time?.ask();
    try {
      const answer = await request(options);
      answered?.(answer.headers.date);
      heard?.(answer.headers);
      onSent({ kind, status: answer.status, headers: answer.headers });
      if (kind === "token") expectToken(answer.data);
      return answer;
    } catch (error) {
      // Of our own, about an answer that was told already.
      if (error instanceof AutoloopError) throw error;
      const answer = answerOf(error);
      if (kind !== "token" && answer?.status === 401) renewal?.refused();
      answered?.(answer?.headers.date);
      if (answer !== null) heard?.(answer.headers);
      onSent({ kind, status: answer?.status ?? null, headers: answer?.headers ?? {} });
      throw error;
    }
  });
}

/** What Octokit's errors keep of an answer; null where none came. */
function answerOf(error: unknown): Pick<Answer, "status" | "headers"> | null {
  const found = error instanceof Error && "response" in error ? error.response : null;
  const isAnswer = typeof found === "object" && found !== null && "status" in found && "headers" in found;
  return isAnswer ? (found as Answer) : null;
}

function kindOf(method: string, url: string, query: unknown): Sent["kind"] {
  if (url.endsWith("/access_tokens")) return "token";
  if (url.endsWith("/graphql")) return /^\s*mutation\b/m.test(String(query)) ? "write" : "read";
  return method === "GET" || method === "HEAD" ? "read" : "write";
}

function clientOf(octokit: InstanceType<typeof ProbotOctokit>): Client {
  return {
    request: (route, parameters) => octokit.request(route, parameters),
    graphql: (document, variables) => octokit.graphql(document, variables),
  };
}

/** One client for ever: it renews its own token. A failed start is not kept. */
export function once(connect: () => Promise<Client>): () => Promise<Client> {
  let client: Promise<Client> | null = null;
  return () => {
    client ??= connect().catch((error: unknown) => {
      client = null;
      throw error;
    });
    return client;
  };
}
