// What the host lets an account do, as something to ask before each request. Shared by everybody who speaks for that
// account. Decides nothing about whose turn it is.

import type { RequestKind } from "../domain/rates.ts";

/** An answer to somebody who wants to send a request. Times in milliseconds. */
export type Grant =
  | {
      readonly granted: true;
      /** To be called when the request has ended, whatever came of it. */
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
   * Takes what one request costs, or nothing. Never rejects.
   * @param account whose limits: `Repository.account`, or the app itself
   */
  take(account: string, request: RequestKind): Promise<Grant>;
  /** Grants nothing to the account for this long. A shorter pause never ends a longer one. */
  pause(account: string, ms: number): void;
}
