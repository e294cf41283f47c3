// Whose turn it is: writes of one installation stand in lanes, one for each program, and the lanes take turns. Who is
// sent away keeps the place, so that coming back later is no disadvantage. Knows nothing of limits and requests.

/** How long after the moment at which somebody was told to come back the place is kept. Milliseconds. */
const KEPT_MS = 5 * 60_000;

interface Lane<T> {
  /** In the order in which they came. */
  waiting: readonly T[];
  /** The first of them goes on with what it has begun, and is not sent away. */
  goesOn: boolean;
  /** When somebody who was sent away is to come back, milliseconds since the epoch; null: nobody was. */
  due: number | null;
}

/** `T` is what waits. */
export class Line<T> {
  /** In the order of their turns. */
  readonly #lanes = new Map<string, Lane<T>>();

  get isEmpty(): boolean {
    return this.first() === null;
  }

  /** Stands at the end of its own lane; a lane that is not there yet goes behind all others. */
  join(name: string, item: T, now: number): void {
    for (const [other, { waiting, due }] of this.#lanes) {
      if (waiting.length === 0 && (due ?? 0) + KEPT_MS < now) this.#lanes.delete(other);
    }
    const lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, { waiting: [item], goesOn: false, due: null });
    else lane.waiting = [...lane.waiting, item];
  }

  /** Goes on with what it has begun: stands before everybody. */
  goOn(name: string, item: T): void {
    const others = [...this.#lanes].filter(([other]) => other !== name);
    const waiting = [item, ...(this.#lanes.get(name)?.waiting ?? [])];
    this.#lanes.clear();
    this.#lanes.set(name, { waiting, goesOn: true, due: null });
    for (const [other, lane] of others) this.#lanes.set(other, lane);
  }

  /** Whose turn it is. */
  first(): { readonly name: string; readonly item: T } | null {
    for (const [name, { waiting }] of this.#lanes) {
      const [item] = waiting;
      if (item !== undefined) return { name, item };
    }
    return null;
  }

  /** The first of a lane had its turn; who is behind it there goes behind all other lanes. */
  served(name: string): void {
    const rest = this.#lanes.get(name)?.waiting.slice(1) ?? [];
    this.#lanes.delete(name);
    if (rest.length > 0) this.#lanes.set(name, { waiting: rest, goesOn: false, due: null });
  }

  /**
   * Takes out of the line who would have to wait too long.
   * @param waitOf milliseconds for somebody with so many ahead
   * @param everybody also those who go on with what they have begun
   */
  sendAway(
    now: number,
    waitOf: (ahead: number) => number,
    { patienceMs, everybody }: { readonly patienceMs: number; readonly everybody: boolean },
  ): readonly Away<T>[] {
    const away: Away<T>[] = [];
    for (const [name, lane] of this.#lanes) {
      const staying = lane.goesOn && !everybody ? 1 : 0;
      while (lane.waiting.length > staying) {
        const waitMs = waitOf(this.#ahead(name, lane.waiting.length, now));
        if (waitMs <= patienceMs) break;
        away.push(...lane.waiting.slice(-1).map((item) => ({ item, waitMs })));
        lane.waiting = lane.waiting.slice(0, -1);
        lane.due = now + waitMs;
      }
    }
    return away;
  }

  /** How many have their turn before the `nth` of a lane (from 1), with those who are expected back. */
  #ahead(name: string, nth: number, now: number): number {
    let isBefore = true;
    let count = nth - 1;
    for (const [other, lane] of this.#lanes) {
      if (other === name) isBefore = false;
      else count += Math.min(present(lane, now), isBefore ? nth : nth - 1);
    }
    return count;
  }
}

/** Somebody who was sent away. */
export interface Away<T> {
  readonly item: T;
  /** After which it will be its turn, about. */
  readonly waitMs: number;
}

/** Those who wait, else the one who will: whoever should be back by now may have found something better to do. */
function present<T>({ waiting, due }: Lane<T>, now: number): number {
  if (waiting.length > 0) return waiting.length;
  return due !== null && due > now ? 1 : 0;
}
