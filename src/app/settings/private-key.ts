// Owns the forms in which an operator may hand over the app's private key. Never says what it was given.

import { createPrivateKey } from "node:crypto";
import type { Variables } from "./child-environment.ts";
import { readText } from "./read-text.ts";

/**
 * Reads an RSA key: a PEM block, also with its line ends written as `\n`, or the whole of it in base64.
 * @returns PKCS #8 PEM, the one form that every library takes; null when it is no such key
 */
function readPrivateKey(given: string): string | null {
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

/**
 * The key that `PRIVATE_KEY` holds or `PRIVATE_KEY_PATH` names, as PEM.
 * @param problems gets a line where there is none that can be used; the key is empty then
 */
export function findPrivateKey(env: Variables, problems: string[]): string {
  const { PRIVATE_KEY: inline, PRIVATE_KEY_PATH: path } = env;
  if (inline && path) problems.push("PRIVATE_KEY and PRIVATE_KEY_PATH are both set; keep one");
  else if (inline) return toPem("PRIVATE_KEY", inline, problems);
  else if (path) {
    const text = readText(path);
    if (text !== null) return toPem("PRIVATE_KEY_PATH", text, problems);
    problems.push("PRIVATE_KEY_PATH must name a file that this process can read");
  } else problems.push("PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the app's private key");
  return "";
}

function toPem(name: string, given: string, problems: string[]): string {
  const key = readPrivateKey(given);
  if (key !== null) return key;
  problems.push(
    `${name} must hold the RSA key that GitHub made for the app (a PEM block, or that in base64)`,
  );
  return "";
}
