// The one hash of the product: SHA-256 as lower-case hex. Names texts by their content; it keeps no secret.

import { createHash } from "node:crypto";

/** SHA-256 of the text's UTF-8 bytes, hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
