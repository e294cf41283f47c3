// A repository that was renamed or transferred: GitHub sends what comes to its old name on to the address by its id, writes
// and reads alike.

import type { Host } from "./host.ts";
import type { Answer, FrontRequest } from "./http.ts";

/** The address of the sandbox's one repository that stays. */
const BY_ID = "/repositories/1";

/** The path by name of what was asked by id. */
export function byName({ base }: Pick<Host, "base">, path: string): string {
  return path.replace(new RegExp(`^${BY_ID}(?=/|$)`), base);
}

/**
 * The redirect of a write to where the repository is now, or null.
 * @param asked the path as it came
 */
export function sentOn(
  { url, base, refusals }: Host,
  { method }: FrontRequest,
  asked: string,
): Answer | null {
  const rest = asked.startsWith(`${base}/`) ? asked.slice(base.length) : null;
  if (!refusals.moved || rest === null || method === "GET") return null;
  const location = `${url}${BY_ID}${rest}`;
  return { status: 301, location, body: { message: "Moved Permanently", url: location } };
}
