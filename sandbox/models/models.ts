// A model service on loopback that costs nothing and does what a script says: four wire formats, a key, known numbers
// of tokens. For trying the agents' command lines. Keeps what it was asked; must never listen beyond this machine.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as passed } from "node:timers/promises";
import { ZodError } from "zod";
import { anthropic } from "./formats/anthropic.ts";
import { chat } from "./formats/chat.ts";
import { gemini } from "./formats/gemini.ts";
import { responses } from "./formats/responses.ts";
import type { Format, Heard, Reply, Usage } from "./formats/talk.ts";
import type { Plan } from "./script/plan.ts";
import { play } from "./script/player.ts";

const FORMATS: readonly Format[] = [anthropic, responses, chat, gemini];

/** One request and what became of it. */
export interface Asked {
  readonly method: string;
  /** How long the service had been there. */
  readonly atMs: number;
  /** Without the query, which may hold a key. */
  readonly path: string;
  readonly format: string | null;
  /** Null while nothing was answered. */
  readonly status: number | null;
  readonly heard: Heard | null;
  /** What it cost; null where nothing was said. */
  readonly usage: Usage | null;
  /** What was wrong with it, or with the script for it; empty: nothing. */
  readonly trouble: string;
}

export interface Models {
  readonly url: string;
  /** All requests so far, oldest first. */
  readonly asked: () => readonly Asked[];
  readonly close: () => Promise<void>;
}

/** All tokens of these requests. */
export function counted(asked: readonly Asked[]) {
  const all = asked.flatMap(({ usage }) => usage ?? []);
  return {
    input_tokens: all.reduce((sum, { fresh, cached }) => sum + fresh + cached, 0),
    output_tokens: all.reduce((sum, { visible, thought }) => sum + visible + thought, 0),
  };
}

interface Options {
  readonly plan: Plan;
  /** The one key that is let in. */
  readonly key: string;
  /** A free one where absent. */
  readonly port?: number;
}

/** What becomes of a request; no reply: it is left waiting. */
type Outcome = Pick<Asked, "status" | "heard" | "usage" | "trouble"> & { readonly reply: Reply | null };

/** Bodies are what a command line sends: instructions, tools, and a conversation of a few turns. */
const MOST_BYTES = 32 * 1024 * 1024;
const WAITING: Outcome = { status: null, heard: null, usage: null, trouble: "", reply: null };

export async function startModels({ plan, key, port = 0 }: Options): Promise<Models> {
  const asked: Asked[] = [];
  const began = performance.now();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://models");
    const { method = "" } = request;
    const format = method === "POST" ? (FORMATS.find(({ path }) => path.test(pathname)) ?? null) : null;
    const about = { method, atMs: performance.now() - began, path: pathname, format: format?.name ?? null };
    const index = asked.push({ ...about, ...WAITING }) - 1;
    const answer = ({ reply, ...outcome }: Outcome) => {
      asked[index] = { ...about, ...outcome };
      if (reply !== null) send(response, outcome.status ?? 500, reply);
    };
    outcomeOf(request, pathname, format, { plan, key }).then(answer, (error: unknown) =>
      // Whoever asked went away in the middle of it.
      answer({ ...WAITING, trouble: error instanceof Error ? error.message : String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => [...asked],
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const REFUSALS = {
  401: "the key is not valid",
  403: "this account may not use the model",
  429: "too many requests",
  500: "the service is out of order",
} as const;

async function outcomeOf(
  request: IncomingMessage,
  path: string,
  format: Format | null,
  { plan, key }: Options,
): Promise<Outcome> {
  const refuse = (status: number, trouble: string, heard: Heard | null = null): Outcome => {
    const value = format === null ? { error: { message: trouble } } : format.refuse(status, trouble);
    return { status, heard, usage: null, trouble, reply: { value } };
  };
  // One command line tries this first, and takes only this status for a no that will not change.
  if (request.headers.upgrade !== undefined) return refuse(426, "there are no WebSockets here");
  if (format === null) return refuse(404, `there is no ${request.method} ${path} here`);
  const text = await bodyOf(request);
  if (text === null) return refuse(413, "the request is too large");
  const query = new URL(request.url ?? "/", "http://models").searchParams;
  if (format.key({ headers: request.headers, query }) !== key) return refuse(401, REFUSALS[401]);
  const heard = readWith(format, text, path);
  if (typeof heard === "string") return refuse(400, heard);
  if (plan.kind === "refuse") return refuse(plan.status, REFUSALS[plan.status], heard);
  if (plan.kind === "silent") return { ...WAITING, heard };
  if (plan.kind === "endless") await passed(plan.thinksMs);
  const { said, usage, trouble } = play(plan, heard);
  return { status: 200, heard, usage, trouble, reply: format.write(heard, said, usage) };
}

/** Null for more than anybody sends. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) return null;
  const bytes = await buffer(request);
  return bytes.length > MOST_BYTES ? null : bytes.toString("utf8");
}

/** What was heard, or in words why it is nothing of this format. */
function readWith(format: Format, text: string, path: string): Heard | string {
  try {
    return format.read(JSON.parse(text), path);
  } catch (error) {
    if (error instanceof SyntaxError) return "the body is no JSON";
    if (!(error instanceof ZodError)) throw error;
    return error.issues.map((one) => `${one.path.join(".")}: ${one.message}`).join("; ");
  }
}

function send(response: ServerResponse, status: number, reply: Reply): void {
  if ("value" in reply) {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(reply.value));
    return;
  }
  response.writeHead(status, { "content-type": "text/event-stream", "cache-control": "no-store" });
  for (const { event, data } of reply.events) {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    response.write(`${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`);
  }
  response.end();
}
