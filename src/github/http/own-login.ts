// Whom the app speaks as. Asks the host; never guesses.

import { Terminal } from "../../domain/errors.ts";
import type { GithubApi } from "./api.ts";
import { statusOf } from "./map-error.ts";

interface Reply {
  readonly slug?: unknown;
}

/**
 * GitHub calls an app's own account by its slug (docs: "Get the authenticated app").
 * @param app speaks for the app itself
 * @throws Terminal for an answer that names nobody, besides what every request throws
 */
export async function ownLogin(app: GithubApi): Promise<string> {
  const { slug } = await app.get<Reply>("GET /app", {});
  if (typeof slug !== "string") throw new Terminal("GET /app: no slug");
  return `${slug}[bot]`;
}

/** GitHub answered, and knows no app with this id and key (401: the key does not fit; 404: no such app). */
export function isUnknownApp(error: unknown): boolean {
  const status = statusOf(error);
  return status === 401 || status === 404;
}
