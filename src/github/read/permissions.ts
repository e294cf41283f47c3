// The role of a person in a repository, at most a minute old. What cannot be read is unknown, never `none`: it is thrown.

import type { Permission, Standing } from "../../domain/authority.ts";
import { Retryable } from "../../domain/errors.ts";
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
    const standing = await ask(api, repository, login);
    // The answer told the time, too: before the first one the machine's own may be off by days.
    this.#known.set(name, { standing, until: this.#clock.now() + LIFETIME_MS });
    return standing;
  }
}

const NOBODY: Standing = { permission: "none", id: null };

/** The documented answer holds the role's name, the whole user and the role that a custom one is based on. */
interface Reply {
  readonly permission?: string;
  /** Not from every GitHub Enterprise Server. */
  readonly role_name?: string;
  readonly user?: { readonly id: number } | null;
}

/** @throws AutoloopError where the host gives no answer, except for 404: nobody of that name has anything to do here */
async function ask(api: GithubApi, repository: Repository, login: string): Promise<Standing> {
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  try {
    const parameters = { owner: repository.owner, repo: repository.name, username: login };
    const { role_name: role, permission: base, user } = await api.get<Reply>(route, parameters);
    // A custom role has a name of its own; what it may do at least is told by its base.
    // An answer that tells no role at all, as of a proxy in between, is none: nobody is refused for it.
    if (typeof role !== "string" && typeof base !== "string")
      throw new Retryable(`${route}: the answer tells no role`);
    const permission = [role, base].find(isPermission) ?? "none";
    return { permission, id: user?.id ?? null };
  } catch (error) {
    if (isNotFound(error)) return NOBODY;
    throw error;
  }
}

function isPermission(role: string | undefined): role is Permission {
  return role !== undefined && ROLES.has(role);
}
