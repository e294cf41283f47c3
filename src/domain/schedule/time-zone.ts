// Wall clocks: what a clock in a time zone shows at an instant, and the instants when it shows something.
// Pure arithmetic over Intl's zone data; never reads the machine's own zone or time.

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Making a formatter is slow and using it is not. Zones that people write are few; the bound is for the others. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_KEPT = 64;

/** True for IANA names such as `Europe/Berlin` and `UTC` that this runtime knows. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    formatter(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clock shows at `instant`, cut to the minute, as if it showed UTC (ms since the epoch). */
export function wallClock(timeZone: string, instant: number): number {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** A clock around one day: what it shows is ahead of UTC by `before` until the instant `setAt`, then by `after`. */
export interface Clock {
  readonly before: number;
  readonly after: number;
  /** Milliseconds since the epoch; −∞: the clock is not set around that day. */
  readonly setAt: number;
}

/**
 * The clock from a day before `midnight` (as of {@link wallClock}) to two days after it. No zone sets its clock twice
 * within so short a time.
 */
export function clockAround(timeZone: string, midnight: number): Clock {
  let low = (midnight - DAY_MS) / MINUTE_MS;
  let high = (midnight + 2 * DAY_MS) / MINUTE_MS;
  const before = offset(timeZone, low * MINUTE_MS);
  const after = offset(timeZone, high * MINUTE_MS);
  if (before === after) return { before, after, setAt: Number.NEGATIVE_INFINITY };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(timeZone, middle * MINUTE_MS) === after) high = middle;
    else low = middle;
  }
  return { before, after, setAt: high * MINUTE_MS };
}

/** The instants at which the clock shows `wall`, in order: two where it is set back over it, none where it skips it. */
export function instantsOf({ before, after, setAt }: Clock, wall: number): readonly number[] {
  return [
    ...(wall - before < setAt ? [wall - before] : []),
    ...(wall - after >= setAt ? [wall - after] : []),
  ];
}

function offset(timeZone: string, instant: number): number {
  return wallClock(timeZone, instant) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  if (formatters.size >= FORMATTERS_KEPT) formatters.clear();
  formatters.set(timeZone, made);
  return made;
}
