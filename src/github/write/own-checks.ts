// Writes the app's own checks. A courtesy: where GitHub will not have one, nothing else must suffer, and where its owner
// did not grant them it is not asked again all the time.

import { Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CheckWritten, OwnCheckRequest } from "../../ports/forge/changes.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { statusOf } from "../http/map-error.ts";

/** How long a refusal is believed: new permissions are accepted seldom. */
const REFUSED_MS = 60 * 60_000;
const REPOSITORIES = 10_000;

export class OwnChecks {
  readonly #clock: Clock;
  readonly #refusedUntil = new Lru<number>(REPOSITORIES);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async write(
    api: GithubApi,
    { account, owner, name: repo }: Repository,
    { head, name, conclusion, title, summary, buttons, externalId }: OwnCheckRequest,
  ): Promise<CheckWritten> {
    const place = `${account}/${owner}/${repo}`;
    if (this.#clock.now() < (this.#refusedUntil.get(place) ?? 0)) return "not allowed";
    try {
      await api.write("POST /repos/{owner}/{repo}/check-runs", {
        ...{ owner, repo, name, head_sha: head, status: "completed", conclusion, external_id: externalId },
        output: { title, summary },
        actions: buttons,
      });
      return "written";
    } catch (error) {
      if (!(error instanceof Terminal)) throw error;
      // 422 "No commit found for SHA" and the like are about this check alone; the branch moves on.
      if (![403, 404].includes(statusOf(error) ?? 0)) return "not now";
      this.#refusedUntil.set(place, this.#clock.now() + REFUSED_MS);
      return "not allowed";
    }
  }
}
