// The tokens of installations, which a library fetches and remembers for an hour, whatever an answer held and whatever is
// said to them afterwards. Sees to it that only a token is remembered, and that one which GitHub refuses is replaced.

import { Retryable } from "../../domain/errors.ts";

/** @throws Retryable for an answer that holds no token (cut off, a page of somebody else's), so that it is not remembered */
export function expectToken(data: unknown): void {
  const token = typeof data === "object" && data !== null && "token" in data ? data.token : null;
  if (typeof token !== "string" || token === "") throw new Retryable("access token: broken answer");
}

/** Of one installation's client. */
export class TokenRenewal {
  readonly #renew: () => Promise<unknown>;
  #isDue: boolean = false;

  /** @param renew fetches a token and remembers it in place of the old one */
  constructor(renew: () => Promise<unknown>) {
    this.#renew = renew;
  }

  /** GitHub refused the token (401): it was taken back, or is not known. */
  refused(): void {
    this.#isDue = true;
  }

  /** Before a request. @throws what the request for a token throws; the next request tries again */
  async beforeRequest(): Promise<void> {
    if (!this.#isDue) return;
    await this.#renew();
    this.#isDue = false;
  }
}
