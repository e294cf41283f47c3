// The role of a person in a repository, at most a minute old. Anything but a clear answer is `none`.

import type { Permission, Standing } from "../../domain/authority.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { Clock } from "../../ports/clock.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";
import { isNotFound } from "../http/map-error.ts";

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
  readonly #known = new Lru<{ readonly standing: Standing; readonly until: number }>(PEOPLE);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async of(api: GithubApi, repository: Repository, login: string): Promise<Standing> {
    const name = `${repository.account}/${repository.owner}/${repository.name}/${login.toLowerCase()}`;
    const known = this.#known.get(name);
    if (known !== undefined && this.#clock.now() < known.until) return known.standing;
    const until = this.#clock.now() + LIFETIME_MS;
    const standing = await ask(api, repository, login);
    if (standing === "unreadable") return NOBODY;
    this.#known.set(name, { standing, until });
    return standing;
  }
}

const NOBODY: Standing = { permission: "none", id: null };

/** The documented answer holds the role's name and the whole user. */
interface Reply {
  readonly role_name: string;
  readonly user: { readonly id: number } | null;
}

async function ask(api: GithubApi, repository: Repository, login: string): Promise<Standing | "unreadable"> {
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  try {
    const parameters = { owner: repository.owner, repo: repository.name, username: login };
    const { role_name: role, user } = await api.get<Reply>(route, parameters);
    // A custom role has a name of its own; what it may do cannot be told from that.
    return { permission: isPermission(role) ? role : "none", id: user?.id ?? null };
  } catch (error) {
    return isNotFound(error) ? NOBODY : "unreadable";
  }
}

function isPermission(role: string): role is Permission {
  return ROLES.has(role);
}
