// The app's installations: which one a repository belongs to, and what its owner granted. At most a minute old, so that
// a sweep over an organisation asks once.

import type { InstallationView } from "../../domain/repository/readiness.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Repository } from "../../ports/forge.ts";
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

export class Installations {
  readonly #app: GithubApi;
  readonly #clock: Clock;
  readonly #known = new Lru<{ readonly view: InstallationView; readonly until: number }>(REMEMBERED);

  /** @param app speaks for the app itself */
  constructor(app: GithubApi, clock: Clock) {
    this.#app = app;
    this.#clock = clock;
  }

  async of({ installation }: Repository): Promise<InstallationView> {
    const known = this.#known.get(String(installation));
    if (known !== undefined && this.#clock.now() < known.until) return known.view;
    const until = this.#clock.now() + LIFETIME_MS;
    const route = "GET /app/installations/{installation_id}";
    const reply = await this.#app.get<Reply>(route, { installation_id: installation });
    const view: InstallationView = {
      selection: reply.repository_selection,
      granted: new Map(Object.entries(reply.permissions)),
      url: reply.html_url,
    };
    this.#known.set(String(installation), { view, until });
    return view;
  }

  /** A name that differs in case only is that of the same repository. */
  async find(owner: string, name: string): Promise<Repository | "absent"> {
    try {
      const route = "GET /repos/{owner}/{repo}/installation";
      const { id } = await this.#app.get<Reply>(route, { owner, repo: name });
      return { installation: id, owner, name };
    } catch (error) {
      if (isNotFound(error)) return "absent";
      throw error;
    }
  }
}
