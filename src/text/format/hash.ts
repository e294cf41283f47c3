// The one hash of the product: SHA-256 as lower-case hex. Names texts by their content; it keeps no secret. Git's own name
// for a text stands beside it, by which the host is asked for it.

import { createHash } from "node:crypto";

/** SHA-256 of the text's UTF-8 bytes, hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Git's name for the text as a file: SHA-1, hex. */
export function blobIdOf(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
