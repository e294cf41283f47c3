// The way of a registration: a page on this machine that hands the manifest to GitHub by the browser, and the code with
// which GitHub sends the browser back, exchanged for the app's secrets. Keeps nothing.

import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { z } from "zod";
import { Terminal } from "../../domain/errors.ts";
import { apiOf, manifestOf, type Registered, registrationPage, type Wish } from "./manifest.ts";

const Reply = z.object({
  id: z.int().positive(),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1),
  html_url: z.url(),
});

interface Registration {
  /** The page to open in a browser on this machine. */
  readonly page: string;
  /** @throws Terminal when GitHub does not make the app */
  readonly done: Promise<Registered>;
  readonly close: () => void;
}

/** @param webUrl of the GitHub that is to have the app, without a slash at the end */
export async function register(wish: Wish, webUrl: string, port: number): Promise<Registration> {
  const state = randomBytes(32).toString("hex");
  let finish: (registered: Promise<Registered>) => void = () => undefined;
  const done = new Promise<Registered>((resolve) => {
    finish = resolve;
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const say = (status: number, body: string) =>
      response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
    const code = searchParams.get("code");
    if (pathname === "/") say(200, handOver(wish, webUrl, state, `${page}registered`));
    else if (pathname !== "/registered" || code === null || !isSame(searchParams.get("state") ?? "", state))
      say(404, "Nothing is here.");
    else {
      finish(exchanged(code, apiOf(webUrl)));
      say(200, "The app is registered. The terminal says what is next; this page can be closed.");
    }
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const page = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}/`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { page, done, close };
}

async function exchanged(code: string, apiUrl: string): Promise<Registered> {
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json" },
  }).catch((cause: unknown) => {
    throw new Terminal("GitHub did not answer.", { cause });
  });
  const parsed = Reply.safeParse(await response.json().catch(() => null));
  if (!response.ok || !parsed.success)
    throw new Terminal(`GitHub did not hand over the app (${response.status}).`);
  const { id, pem, webhook_secret: webhookSecret, html_url: page } = parsed.data;
  return { id, pem, webhookSecret, page };
}

function handOver(wish: Wish, webUrl: string, state: string, back: string): string {
  const manifest = escaped(JSON.stringify(manifestOf(wish, back)));
  return `<!doctype html><meta charset="utf-8"><title>Register Autoloop</title>
<form method="post" action="${escaped(registrationPage(webUrl, wish, state))}">
<input type="hidden" name="manifest" value="${manifest}"><button>Register GitHub App</button></form>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
