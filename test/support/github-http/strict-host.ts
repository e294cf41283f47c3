// A host that counts an installation's requests as GitHub says that it does, and refuses what is too much. Sliding
// windows, each request counted when it arrives; a refused one counts, too.

import { HOST_LIMITS, READ_POINTS, WRITE_POINTS } from "../../../src/domain/limits.ts";
import type { RequestKind } from "../../../src/domain/rates.ts";
import type { Clock } from "../../../src/ports/clock.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Other numbers than those that GitHub names. */
export type HostLimits = Readonly<Record<keyof typeof HOST_LIMITS, number>>;

/** What a request weighed, and when it came. */
class Window {
  readonly #ms: number;
  #entries: (readonly [at: number, weight: number])[] = [];
  #sum = 0;
  /** The most that ever was within the window. */
  most = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  add(now: number, weight: number): number {
    while ((this.#entries[0]?.[0] ?? now) <= now - this.#ms) this.#sum -= this.#entries.shift()?.[1] ?? 0;
    if (weight > 0) this.#entries.push([now, weight]);
    this.#sum += weight;
    this.most = Math.max(this.most, this.#sum);
    return this.#sum;
  }
}

export class StrictHost {
  readonly #clock: Clock;
  /** Milliseconds that an answer takes. */
  readonly #latencyMs: number;
  readonly contentAMinute = new Window(MINUTE_MS);
  readonly contentAnHour = new Window(HOUR_MS);
  readonly restPoints = new Window(MINUTE_MS);
  readonly graphqlPoints = new Window(MINUTE_MS);
  /** Requests that were refused. */
  refused = 0;
  mostUnderWay = 0;
  writes = 0;
  reads = 0;
  /** Requests that came while the host had asked for silence, and that were not under way already when it did. */
  sentInSilence = 0;
  readonly #limits: HostLimits;
  #underWay = 0;
  #silentFrom = 0;
  #silentUntil = 0;

  /** @param limits where they are not those that GitHub names */
  constructor(clock: Clock, latencyMs: number, limits: Partial<HostLimits> = {}) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
    this.#limits = { ...HOST_LIMITS, ...limits };
  }

  /** @returns null when it is taken, else for how many milliseconds to be silent */
  async take(kind: RequestKind): Promise<{ readonly retryAfterMs: number } | null> {
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    const isWrite = kind.endsWith("write");
    const points = isWrite ? WRITE_POINTS : READ_POINTS;
    const now = this.#clock.now();
    if (isWrite) this.writes += 1;
    else this.reads += 1;
    const tooMuch = [
      this.contentAMinute.add(now, isWrite ? 1 : 0) > this.#limits.contentPerMinute,
      this.contentAnHour.add(now, isWrite ? 1 : 0) > this.#limits.contentPerHour,
      this.restPoints.add(now, kind.startsWith("rest") ? points : 0) > this.#limits.restPointsPerMinute,
      this.graphqlPoints.add(now, kind.startsWith("graphql") ? points : 0) >
        this.#limits.graphqlPointsPerMinute,
      this.#underWay > this.#limits.concurrent,
    ].includes(true);
    if (now > this.#silentFrom && now < this.#silentUntil) this.sentInSilence += 1;
    await new Promise<void>((resolve) => this.#clock.after(this.#latencyMs, resolve));
    this.#underWay -= 1;
    if (!tooMuch) return null;
    this.refused += 1;
    this.#silentFrom = this.#clock.now();
    this.#silentUntil = this.#silentFrom + MINUTE_MS;
    return { retryAfterMs: MINUTE_MS };
  }
}
