// Decides about each webhook that arrives, on as little of it as is enough: headers first, then the signature over the
// body, and only then what is in it. Answers at once, never asks GitHub anything, and never holds the sender responsible
// for a fault of ours: what was taken and then went wrong is found by the next sweep.

import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { bodyReader } from "./body.ts";
import { createSeenDeliveries } from "./seen-deliveries.ts";
import { parseSignature, signedWith } from "./signature.ts";

/** A delivery that GitHub signed. The signature covers the payload alone, neither id nor name. */
interface Delivery {
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
  /** What GitHub and the app share. */
  readonly secret: string;
  /** Returns at once. @throws whatever keeps the delivery from being handled */
  readonly take: (delivery: Delivery) => void;
  /** Told of each answer. `event` is what the sender says, checked for its form only. */
  readonly onAnswer: (event: string, answer: Answer, ms: number) => void;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** Calls `tell` once, in the turn in which the last byte that is needed was there. */
export type FrontDoor = (request: IncomingMessage, tell: (answer: Answer) => void) => void;

/** Names of events. The two that are left out mean something else to a library that hands events on. */
const EVENT = /^(?!error$|constructor$)[a-z][a-z0-9_]{0,63}$/;
/** GitHub sends a GUID. */
const ID = /^[\w-]{1,64}$/;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
/** Anybody can send unsigned deliveries: they get a line this often at most. */
const WARNING_MS = 60_000;
/** Of an error's text, which may be the payload's. */
const LONGEST_ERROR = 1_000;

export function createFrontDoor({ secret, take, onAnswer, clock, log }: FrontDoorOptions): FrontDoor {
  const readBody = bodyReader();
  const isSigned = signedWith(secret);
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

  /** The answer to what was read; whatever goes wrong with it is no fault of the sender's. */
  function answerTo({ id, name, signature, text }: Claim, body: Buffer): Answer {
    if (!isSigned(body, signature)) {
      warn();
      return "unsigned";
    }
    const payload = objectIn(body);
    if (payload === null) return "malformed";
    seen.add(text);
    try {
      take({ id, name, payload });
      return "taken";
    } catch (error) {
      logUnhandled(log, { id, name }, error);
      return "failed";
    }
  }

  return (request, tell) => {
    const began = clock.now();
    const answer = (told: Answer): void => {
      onAnswer(String(request.headers["x-github-event"]), told, clock.now() - began);
      tell(told);
    };
    const claim = claimOf(request);
    if (typeof claim === "string") answer(claim);
    // A body of this signature was here before: nothing of this one is read.
    else if (seen.has(claim.text)) answer("repeated");
    else readBody(request, (body) => answer(typeof body === "string" ? body : answerTo(claim, body)));
  };
}

/** What the headers of a request say that it is; nobody has proved it. */
interface Claim {
  readonly id: string;
  readonly name: string;
  readonly signature: Buffer;
  /** All three, by which it is known when it comes again. */
  readonly text: string;
}

/** What a request claims to be, or the answer that its headers deserve. */
function claimOf({ headers, method }: IncomingMessage): Claim | Answer {
  const name = String(headers["x-github-event"]);
  const id = String(headers["x-github-delivery"]);
  const claimed = String(headers["x-hub-signature-256"]);
  if (method !== "POST") return "method";
  if (!EVENT.test(name) || !ID.test(id)) return "malformed";
  if (!JSON_TYPE.test(headers["content-type"] ?? "")) return "type";
  const signature = parseSignature(claimed);
  return signature === null ? "unsigned" : { id, name, signature, text: `${name} ${id} ${claimed}` };
}

/** Says that a delivery was taken and then went wrong. @param error what kept it from being handled */
export function logUnhandled(log: Log, { name, id }: Omit<Delivery, "payload">, error: unknown): void {
  log.error("a delivery could not be handled", {
    ...{ event: name, delivery: id },
    error: String(error).slice(0, LONGEST_ERROR),
  });
}

/** The one JSON object that the bytes spell; null for anything else. */
function objectIn(body: Buffer): object | null {
  if (!isUtf8(body)) return null;
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
