// Where an order goes that GitHub answers with a redirect: to the same place by the same method, or nowhere. A client that
// follows by itself sends a GET instead (RFC 9110, 15.4.2), whose answer looks as if something had been made.

import { Terminal } from "../../domain/errors.ts";
import type { Answer } from "./octokit.ts";

interface Order {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * The order anew, at the address that it was sent to; null: this is no redirect.
 * @param route such as `POST /repos/{owner}/{repo}/labels`
 * @throws Terminal where it leads to another host, or nowhere: the token is for GitHub alone
 */
export function redirected(
  route: string,
  parameters: Order["parameters"],
  { status, headers, url }: Answer,
): Order | null {
  if (status < 300) return null;
  const from = url === undefined || !URL.canParse(url) ? null : new URL(url);
  const { location } = headers;
  const isAddress = from !== null && typeof location === "string" && URL.canParse(location, from.href);
  const to = isAddress ? new URL(location, from) : null;
  if (from === null || to === null || to.origin !== from.origin)
    throw new Terminal(`${route}: answered with ${status}, which leads nowhere`);
  const [method = ""] = route.split(" ", 1);
  const inPath = new Set(Array.from(route.matchAll(/\{([^}]+)\}/g), ([, name]) => name));
  return {
    route: `${method} ${to.href.replaceAll("{", "%7B").replaceAll("}", "%7D")}`,
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => !inPath.has(name))),
  };
}
