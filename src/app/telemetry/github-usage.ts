// What was used of GitHub's limits, told from the requests that were sent. Counts for people only: who keeps to the limits
// is the limiter.

import type { Sent } from "../../github/http/octokit.ts";
import type { Clock } from "../../ports/clock.ts";

const HOUR_MS = 60 * 60_000;
/** The limits that GitHub names and the app can meet (header `x-ratelimit-resource`). */
const RESOURCES = ["core", "graphql"] as const;

type Resource = (typeof RESOURCES)[number];

interface GithubUsage {
  sent(sent: Sent): void;
  /** Writes within the last hour, of the installation that has most. */
  busiestWrites(): number;
  /** What is left of each limit, of the installation that has least. A limit that nobody met lately is not in it. */
  left(): ReadonlyMap<Resource, number>;
}

export function createGithubUsage(clock: Pick<Clock, "now">): GithubUsage {
  /** When each installation wrote, oldest first. */
  const writes = new Map<number, readonly number[]>();
  const limits = new Map<
    string,
    { readonly resource: Resource; readonly left: number; readonly until: number }
  >();
  const lately = (times: readonly number[] = []) => times.filter((time) => time > clock.now() - HOUR_MS);
  return {
    sent: ({ kind, installation, headers }) => {
      if (installation === null) return;
      if (kind === "write") writes.set(installation, [...lately(writes.get(installation)), clock.now()]);
      const resource = RESOURCES.find((one) => one === headers["x-ratelimit-resource"]);
      const left = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
      const until = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000;
      if (resource !== undefined && left >= 0 && until > 0)
        limits.set(`${installation} ${resource}`, { resource, left, until });
    },
    busiestWrites: () => Math.max(0, ...[...writes.values()].map((times) => lately(times).length)),
    left: () => {
      const least = new Map<Resource, number>();
      for (const { resource, left, until } of limits.values()) {
        if (until > clock.now()) least.set(resource, Math.min(left, least.get(resource) ?? left));
      }
      return least;
    },
  };
}
