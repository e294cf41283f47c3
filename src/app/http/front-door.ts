// Decides about each webhook that arrives, on as little of it as is enough: headers first, then the signature over the
// body, and only then what is in it. Answers at once, never asks GitHub anything, and never holds the sender responsible
// for a fault of ours: what was taken and then went wrong is found by the next sweep.

import type { IncomingMessage } from "node:http";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { bodyReader } from "./body.ts";
import { createSeenDeliveries } from "./seen-deliveries.ts";

/** A delivery that GitHub signed. The signature covers the payload alone, neither id nor name. */
export interface Delivery {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

/** What a sender is told. */
export const ANSWERS = {
  taken: { status: 200, text: "ok\n" },
  repeated: { status: 200, text: "ok, this one was taken before\n" },
  failed: { status: 202, text: "taken; what it is about is looked at later\n" },
  malformed: { status: 400, text: "this is no webhook of GitHub's\n" },
  unsigned: { status: 400, text: "the signature does not match\n" },
  method: { status: 405, text: "webhooks are sent with POST\n" },
  "too large": { status: 413, text: "the body is larger than GitHub sends\n" },
  type: { status: 415, text: "the content type must be application/json\n" },
  busy: { status: 429, text: "too much at once\n" },
} as const;

/** `gone`: nobody is there to be answered. */
export type Answer = keyof typeof ANSWERS | "gone";

interface FrontDoorOptions {
  /** Whether GitHub signed this body. */
  readonly isSigned: (body: string, signature: string) => Promise<boolean>;
  /** Rejects when the delivery could not be handled. */
  readonly take: (delivery: Delivery) => Promise<void>;
  /** Told of each answer. `event` is what the sender says, checked for its form only. */
  readonly onAnswer: (event: string, answer: Answer, ms: number) => void;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

export type FrontDoor = (request: IncomingMessage) => Promise<Answer>;

/** Names of events. The two that are left out mean something else to the library that hands events on. */
const EVENT = /^(?!error$|constructor$)[a-z][a-z0-9_]{0,63}$/;
/** GitHub sends a GUID. */
const ID = /^[\w-]{1,64}$/;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
/** Anybody can send unsigned deliveries: they get a line this often at most. */
const WARNING_MS = 60_000;

export function createFrontDoor({ isSigned, take, onAnswer, clock, log }: FrontDoorOptions): FrontDoor {
  const readBody = bodyReader();
  const seen = createSeenDeliveries(clock);
  let warnedAt = Number.NEGATIVE_INFINITY;
  let unsigned = 0;

  function warn(): void {
    unsigned += 1;
    if (clock.now() - warnedAt < WARNING_MS) return;
    log.warn("deliveries were refused: their signature is not made with WEBHOOK_SECRET", { count: unsigned });
    warnedAt = clock.now();
    unsigned = 0;
  }

  async function decide(request: IncomingMessage): Promise<Answer> {
    const { headers, method } = request;
    const name = String(headers["x-github-event"]);
    const id = String(headers["x-github-delivery"]);
    const signature = String(headers["x-hub-signature-256"]);
    if (method !== "POST") return "method";
    if (!EVENT.test(name) || !ID.test(id)) return "malformed";
    if (!JSON_TYPE.test(headers["content-type"] ?? "")) return "type";
    if (!SIGNATURE.test(signature)) return "unsigned";
    // One that names a body by its signature, and that body was here before: nothing in this one is read.
    const delivery = `${name} ${id} ${signature}`;
    if (seen.has(delivery)) return "repeated";
    const body = await readBody(request);
    if (typeof body === "string") return body;
    if (!(await isSigned(body.text, signature))) {
      warn();
      return "unsigned";
    }
    const payload = objectIn(body.text);
    if (payload === null) return "malformed";
    seen.add(delivery);
    try {
      await take({ id, name, payload });
      return "taken";
    } catch {
      // Its text may be the payload's. What went wrong was logged where errors are cut to what a log may hold.
      log.error("a delivery could not be handled", { event: name, delivery: id });
      return "failed";
    }
  }

  return async (request) => {
    const began = clock.now();
    const answer = await decide(request);
    onAnswer(String(request.headers["x-github-event"]), answer, clock.now() - began);
    return answer;
  };
}

function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
