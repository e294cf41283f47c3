// The port `Checkout` in two ways, and the read-only token that one of them needs. Which way a host gets is a
// setting, never guessed from an error.

import type { Repository } from "../../domain/repository/view.ts";
import type { Checkout } from "../../ports/checkout.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Blobs } from "../git/blobs.ts";
import type { Trees } from "../git/trees.ts";
import type { GithubApi } from "../http/api.ts";
import { installationOf } from "../http/installations.ts";
import { Lru } from "../http/lru.ts";
import { apiCheckout } from "./api-checkout.ts";
import { gitCheckout } from "./git-checkout.ts";

export interface Checkouts {
  /** By the git command; `webUrl` is where the host serves git, such as `https://github.com`, `searchPath` a `PATH`. */
  readonly overGit: (webUrl: string, searchPath: string) => Checkout;
  /** Through the API, for a host that serves no git; one request per file that is not known yet. */
  readonly overApi: () => Checkout;
}

/** A token is not used when it has less than this left. */
const MARGIN_MS = 10 * 60_000;
/** Repositories whose token is remembered. */
const TOKENS = 1_000;

/** @param app speaks for the app itself and may mint tokens */
export function checkouts(
  app: GithubApi,
  apiOf: (repository: Repository) => GithubApi,
  { blobs, trees }: { readonly blobs: Blobs; readonly trees: Trees },
  time: Pick<Clock, "now">,
): Checkouts {
  const tokens = new Lru<{ readonly token: string; readonly until: number }>(TOKENS);
  /** A token that can read the contents of this one repository and nothing else. */
  const readToken = async ({ account, owner, name }: Repository): Promise<string> => {
    const key = keyOf({ account, owner, name });
    const known = tokens.get(key);
    if (known !== undefined && time.now() < known.until) return known.token;
    const { data } = await app.write<{ token: string; expires_at: string }>(
      "POST /app/installations/{installation_id}/access_tokens",
      { installation_id: installationOf(account), repositories: [name], permissions: { contents: "read" } },
    );
    tokens.set(key, { token: data.token, until: Date.parse(data.expires_at) - MARGIN_MS });
    return data.token;
  };
  return {
    overGit: (webUrl, searchPath) => {
      const learn = trees.learn.bind(trees);
      const { materialise } = gitCheckout(webUrl, searchPath, readToken, learn);
      return {
        materialise: (repository, commit, directory) =>
          materialise(repository, commit, directory).catch((error: unknown) => {
            // It may have been the token, which somebody took back: git's exit code does not tell.
            tokens.delete(keyOf(repository));
            throw error;
          }),
      };
    },
    overApi: () => apiCheckout(apiOf, { blobs, trees }),
  };
}

function keyOf({ account, owner, name }: Repository): string {
  return `${account}/${owner}/${name}`;
}

/** Where a server shows pages and serves git, from the address of its REST API (`GITHUB_API_URL`). */
export function webUrlOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  // github.com and GitHub Enterprise Cloud with data residency; then GitHub Enterprise Server.
  const isServer = /\/api\/v3\/?$/.test(url.pathname);
  if (url.hostname.startsWith("api.") && !isServer)
    return `${url.protocol}//${url.host.slice("api.".length)}`;
  return `${url.origin}${url.pathname.replace(/\/api\/v3\/?$/, "").replace(/\/$/, "")}`;
}
