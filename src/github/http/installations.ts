// The app's installations: which one a repository belongs to, and what its owner granted. At most a minute old, so that
// a sweep over an organisation asks once. For everybody outside of this folder an installation is an account.

import { Terminal } from "../../domain/errors.ts";
import type { AppAccess } from "../../domain/repository/readiness.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GithubApi } from "./api.ts";
import { Lru } from "./lru.ts";
import { isNotFound } from "./map-error.ts";

const LIFETIME_MS = 60_000;
const REMEMBERED = 1_000;

interface Reply {
  readonly id: number;
  readonly repository_selection: "all" | "selected";
  readonly permissions: Readonly<Record<string, string>>;
  readonly html_url: string;
}

/** What `Repository.account` calls an installation. */
export function accountOf(installation: number): string {
  return String(installation);
}

/** @throws Terminal when the account is none of GitHub's */
export function installationOf(account: string): number {
  if (!/^[1-9][0-9]{0,15}$/.test(account)) throw new Terminal("the account is no installation of the app");
  return Number(account);
}

export class Installations {
  readonly #app: GithubApi;
  readonly #clock: Clock;
  readonly #known = new Lru<{ readonly view: AppAccess; readonly until: number }>(REMEMBERED);

  /** @param app speaks for the app itself */
  constructor(app: GithubApi, clock: Clock) {
    this.#app = app;
    this.#clock = clock;
  }

  async of({ account }: Repository): Promise<AppAccess> {
    const known = this.#known.get(account);
    if (known !== undefined && this.#clock.now() < known.until) return known.view;
    const route = "GET /app/installations/{installation_id}";
    const reply = await this.#app.get<Reply>(route, { installation_id: installationOf(account) });
    const view: AppAccess = {
      selection: reply.repository_selection,
      granted: new Map(Object.entries(reply.permissions)),
      url: reply.html_url,
    };
    // The answer told the time, too: before the first one the machine's own may be off by days.
    this.#known.set(account, { view, until: this.#clock.now() + LIFETIME_MS });
    return view;
  }

  /** A name that differs in case only is that of the same repository. */
  async find(owner: string, name: string): Promise<Repository | "absent"> {
    try {
      const route = "GET /repos/{owner}/{repo}/installation";
      const { id } = await this.#app.get<Reply>(route, { owner, repo: name });
      return { account: accountOf(id), owner, name };
    } catch (error) {
      if (isNotFound(error)) return "absent";
      throw error;
    }
  }
}
