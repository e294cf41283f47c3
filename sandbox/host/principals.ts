// Who sent a request: a person, an app by its JWT, or an app as one of its installations. Tokens are known only
// because they were seeded or minted here; anything else is refused, as GitHub does.

/** `role_name` on the repository; `none` is everybody who was given nothing. */
export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";

export type Access = "read" | "write";

/** What an app was granted on the repository, by GitHub's names such as `pull_requests`. */
export type Permissions = Readonly<Record<string, Access>>;

interface Application {
  readonly slug: string;
  readonly permissions: Permissions;
}

export type Principal =
  | { readonly kind: "person"; readonly login: string; readonly role: Role }
  | ({ readonly kind: "app" } & Application)
  | ({ readonly kind: "installation" } & Application)
  | { readonly kind: "anonymous" };

/** Login that GitHub's REST API shows for what this principal does. */
export function loginOf(who: Principal): string {
  switch (who.kind) {
    case "person":
      return who.login;
    case "anonymous":
      return "ghost";
    default:
      return `${who.slug}[bot]`;
  }
}

/** May push; installations may, their permissions are checked by the emulator. */
export function mayWrite(who: Principal): boolean {
  if (who.kind === "person") return ["write", "maintain", "admin"].includes(who.role);
  return who.kind === "installation";
}

/** May label, close and edit what others wrote. */
export function mayTriage(who: Principal): boolean {
  return mayWrite(who) || (who.kind === "person" && who.role === "triage");
}

/** Everybody may read a public repository; an app only what it was granted, so that a missing grant shows. */
export function holds(who: Principal, permission: string, access: Access): boolean {
  if (who.kind === "app") return false;
  if (who.kind !== "installation") return access === "read" || mayWrite(who);
  const granted = who.permissions[permission];
  return granted === "write" || granted === access;
}

/** The next token by which the emulator knows somebody. */
export type NextToken = () => Promise<string>;

/**
 * Requests of a caller before the emulator is shown another token of the same one. The emulator stops a token after 5,000
 * requests an hour, and the front asks it up to nine times for one request.
 */
const REQUESTS_PER_TOKEN = 500;

/** How the emulator is asked on behalf of one caller. */
interface Alias {
  token: string;
  requests: number;
  /** Null: the emulator's limit is the caller's. */
  readonly next: NextToken | null;
}

export class Principals {
  readonly #tokens = new Map<string, Principal>();
  readonly #aliases = new Map<string, Alias>();
  readonly #apps: ReadonlyMap<number, Application>;

  /** @param apps by app id */
  constructor(apps: ReadonlyMap<number, Application>) {
    this.#apps = apps;
  }

  /**
   * @param alias the token by which the emulator knows it at first
   * @param next where there are more; null: it has this one alone
   */
  register(token: string, who: Principal, alias: string, next: NextToken | null): void {
    this.#tokens.set(token, who);
    this.#aliases.set(token, { token: alias, requests: 0, next });
  }

  /** The header with a token by which the emulator knows who asks. */
  async upstream(authorization: string | undefined): Promise<string | undefined> {
    const [scheme, token = ""] = authorization?.trim().split(/\s+/) ?? [];
    const alias = this.#aliases.get(token);
    if (alias === undefined) return authorization;
    alias.requests += 1;
    if (alias.next !== null && alias.requests % REQUESTS_PER_TOKEN === 0) alias.token = await alias.next();
    return `${scheme} ${alias.token}`;
  }

  /** Null: a token that nobody was given ("Bad credentials"). */
  identify(authorization: string | undefined): Principal | null {
    const token = authorization?.replace(/^(bearer|token)\s+/i, "").trim();
    if (!token) return { kind: "anonymous" };
    if (token.startsWith("eyJ")) return this.#appOf(token);
    return this.#tokens.get(token) ?? null;
  }

  /** The signature is the emulator's to check; here only the claimed issuer counts. */
  #appOf(jwt: string): Principal | null {
    const claim = /"iss"\s*:\s*"?(\d+)/.exec(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
    const app = this.#apps.get(Number(claim?.[1]));
    return app === undefined ? null : { kind: "app", slug: app.slug, permissions: app.permissions };
  }
}
