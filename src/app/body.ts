// Reads request bodies without trusting their senders: what is too much is refused before it is kept.

import type { IncomingMessage } from "node:http";
import { WEBHOOK_BYTES } from "../domain/limits.ts";

/** Bytes of unfinished bodies that one process holds at the same time; nobody has proved who they are yet. */
const HELD_BYTES = 4 * WEBHOOK_BYTES;

/** `unlisted`: this body. `busy`: all of them together. */
export type Body = { readonly text: string } | "unlisted" | "busy" | "aborted";

/** Reads bodies that share one allowance of memory. */
export function bodyReader(): (request: IncomingMessage) => Promise<Body> {
  let held = 0;
  return (request) => {
    if (Number(request.headers["content-length"] ?? 0) > WEBHOOK_BYTES) return Promise.resolve("unlisted");
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (body: Body): void => {
        request.removeAllListeners("data");
        held -= size;
        size = 0;
        chunks.length = 0;
        resolve(body);
      };
      request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        held += chunk.length;
        if (size > WEBHOOK_BYTES) finish("unlisted");
        else if (held > HELD_BYTES) finish("busy");
        else chunks.push(chunk);
      });
      request.once("end", () => finish({ text: Buffer.concat(chunks).toString("utf8") }));
      request.once("error", () => finish("aborted"));
      request.once("close", () => finish("aborted"));
    });
  };
}
