// The role of a person in a repository, at most a minute old. Anything but a clear answer is `none`.

import type { Permission } from "../domain/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Repository } from "../ports/forge.ts";
import type { GithubApi } from "./api.ts";
import { Lru } from "./lru.ts";
import { isNotFound } from "./map-error.ts";

/** How old a role may be when it is used. */
const LIFETIME_MS = 60_000;
/** People remembered over all repositories. */
const PEOPLE = 10_000;

const ROLES: ReadonlySet<string> = new Set<Permission>([
  "none",
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
]);

export class Permissions {
  readonly #clock: Clock;
  readonly #roles = new Lru<{ readonly role: Permission; readonly until: number }>(PEOPLE);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async of(api: GithubApi, repository: Repository, login: string): Promise<Permission> {
    const name = `${repository.installation}/${repository.owner}/${repository.name}/${login.toLowerCase()}`;
    const known = this.#roles.get(name);
    if (known !== undefined && this.#clock.now() < known.until) return known.role;
    const until = this.#clock.now() + LIFETIME_MS;
    const role = await ask(api, repository, login);
    if (role !== "unreadable") this.#roles.set(name, { role, until });
    return role === "unreadable" ? "none" : role;
  }
}

async function ask(
  api: GithubApi,
  repository: Repository,
  login: string,
): Promise<Permission | "unreadable"> {
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  try {
    const parameters = { owner: repository.owner, repo: repository.name, username: login };
    const { role_name: role } = await api.get<{ role_name: string }>(route, parameters);
    // A custom role has a name of its own; what it may do cannot be told from that.
    return isPermission(role) ? role : "none";
  } catch (error) {
    return isNotFound(error) ? "none" : "unreadable";
  }
}

function isPermission(role: string): role is Permission {
  return ROLES.has(role);
}
