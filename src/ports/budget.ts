// How much the host lets an account do, as something to ask before each request. Shared by all processes that speak for
// that account. Decides nothing about whose turn it is.

import type { RequestKind } from "../domain/rates.ts";

/** The answer to a caller that wants to send a request. Times in milliseconds. */
export type Grant =
  | {
      readonly granted: true;
      /** To be called once when the request has ended, whether it succeeded or failed. */
      readonly release: () => void;
    }
  | {
      readonly granted: false;
      /** `paused`: the host asked for silence. `spent`: the limits are reached. */
      readonly why: "paused" | "spent";
      /** Not worth asking again before. */
      readonly waitMs: number;
      /** How far apart this asker's requests are granted from then on, about; 0: at once, or nobody knows. */
      readonly everyMs: number;
    };

export interface Budget {
  /**
   * Takes the cost of one request out of the account's limits (`domain/rates.ts`), or nothing. Never rejects.
   * @param account whose limits: `Repository.account`, or the app itself
   * @param mutations of a GraphQL document that holds several, at most `MUTATIONS_AT_ONCE`; absent: 1
   */
  take(account: string, request: RequestKind, mutations?: number): Promise<Grant>;
  /**
   * Grants nothing to the account for this long. A shorter pause never ends a longer one.
   * @param of only to its requests of this kind; absent: to none
   */
  pause(account: string, ms: number, of?: "rest" | "graphql"): void;
}
