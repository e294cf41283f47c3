// A plain client for the sandbox's REST API, for whoever plays a person, and the way an app gets its token.

import { createSign } from "node:crypto";

export interface ApiAnswer<T> {
  readonly status: number;
  /** Parsed JSON; null where the answer had no content. */
  readonly body: T;
  readonly headers: Headers;
}

/** A request with one token. Answers with any status; throws only where nothing answered. */
export type Api = <T = unknown>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer<T>>;

export function apiClient(url: string, token: string): Api {
  return async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const raw = await response.text();
    const parsed: unknown = raw === "" ? null : JSON.parse(raw);
    return { status: response.status, body: parsed as T, headers: response.headers };
  };
}

/** A token for one installation of an app, as GitHub gives it for a JWT signed with the app's key. */
export async function installationToken(
  url: string,
  app: { readonly appId: number; readonly installation: number },
  privateKey: string,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  const unsigned = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iss: String(app.appId), iat: now - 60, exp: now + 540 })}`;
  const jwt = `${unsigned}.${createSign("RSA-SHA256").update(unsigned).sign(privateKey, "base64url")}`;
  const path = `/app/installations/${app.installation}/access_tokens`;
  const answer = await apiClient(url, jwt)<{ token: string }>("POST", path, {});
  if (answer.status !== 201) throw new Error(`No installation token: ${answer.status}`);
  return answer.body.token;
}
