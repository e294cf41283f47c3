// Writes the app's own checks. A courtesy: where GitHub will not have one, nothing else must suffer, and where its owner
// did not grant them it is not asked again all the time.

import { Terminal } from "../../domain/errors.ts";
import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CheckWritten, OwnCheckRequest } from "../../ports/forge/changes.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { statusOf, typesOf } from "../http/map-error.ts";

/** How long a refusal is believed: new permissions are accepted seldom. */
const REFUSED_MS = 60 * 60_000;
const REPOSITORIES = 10_000;
/** What GraphQL says where the permission was not granted; `NOT_FOUND` it says of a commit, too. */
const NOT_GRANTED: ReadonlySet<string> = new Set(["FORBIDDEN", "INSUFFICIENT_SCOPES"]);

export class OwnChecks {
  readonly #clock: Clock;
  readonly #refusedUntil = new Lru<number>(REPOSITORIES);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Refused of late, and not asked for again. */
  isRefused(repository: Repository): boolean {
    return this.#clock.now() < (this.#refusedUntil.get(repositoryText(repository)) ?? 0);
  }

  /** What a failed write comes to; null: it is to be tried again. */
  refusal(repository: Repository, error: unknown): CheckWritten | null {
    if (!(error instanceof Terminal)) return null;
    // 422 "No commit found for SHA" and the like are about this check alone; the branch moves on.
    const isNotGranted =
      [403, 404].includes(statusOf(error) ?? 0) || typesOf(error).some((type) => NOT_GRANTED.has(type ?? ""));
    if (!isNotGranted) return "not now";
    this.#refusedUntil.set(repositoryText(repository), this.#clock.now() + REFUSED_MS);
    return "not allowed";
  }

  async write(
    api: GithubApi,
    repository: Repository,
    { head, name, conclusion, title, summary, buttons, externalId }: OwnCheckRequest,
  ): Promise<CheckWritten> {
    if (this.isRefused(repository)) return "not allowed";
    const { owner, name: repo } = repository;
    try {
      await api.write("POST /repos/{owner}/{repo}/check-runs", {
        ...{ owner, repo, name, head_sha: head, status: "completed", conclusion, external_id: externalId },
        output: { title, summary },
        actions: buttons,
      });
      return "written";
    } catch (error) {
      const refusal = this.refusal(repository, error);
      if (refusal === null) throw error;
      return refusal;
    }
  }
}
