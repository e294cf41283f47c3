// Files behind signed addresses, as GitHub hands out artifacts and logs: another host than the API's, a secret in
// the address instead of a credential, gone after a minute. Refuses whoever sends a credential, because the real
// storage does, and because the token would be told to a third party.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const VALID_MS = 60_000;

interface Offer {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly until: number;
}

export class Downloads {
  readonly #offers = new Map<string, Offer>();
  readonly #server = createServer((request, response) => {
    const offer = this.#offers.get(request.url ?? "");
    if (request.headers.authorization !== undefined) response.writeHead(400).end("InvalidAuthenticationInfo");
    else if (offer === undefined || offer.until < Date.now())
      response.writeHead(403).end("AuthenticationFailed");
    else response.writeHead(200, { "content-type": offer.type }).end(offer.bytes);
  });
  #url = "";

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    this.#url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  /** @returns the address, good for a minute */
  offer(bytes: Uint8Array, type: string): string {
    const path = `/signed/${randomBytes(16).toString("hex")}`;
    this.#offers.set(path, { bytes, type, until: Date.now() + VALID_MS });
    return `${this.#url}${path}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
