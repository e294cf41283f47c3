// Who may come in and what for: installation tokens, what an installation sees, the role of a person, and the
// writes that the emulator would allow to strangers.

import { randomBytes } from "node:crypto";
import type { Host } from "../../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  notFound,
  param,
  problem,
  type Route,
  route,
} from "../../host/http.ts";
import { mayTriage, mayWrite, type Role } from "../../host/principals.ts";

/** The two-step scale of old; `role_name` is the one to ask. */
const LEGACY: Readonly<Record<Role, string>> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

export function accessRoutes(host: Host): readonly Route[] {
  return [
    route("GET", "/meta", async () => meta(host)),
    route("POST", "/app/installations/:id/access_tokens", (request) => mint(host, request)),
    route("GET", "/installation/repositories", (request) => repositories(host, request)),
    route("GET", `${host.base}/collaborators/:login/permission`, (request) => permission(host, request)),
  ];
}

/** Only a server tells its version. */
function meta({ refusals: { server } }: Host): Answer {
  const told = server === null ? {} : { installed_version: server };
  return { status: 200, body: { verifiable_password_authentication: false, ...told } };
}

async function mint(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status === 201 && request.who.kind === "app") {
    const given = answer.body as { readonly token: string };
    const app = host.apps.get(request.who.slug);
    const { renewed } = host;
    const token = newToken(app?.appId ?? 0);
    const next = app === undefined || renewed === null ? null : () => renewed(app);
    host.principals.register(token, { ...request.who, kind: "installation" }, given.token, next);
    return { ...answer, body: { ...given, token } };
  }
  return answer;
}

/** Of the shape that GitHub gives since 2026: `ghs_<app>_<JWT>`, some 520 characters. */
function newToken(app: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = part({ jti: randomBytes(48).toString("hex"), iat: Math.floor(Date.now() / 1_000) });
  return `ghs_${app}_${part({ alg: "RS256", typ: "JWT" })}.${claims}.${randomBytes(225).toString("base64url")}`;
}

async function repositories(host: Host, request: FrontRequest): Promise<Answer> {
  if (request.who.kind !== "installation") {
    return problem(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  }
  const repository = await host.upstream.read(host.base);
  const page = Number(new URLSearchParams(request.search).get("page") ?? 1);
  return {
    status: 200,
    body: { total_count: 1, repository_selection: "all", repositories: page === 1 ? [repository] : [] },
  };
}

/** On a public repository everybody can read; nobody without an account has a role. */
async function permission(host: Host, request: FrontRequest): Promise<Answer> {
  if (!mayWrite(request.who)) return problem(403, "Must have push access to view collaborator permission.");
  const login = param(request, "login");
  const user = await host.upstream.read<{ type: string }>(`/users/${encodeURIComponent(login)}`);
  if (user === null) return problem(404, `${login} is not a user`);
  const given = host.people.get(login) ?? "none";
  const role = given === "none" ? "read" : given;
  return { status: 200, body: { permission: LEGACY[role], role_name: role, user } };
}

/** Writes that need a role on the repository; the emulator lets every account do them. */
const NEEDS: readonly (readonly [RegExp, "triage" | "write"])[] = [
  [/^(POST|PUT|DELETE) .*\/issues\/\d+\/(labels|assignees|lock)/, "triage"],
  [/^(POST|PATCH|DELETE) .*\/labels(\/[^/]+)?$/, "write"],
  [/^(POST|PATCH|PUT) .*\/pulls(\/\d+(\/(merge|update-branch))?)?$/, "write"],
  [/^POST .*\/merges$/, "write"],
];

/** The refusal of a write that a person has no right to, or null. */
export function forbidden(request: Pick<FrontRequest, "method" | "path" | "who">): Answer | null {
  if (request.method !== "GET" && request.who.kind === "anonymous")
    return problem(401, "Requires authentication");
  if (request.who.kind !== "person") return null;
  const line = `${request.method} ${request.path}`;
  const need = NEEDS.find(([pattern]) => pattern.test(line))?.[1];
  if (need === "triage" && !mayTriage(request.who))
    return problem(403, "Must have admin rights to Repository.");
  if (need === "write" && !mayWrite(request.who)) return notFound();
  return null;
}
