// Whether GitHub signed a body. Over its bytes as they came, before anything reads them; keeps the secret where no log
// and no error can print it.

import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

/** What `x-hub-signature-256` holds: the HMAC of the body in hexadecimal, 32 bytes. */
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/** The 32 bytes of a signature; null for a text that is none. */
export function parseSignature(text: string): Buffer | null {
  const [, hex] = SIGNATURE.exec(text) ?? [];
  return hex === undefined ? null : Buffer.from(hex, "hex");
}

/** @param secret what GitHub and the app share, not empty @returns whether the signature is that of these bytes */
export function signedWith(secret: string): (body: Uint8Array, signature: Uint8Array) => boolean {
  const key = createSecretKey(secret, "utf8");
  // Takes as long however much of a guess is right.
  return (body, signature) => timingSafeEqual(createHmac("sha256", key).update(body).digest(), signature);
}
