// The HTTP server of the local GitHub: who asks, which part answers, conditional requests, and a count of what the app
// asked. Everything that no route knows goes to the emulator as it is.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Actions } from "../actions/actions.ts";
import { actionRoutes } from "../actions/routes/runs.ts";
import { secretRoutes } from "../actions/routes/secrets.ts";
import type { RefWatch } from "../branches/ref-watch.ts";
import type { Checks } from "../checks/checks.ts";
import type { Host } from "../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  matching,
  problem,
  type Route,
  route,
  wholeSeconds,
} from "../host/http.ts";
import { byName, sentOn } from "../host/moved.ts";
import { Refused } from "../host/upstream.ts";
import { answerGraphql } from "./graphql/endpoint.ts";
import type { Recorder } from "./recorder.ts";
import type { RequestLog } from "./request-log.ts";
import { accessRoutes, forbidden } from "./routes/access.ts";
import { checkRoutes } from "./routes/checks.ts";
import { gone, issueRoutes } from "./routes/issues.ts";
import { mergeRoutes } from "./routes/merges.ts";
import { pinRoutes } from "./routes/pins.ts";
import { protectionRoutes } from "./routes/protections.ts";
import { pullMergeRoutes } from "./routes/pull-merge.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { reactionRoutes } from "./routes/reactions.ts";
import { refRoutes } from "./routes/refs.ts";
import { statusRoutes } from "./routes/statuses.ts";
import { type ScriptedAnswer, type ScriptedAnswers, scripted } from "./scripted-answers.ts";

/** Where the emulator announces its events. */
export const ANNOUNCEMENTS = "/_announcements";

/** What the routes answer from. */
export interface Served {
  readonly host: Host;
  readonly checks: Checks;
  readonly refs: RefWatch;
  readonly actions: Actions;
}

export class FrontServer {
  readonly #server: Server;
  readonly #log: RequestLog;
  readonly #script: ScriptedAnswers;
  readonly #recorder: Recorder;
  /** What the header `Date` says more than the machine's clock, milliseconds. What it dates otherwise stays. */
  dateAheadMs = 0;
  #host: Host | null = null;
  #routes: readonly Route[] = [];
  readonly #writing = new Set<Promise<Answer>>();

  constructor(log: RequestLog, script: ScriptedAnswers, recorder: Recorder) {
    this.#log = log;
    this.#recorder = recorder;
    this.#script = script;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    // Whoever is slow must not meet a connection that was closed a moment before.
    this.#server.keepAliveTimeout = 0;
  }

  /** @returns the address */
  async listen(port: number): Promise<string> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
  }

  /** From now on requests are answered. */
  open({ host, checks, refs, actions }: Served): void {
    this.#host = host;
    const sources = { host, checks, runs: actions.runs };
    this.#routes = [
      route("POST", "/graphql", (request) =>
        answerGraphql(sources, refs, (one) => this.#routed(host, one), request),
      ),
      ...accessRoutes(host),
      ...issueRoutes(host),
      ...pinRoutes(host),
      ...reactionRoutes(host),
      ...statusRoutes(host),
      ...checkRoutes(host, checks),
      ...refRoutes(host, refs),
      ...pullRoutes(host),
      ...pullMergeRoutes(host, refs, checks),
      ...mergeRoutes(host, refs),
      ...protectionRoutes(host),
      ...actionRoutes(host, checks, actions),
      ...secretRoutes(host, actions),
    ];
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = this.#host;
    if (host === null) {
      send(response, problem(503, "The sandbox is starting"), undefined);
      return;
    }
    const { request, answer } = await this.#answer(host, incoming);
    response.setHeader("date", new Date(Date.now() + this.dateAheadMs).toUTCString());
    const unchanged = send(
      response,
      answer,
      request?.method === "GET" ? incoming.headers["if-none-match"] : undefined,
    );
    if (request !== null) this.#log.add(request, unchanged ? 304 : answer.status);
  }

  async #answer(
    host: Host,
    incoming: IncomingMessage,
  ): Promise<{ request: FrontRequest | null; answer: Answer }> {
    const url = new URL(incoming.url ?? "/", "http://front");
    const body = await readJson(incoming);
    if (body === null) return { request: null, answer: problem(400, "Problems parsing JSON") };
    if (url.pathname === ANNOUNCEMENTS) {
      const event = String(incoming.headers["x-github-event"]);
      // Announced while a write goes on; told when all that it did can be seen.
      void Promise.allSettled(this.#writing).then(() => host.webhooks.relay(event, body));
      return { request: null, answer: { status: 202 } };
    }
    const who = host.principals.identify(incoming.headers.authorization);
    if (who === null) return { request: null, answer: problem(401, "Bad credentials") };
    const authorization = await host.principals.upstream(incoming.headers.authorization);
    const asked = url.pathname.replace(/^\/api(\/v3)?(?=\/)/, "");
    const path = byName(host, asked);
    const method = incoming.method ?? "GET";
    const request: FrontRequest = { method, path, search: url.search, params: {}, body, who, authorization };
    const moved = sentOn(host, request, asked);
    const instead = moved === null ? this.#script.take(request) : null;
    const answer = moved === null ? this.#scripted(host, request, instead) : Promise.resolve(moved);
    if (method !== "GET") this.#writing.add(answer);
    const given = await answer.finally(() => this.#writing.delete(answer));
    // What a test makes it say is GitHub's word already.
    if (instead === null) this.#recorder.add(request, given);
    return { request, answer: given };
  }

  async #scripted(host: Host, request: FrontRequest, instead: ScriptedAnswer | null): Promise<Answer> {
    if (instead === null) return this.#routed(host, request);
    if (instead.status !== undefined || instead.body !== undefined) return scripted(instead);
    return { ...(await this.#routed(host, request)), headers: instead.headers ?? {} };
  }

  async #routed(host: Host, request: FrontRequest): Promise<Answer> {
    try {
      const refused = forbidden(request) ?? gone(host, request);
      return refused ?? (await (matching(this.#routes, request) ?? host.upstream.pass(request)));
    } catch (error) {
      if (error instanceof Refused) return error.answer;
      return problem(500, error instanceof Error ? error.message : "Server Error");
    }
  }
}

/** Null: not a JSON object. */
async function readJson(incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>> | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks).toString();
  if (raw === "") return {};
  try {
    const body: unknown = JSON.parse(raw);
    // Labels may be sent as a bare list; the emulator takes the wrapped form too.
    if (Array.isArray(body)) return { labels: body };
    return typeof body === "object" && body !== null ? { ...body } : null;
  } catch {
    return null;
  }
}

/** @returns whether the asker already had it */
function send(response: ServerResponse, answer: Answer, known: string | undefined): boolean {
  const body = answer.body === undefined ? "" : wholeSeconds(JSON.stringify(answer.body));
  const etag = `W/"${createHash("sha256").update(body).digest("hex")}"`;
  const unchanged = answer.status === 200 && known?.split(/,\s*/).includes(etag) === true;
  response.writeHead(unchanged ? 304 : answer.status, {
    ...(answer.status === 200 && { etag }),
    ...(answer.link !== undefined && { link: answer.link }),
    ...(answer.location !== undefined && { location: answer.location }),
    ...(body !== "" && !unchanged && { "content-type": "application/json; charset=utf-8" }),
    "x-github-request-id": "sandbox",
    "x-github-media-type": "github.v3; format=json",
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
    ...answer.headers,
  });
  response.end(unchanged ? undefined : body);
  return unchanged;
}
