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
type Body = { readonly text: string } | "too large" | "busy" | "gone";

/** Reads bodies that share one allowance of memory. */
export function bodyReader(): (request: IncomingMessage) => Promise<Body> {
  let held = 0;
  return (request) => {
    if (Number(request.headers["content-length"] ?? 0) > WEBHOOK_BYTES) return Promise.resolve("too large");
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const large = () => Math.max(0, size - ORDINARY_BYTES);
      const finish = (body: Body): void => {
        request.removeAllListeners("data");
        held -= large();
        size = 0;
        chunks.length = 0;
        resolve(body);
      };
      request.on("data", (chunk: Buffer) => {
        held -= large();
        size += chunk.length;
        held += large();
        if (size > WEBHOOK_BYTES) finish("too large");
        else if (held > HELD_BYTES && size > ORDINARY_BYTES) finish("busy");
        else chunks.push(chunk);
      });
      request.once("end", () => finish({ text: Buffer.concat(chunks).toString("utf8") }));
      request.once("error", () => finish("gone"));
      request.once("close", () => finish("gone"));
    });
  };
}
