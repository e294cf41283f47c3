// Signed deliveries as GitHub sends them, and how long a server takes to say yes. The payload is the example of
// `issues.opened` with an installation, as every delivery to an app has one.

import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { quantile } from "./figures.ts";

const EVENT = "issues";

/** The body of every delivery. */
export const BODY = JSON.stringify({ ...opened(), installation: { id: 1, node_id: "MDIz" } });

/** Where deliveries go and what signs them. */
export interface Target {
  readonly url: string;
  readonly secret: string;
}

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** As many deliveries as this many senders get answered in this time, one after the other each. */
export async function flood(target: Target, senders: number, ms: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const took: number[] = [];
  const begun = performance.now();
  const send = async () => {
    while (performance.now() - begun < ms) took.push(await deliver(target, agent));
  };
  await Promise.all(Array.from({ length: senders }, send));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: took.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

/** A fixed number of deliveries a second, whether earlier ones were answered or not. */
export async function pace(target: Target, perSecond: number, ms: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true });
  const answers: Promise<number>[] = [];
  const begun = performance.now();
  for (let at = 0; at < ms; at += 1_000 / perSecond) {
    const early = begun + at - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    answers.push(deliver(target, agent));
  }
  const took = await Promise.all(answers);
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: took.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

/** One delivery. @returns milliseconds to its answer @throws Error when it is refused or nobody listens */
export function deliver({ url, secret }: Target, agent?: Agent): Promise<number> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(BODY),
    "x-github-event": EVENT,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(BODY).digest("hex")}`,
  };
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, ...(agent && { agent }) }, (answer) => {
      answer.resume();
      answer.once("end", () => {
        const { statusCode = 0 } = answer;
        if (statusCode >= 200 && statusCode < 300) resolve(performance.now() - begun);
        else reject(new Error(`a delivery was answered with ${statusCode}`));
      });
    });
    sent.once("error", reject);
    sent.end(BODY);
  });
}

function opened(): object {
  const path = createRequire(import.meta.url).resolve("@octokit/webhooks-examples");
  const all: readonly { name: string; examples: readonly { action?: string }[] }[] = JSON.parse(
    readFileSync(path, "utf8"),
  );
  const found = all.find(({ name }) => name === EVENT)?.examples.find(({ action }) => action === "opened");
  if (found === undefined) throw new Error("no example of issues.opened");
  return found;
}
