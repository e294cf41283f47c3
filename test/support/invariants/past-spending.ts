// When the app gave orders and wrote, as far back as budgets reach. Knows nothing of the rules.

import { DAY_MS } from "../../../src/domain/schedule/schedule.ts";
import type { Happening } from "../github/chronicle.ts";

export class PastSpending {
  /** Nonces of the runs that were ordered, with the place of the first order in the chronicle. */
  readonly ordered = new Map<string, number>();
  /** When orders were given, by program, and writes made: milliseconds since the epoch, of the last days. */
  readonly orders = new Map<string, readonly number[]>();
  writes: readonly number[] = [];

  wrote(at: number): void {
    this.writes = lately(this.writes, at);
  }

  /** @param at when the order counts as given; `place` where it is in the chronicle */
  order({ request }: Extract<Happening, { what: "run" }>, at: number, place: number): void {
    const { nonce, program } = request;
    if (this.ordered.has(nonce)) return;
    this.ordered.set(nonce, place);
    this.orders.set(program, lately(this.orders.get(program) ?? [], at));
  }
}

/** One more moment, without those of more than a day ago. */
function lately(times: readonly number[], at: number): readonly number[] {
  return [...times.filter((time) => time > at - DAY_MS), at];
}
