// Wall clocks: what a clock in a time zone shows at an instant, and the instant when it shows something.
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

/**
 * The first instant (ms, a whole minute) at which the clock shows `wall` (as of {@link wallClock}); where a
 * clock change skips that time, the instant of the change.
 */
export function instantOf(timeZone: string, wall: number): number {
  const before = offset(timeZone, wall - DAY_MS);
  const after = offset(timeZone, wall + DAY_MS);
  const candidates = before > after ? [wall - before, wall - after] : [wall - after, wall - before];
  const exact = candidates.find((instant) => wallClock(timeZone, instant) === wall);
  return exact ?? firstInstantPast(timeZone, wall);
}

/** Smallest minute at which the clock shows more than `wall`, by bisection: offsets stay within a day. */
function firstInstantPast(timeZone: string, wall: number): number {
  let low = (wall - DAY_MS) / MINUTE_MS;
  let high = (wall + DAY_MS) / MINUTE_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallClock(timeZone, middle * MINUTE_MS) > wall) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
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
