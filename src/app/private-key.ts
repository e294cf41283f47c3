// Owns the forms in which an operator may hand over the app's private key. Never says what it was given.

import { createPrivateKey } from "node:crypto";

/**
 * Reads an RSA key: a PEM block, also with its line ends written as `\n`, or the whole of it in base64.
 * @returns PKCS #8 PEM, the one form that every library takes; null when it is no such key
 */
export function readPrivateKey(given: string): string | null {
  const pem = given.includes("-----BEGIN")
    ? given.replaceAll("\\n", "\n")
    : Buffer.from(given, "base64").toString("utf8");
  try {
    const key = createPrivateKey(pem.trim());
    return key.asymmetricKeyType === "rsa" ? key.export({ type: "pkcs8", format: "pem" }).toString() : null;
  } catch {
    // The library's own message may quote the key.
    return null;
  }
}
