// Fetches what GitHub keeps on other hosts, where a link is all the right that is needed. Must never send a
// credential along, or read more than it was told to.

import { Retryable } from "../../domain/errors.ts";

const DEADLINE_MS = 60_000;

/**
 * @param url from GitHub; whoever knows it may read what it leads to, so it is in no error and no log
 * @param limit bytes
 * @throws Retryable when the host did not answer, or not in full
 */
export async function download(url: string, limit: number): Promise<Uint8Array | "gone" | "too-big"> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
    const { status, ok, body } = response;
    if (!ok || body === null) {
      await body?.cancel();
      if (status === 404 || status === 410) return "gone";
      throw new Retryable(`the download was answered with ${status}`);
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      // Leaving the loop ends the transfer.
      if (bytes > limit) return "too-big";
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof Retryable) throw error;
    throw new Retryable("the download broke off", undefined, { cause: error });
  }
}
