// Owns the HTTP server: its routes, who is let in, how much and how long. What a webhook means is not its business.

import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../ports/clock.ts";
import { ANSWERS, type FrontDoor } from "./front-door.ts";

/** Whether the app does its work, in one word; all but `ready` are reasons why not. */
export type Readiness = "ready" | "starting" | "unreachable" | "stopping";

/** Figures for a monitoring system, and the token that it has to show. */
interface MetricsPage {
  readonly token: string;
  readonly type: string;
  readonly text: () => Promise<string>;
}

/** How long senders may take, milliseconds. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often is looked for those who took too long. */
  readonly checkMs: number;
  /** How long those that are being answered keep the server from closing. */
  readonly closeMs: number;
}

interface ServerOptions {
  readonly webhooks: FrontDoor;
  readonly webhookPath: string;
  readonly readiness: () => Readiness;
  /** Null: there is no such page. */
  readonly metrics: MetricsPage | null;
  readonly clock: Clock;
  readonly patience?: Patience;
}

export interface AppServer {
  /** Resolves with the port once connections are accepted; port 0 picks a free one. */
  listen(host: string, port: number): Promise<number>;
  /** Accepts nothing new and resolves when what is being answered has been, or after `closeMs`. */
  close(): Promise<void>;
}

/** GitHub gives up on a delivery after 10 s (docs: best practices for webhooks); a slow link gets a little more. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, checkMs: 5_000, closeMs: 5_000 };
/** Enough for a burst behind as many half-open connections; each holds a few kilobytes. */
const CONNECTIONS = 1_024;

const UNREADY = {
  starting: "not now: the first look at all repositories is not over\n",
  unreachable: "not now: GitHub has not answered for a while\n",
  stopping: "not now: stopping\n",
} as const;

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Autoloop</title>
<p>This is Autoloop, a <a href="https://docs.github.com/apps/using-github-apps/about-using-github-apps">GitHub
App</a> that improves code against a metric while its maintainers sleep.</p>
</html>
`;

/** A server for webhooks, health checks and metrics; everything else is not found. */
export function createAppServer(options: ServerOptions): AppServer {
  const { webhooks, webhookPath, readiness, metrics, clock, patience = PATIENCE } = options;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 404, "not found\n");
    if (path === "/") return send(response, 200, PAGE, "text/html; charset=utf-8");
    // Whoever can answer is alive: nothing here waits for anything.
    if (path === "/healthz") return send(response, 200, "ok\n");
    if (path === "/readyz") return sendReadiness(response, readiness());
    if (path === "/metrics" && metrics !== null) return sendMetrics(request, response, metrics);
    send(response, 404, "not found\n");
  }

  // No promise on the way of a webhook: what is asked of this server most is answered without one.
  function receive(request: IncomingMessage, response: ServerResponse): void {
    webhooks(request, (told) => {
      if (told === "gone") return;
      if (told === "method") response.setHeader("allow", "POST");
      send(response, ANSWERS[told].status, ANSWERS[told].text);
    });
  }

  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: patience.checkMs,
    },
    (request, response) => {
      if (pathOf(request) === webhookPath) return receive(request, response);
      answer(request, response).catch(() => {
        if (!response.headersSent) send(response, 400, "the request could not be read\n");
      });
    },
  );
  server.maxConnections = CONNECTIONS;
  return {
    listen: (host, port) => listen(server, host, port),
    close: () => close(server, clock, patience.closeMs),
  };
}

function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Once it closes, Node looks for slow senders no more: one of them could keep it open for ever. */
function close(server: Server, clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => server.closeAllConnections());
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function sendReadiness(response: ServerResponse, readiness: Readiness): void {
  if (readiness === "ready") send(response, 200, "ok\n");
  else send(response, 503, UNREADY[readiness]);
}

async function sendMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  { token, type, text }: MetricsPage,
): Promise<void> {
  // Hashes have one length, and comparing them tells nothing about how much of a guess was right.
  const hash = (value: string) => createHash("sha256").update(value).digest();
  if (timingSafeEqual(hash(request.headers.authorization ?? ""), hash(`Bearer ${token}`)))
    return send(response, 200, await text(), type);
  response.setHeader("www-authenticate", "Bearer");
  send(response, 401, "metrics need the token that AUTOLOOP_METRICS_TOKEN names\n");
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
  });
  response.end(response.req.method === "HEAD" ? undefined : text);
}
