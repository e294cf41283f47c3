// How long GitHub asks to wait, as the headers of an answer say it. Which answers are limits is decided in `map-error.ts`.

export interface Pause {
  readonly limit: "primary" | "secondary";
  readonly ms: number;
}

/** GitHub: "if there is no retry-after header, wait for at least one minute". */
export const DEFAULT_PAUSE_MS = 60_000;
/** A refusal that asks for less tells no time: whoever takes it at its word is refused again at once, and again. */
export const SHORTEST_PAUSE_MS = 1_000;

/** What the headers of an answer, whatever it was, say of the next request; null: nothing stands in its way. */
export function limitAhead(headers: Readonly<Record<string, unknown>>, now: number): Pause | null {
  const after = afterMs(headers["retry-after"], now);
  if (after !== null && after > 0) return { limit: "secondary", ms: after };
  if (String(headers["x-ratelimit-remaining"]) !== "0") return null;
  return { limit: "primary", ms: untilReset(headers["x-ratelimit-reset"], now) };
}

/**
 * Milliseconds that an answer asks to wait; null: it asks for none.
 * @param said `retry-after`, seconds or the date of a moment (RFC 9110, 10.2.3); what is neither is an unknown time
 */
export function afterMs(said: unknown, now: number): number | null {
  if (said === undefined || said === null) return null;
  const seconds = Number(said);
  if (seconds >= 0) return seconds * 1_000;
  const at = Date.parse(String(said));
  return Number.isFinite(at) ? Math.max(at - now, 0) : DEFAULT_PAUSE_MS;
}

/**
 * Milliseconds until the hour's requests may be used again.
 * @param reset `x-ratelimit-reset`, seconds since the epoch
 */
export function untilReset(reset: unknown, now: number): number {
  const at = Number(reset ?? Number.NaN) * 1_000;
  return Number.isFinite(at) ? Math.max(at - now, 0) + 1_000 : DEFAULT_PAUSE_MS;
}
