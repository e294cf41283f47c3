// Reads request bodies without trusting their senders: what is too much is refused before it is kept.

import type { IncomingMessage } from "node:http";
import { WEBHOOK_BYTES } from "../../domain/limits.ts";

/**
 * Bytes of large unfinished bodies that one process holds at the same time; nobody has proved who they are yet.
 */
const HELD_BYTES = 4 * WEBHOOK_BYTES;
/** Of every body this much is held beside that, so that an ordinary one gets in however many large ones are stuck. */
const ORDINARY_BYTES = 256 * 1024;

/** `too large`: this body. `busy`: all of them together. `gone`: the sender gave up. */
type Body = Buffer | "too large" | "busy" | "gone";

/** Calls `then` once: with the body, or with what became of it. */
type ReadBody = (request: IncomingMessage, then: (body: Body) => void) => void;

/** Reads bodies that share one allowance of memory. */
export function bodyReader(): ReadBody {
  let held = 0;
  return (request, then) => {
    if (Number(request.headers["content-length"] ?? 0) > WEBHOOK_BYTES) {
      then("too large");
      return;
    }
    let chunks: Buffer[] | null = [];
    let size = 0;
    const large = () => Math.max(0, size - ORDINARY_BYTES);
    const finish = (body: Body): void => {
      if (chunks === null) return;
      chunks = null;
      held -= large();
      request.removeAllListeners("data");
      then(body);
    };
    request.on("data", (chunk: Buffer) => {
      held -= large();
      size += chunk.length;
      held += large();
      if (size > WEBHOOK_BYTES) finish("too large");
      else if (held > HELD_BYTES && size > ORDINARY_BYTES) finish("busy");
      else chunks?.push(chunk);
    });
    // Most come in one piece.
    const whole = (all: readonly Buffer[]) => (all.length === 1 && all[0] ? all[0] : Buffer.concat(all));
    request.on("end", () => finish(whole(chunks ?? [])));
    request.on("error", () => finish("gone"));
    request.on("close", () => finish("gone"));
  };
}
