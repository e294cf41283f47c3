// Owns what a Redis URL may be, and what of it is secret. Connects to nothing.

/** A host is needed; everything else has a default. */
export function isRedisUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, pathname, hash } = new URL(given);
  return /^rediss?:$/.test(protocol) && hostname !== "" && /^(?:\/\d{0,5})?$/.test(pathname) && hash === "";
}

/** What must not be seen in a log: the URL, and its password as it is written there and as it is meant. */
export function redisSecrets(url: string | null): readonly string[] {
  const password = url === null ? "" : new URL(url).password;
  return url === null || password === "" ? [] : [url, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
