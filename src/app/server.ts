// Owns the HTTP server: who is let in, how much and how long. What a webhook means is not its business.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyReader } from "./body.ts";

/** Handles one request whose body was read already, as `createNodeMiddleware` of Probot does. */
export type Middleware = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface ServerOptions {
  readonly webhooks: Middleware;
  readonly webhookPath: string;
  /** The app takes work. */
  readonly healthy: () => boolean;
  /** The app also knows what there is to do. */
  readonly ready: () => boolean;
}

export interface AppServer {
  /** Resolves with the port once connections are accepted; port 0 picks a free one. */
  listen(host: string, port: number): Promise<number>;
  /** Accepts nothing new and resolves when what is being answered has been. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000;
/** GitHub gives up on a delivery after 10 s (docs: best practices for webhooks); a slow link gets a little more. */
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTIONS = 256;

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Autoloop</title>
<p>This is Autoloop, a <a href="https://docs.github.com/apps/using-github-apps/about-using-github-apps">GitHub
App</a> that improves code against a metric while its maintainers sleep.</p>
</html>
`;

/** A server for webhooks and health checks; everything else is not found. */
export function createAppServer({ webhooks, webhookPath, healthy, ready }: ServerOptions): AppServer {
  const readBody = bodyReader();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split("?")[0];
    if (path === webhookPath) return receive(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 404, "not found\n");
    if (path === "/") return send(response, 200, PAGE, "text/html; charset=utf-8");
    if (path === "/healthz") return sendState(response, healthy());
    if (path === "/readyz") return sendState(response, healthy() && ready());
    send(response, 404, "not found\n");
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return send(response, 405, "webhooks are sent with POST\n");
    }
    // The signature does not cover the event's name: let no odd one reach a property lookup.
    if (!/^[a-z][a-z_]{0,63}$/.test(String(request.headers["x-github-event"]))) {
      return send(response, 400, "x-github-event must be the name of an event\n");
    }
    const body = await readBody(request);
    if (body === "aborted") return;
    if (body === "unlisted") return send(response, 413, "the body is larger than GitHub sends\n");
    if (body === "busy") return send(response, 429, "too much at once\n");
    if (!/^\s*\{/.test(body.text.slice(0, 64)))
      return send(response, 400, "the body must be a JSON object\n");
    await webhooks(Object.assign(request, { body: body.text }), response);
  }

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      answer(request, response).catch(() => {
        if (!response.headersSent) send(response, 400, "the request could not be read\n");
      });
    },
  );
  server.maxConnections = CONNECTIONS;
  return {
    listen: (host, port) => listen(server, host, port),
    close: () => close(server),
  };
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function sendState(response: ServerResponse, good: boolean): void {
  send(response, good ? 200 : 503, good ? "ok\n" : "not now\n");
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
