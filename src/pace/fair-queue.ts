// Whose turn it is: writes of one account stand in flows, one for each program, and the flows take turns. Who is
// sent away keeps its turn, so that coming back later is no disadvantage. Knows nothing of limits and requests.

/** How long after the moment at which somebody was told to come back the turn is kept. Milliseconds. */
const KEPT_MS = 5 * 60_000;

interface Flow<T> {
  /** In the order in which they came. */
  waiting: readonly T[];
  /** The first of them goes on with what it has begun, and is not sent away. */
  continues: boolean;
  /** When somebody who was sent away is to come back, milliseconds since the epoch; null: nobody was. */
  due: number | null;
}

/** `T` is what waits. */
export class FairQueue<T> {
  /** In the order of their turns. */
  readonly #flows = new Map<string, Flow<T>>();

  get isEmpty(): boolean {
    return this.peek() === null;
  }

  /** Stands at the end of its own flow; a flow that is not there yet goes behind all others. */
  enqueue(name: string, item: T, now: number): void {
    for (const [other, { waiting, due }] of this.#flows) {
      if (waiting.length === 0 && (due ?? 0) + KEPT_MS < now) this.#flows.delete(other);
    }
    const flow = this.#flows.get(name);
    if (flow === undefined) this.#flows.set(name, { waiting: [item], continues: false, due: null });
    else flow.waiting = [...flow.waiting, item];
  }

  /** Goes on with what it has begun: is served before everybody. */
  enqueueFirst(name: string, item: T): void {
    const others = [...this.#flows].filter(([other]) => other !== name);
    const waiting = [item, ...(this.#flows.get(name)?.waiting ?? [])];
    this.#flows.clear();
    this.#flows.set(name, { waiting, continues: true, due: null });
    for (const [other, flow] of others) this.#flows.set(other, flow);
  }

  /** Whose turn it is. */
  peek(): { readonly name: string; readonly item: T } | null {
    for (const [name, { waiting }] of this.#flows) {
      const [item] = waiting;
      if (item !== undefined) return { name, item };
    }
    return null;
  }

  /** The first of a flow had its turn; who is behind it there goes behind all other flows. */
  dequeue(name: string): void {
    const rest = this.#flows.get(name)?.waiting.slice(1) ?? [];
    this.#flows.delete(name);
    if (rest.length > 0) this.#flows.set(name, { waiting: rest, continues: false, due: null });
  }

  /**
   * Takes out of the queue who would have to wait too long.
   * @param waitOf milliseconds for somebody with so many ahead
   * @param everybody also those who go on with what they have begun
   */
  shed(
    now: number,
    waitOf: (ahead: number) => number,
    { patienceMs, everybody }: { readonly patienceMs: number; readonly everybody: boolean },
  ): readonly Shed<T>[] {
    const away: Shed<T>[] = [];
    for (const [name, flow] of this.#flows) {
      const staying = flow.continues && !everybody ? 1 : 0;
      while (flow.waiting.length > staying) {
        const waitMs = waitOf(this.#ahead(name, flow.waiting.length, now));
        if (waitMs <= patienceMs) break;
        away.push(...flow.waiting.slice(-1).map((item) => ({ item, waitMs })));
        flow.waiting = flow.waiting.slice(0, -1);
        flow.due = now + waitMs;
      }
    }
    return away;
  }

  /** How many have their turn before the `nth` of a flow (from 1), with those who are expected back. */
  #ahead(name: string, nth: number, now: number): number {
    let isBefore = true;
    let count = nth - 1;
    for (const [other, flow] of this.#flows) {
      if (other === name) isBefore = false;
      else count += Math.min(present(flow, now), isBefore ? nth : nth - 1);
    }
    return count;
  }
}

/** Somebody who was sent away. */
interface Shed<T> {
  readonly item: T;
  /** After which it will be its turn, about. */
  readonly waitMs: number;
}

/** Those who wait, else the one who will: whoever should be back by now may have found something better to do. */
function present<T>({ waiting, due }: Flow<T>, now: number): number {
  if (waiting.length > 0) return waiting.length;
  return due !== null && due > now ? 1 : 0;
}
