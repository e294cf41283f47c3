// Waiting in end-to-end tests: the world is looked at until it is as it has to be. No test sleeps for a guess.

const POLL_MS = 100;

/**
 * Looks until something is found, and gives it back.
 * @param what the wanted, in words for the failure
 * @param found what was found; null, undefined and false: not yet
 * @param ms how long at most; generous, because a busy machine is no failure
 */
export async function until<T>(
  what: string | (() => string),
  found: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  ms = 90_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await found();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline)
      throw new Error(`Not within ${ms / 1_000} s: ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
