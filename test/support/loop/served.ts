// The front door as anyone on the network meets it: the real server, the real receiver behind it, and a queue that only
// keeps what is asked for.

import { createHmac } from "node:crypto";
import { type RequestOptions, request } from "node:http";
import { createFrontDoor } from "../../../src/app/http/front-door.ts";
import {
  type AppServer,
  createAppServer,
  type Patience,
  type Readiness,
} from "../../../src/app/http/server.ts";
import { systemClock } from "../../../src/app/system-clock.ts";
import { createMetrics } from "../../../src/app/telemetry/metrics.ts";
import { createTrace } from "../../../src/app/telemetry/trace.ts";
import { createWebhookReceiver } from "../../../src/app/webhook/receiver.ts";
import type { Urgency, WorkQueue } from "../../../src/ports/work-queue.ts";
import { createCheckRunActions } from "../../../src/reconcile/read/check-run-actions.ts";
import { createProgramIndex } from "../../../src/reconcile/read/program-index.ts";
import { FakeClock } from "./fake-clock.ts";
import { memoryLog } from "./memory-log.ts";

export const SECRET = "0123456789abcdef0123456789abcdef";
export const PATH = "/api/github/webhooks";
export const METRICS_TOKEN = "metrics-token-0123456789";

const running: AppServer[] = [];
export async function closeServed(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

export interface ServedOptions {
  /** Issue numbers of the programs that this process knows, by name. */
  readonly programs?: Readonly<Record<string, number>>;
  readonly patience?: Patience;
  /** The queue is broken. */
  readonly broken?: boolean;
}

/** A listening app; `added` is what reached the queue, `urgencies` in which classes, `lines` the log. */
export async function served({ programs = {}, patience, broken = false }: ServedOptions = {}) {
  const added: string[] = [];
  const urgencies = new Set<Urgency | undefined>();
  const state: { readiness: Readiness } = { readiness: "ready" };
  const clock = new FakeClock();
  const index = createProgramIndex();
  const { log, lines } = memoryLog();
  for (const [name, issue] of Object.entries(programs)) {
    index.learn({ account: "7", owner: "octo", name: "repo", issue }, name);
  }
  const add: WorkQueue["add"] = (key, _, urgency) => {
    if (broken) throw new TypeError("a defect");
    added.push(key);
    urgencies.add(urgency);
  };
  const take = createWebhookReceiver({
    queue: { add, addHere: (key, ms, urgency) => add(`${key} here`, ms, urgency) },
    ...{ log, index, clock, trace: createTrace() },
    self: () => "autoloop[bot]",
    checkRunActions: createCheckRunActions(),
  });
  const metrics = createMetrics(clock, false);
  const server = createAppServer({
    webhooks: createFrontDoor({ secret: SECRET, take, onAnswer: metrics.delivered, clock, log }),
    webhookPath: PATH,
    readiness: () => state.readiness,
    metrics: { token: METRICS_TOKEN, type: metrics.type, text: metrics.text },
    clock: systemClock,
    ...(patience && { patience }),
  });
  running.push(server);
  const port = await server.listen("127.0.0.1", 0);
  const url = `http://127.0.0.1:${port}`;
  const deliver = async (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(url + PATH, {
      method: "POST",
      body: typeof body === "string" ? body : new Uint8Array(body),
      headers: {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-github-delivery": crypto.randomUUID(),
        "x-hub-signature-256": signatureOf(body),
        ...headers,
      },
    });
    await response.text();
    return response.status;
  };
  return { url, port, added, urgencies, state, clock, lines, server, metrics, deliver };
}

export function signatureOf(body: string | Uint8Array): string {
  return `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
}

/** Sends the beginning of a request and waits for an answer to it: 0 when the connection ends without one. */
export function statusOfUnfinished(url: string, options: RequestOptions, beginning = ""): Promise<number> {
  return new Promise((resolve) => {
    const client = request(url, { method: "POST", ...options }, (response) => {
      resolve(response.statusCode ?? 0);
      client.destroy();
    });
    client.on("error", () => resolve(0));
    client.flushHeaders();
    if (beginning !== "") client.write(beginning);
  });
}
