// The words in which the local GitHub's front speaks HTTP: one request, one answer, one route, one error body.
// Never touches a socket and knows no resource.

import type { Principal } from "./principals.ts";

export interface FrontRequest {
  readonly method: string;
  /** Without `/api/v3` and without the query; still percent-encoded. */
  readonly path: string;
  /** With its leading `?`, or empty. */
  readonly search: string;
  /** Of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body; an empty object where there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly who: Principal;
  /** The `Authorization` header as it came. */
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly status: number;
  /** JSON to send; absent for an answer without content. */
  readonly body?: unknown;
  readonly link?: string | undefined;
  /** Where a redirect leads. */
  readonly location?: string;
  /** More than every answer has, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: FrontRequest) => Promise<Answer>;

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: Handler;
}

/** `:name` matches one segment, `*name` the rest of the path. */
export function route(method: string, path: string, handle: Handler): Route {
  const source = path.replace(/:(\w+)/g, "(?<$1>[^/]+)").replace(/\*(\w+)/g, "(?<$1>.+)");
  return { method, pattern: new RegExp(`^${source}$`), handle };
}

/** The routes' answer to one request, or null where none of them knows its path. */
export function matching(
  routes: readonly Route[],
  request: Omit<FrontRequest, "params">,
): Promise<Answer> | null {
  for (const { method, pattern, handle } of routes) {
    const found = method === request.method ? pattern.exec(request.path) : null;
    if (found === null) continue;
    const params = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return handle({ ...request, params });
  }
  return null;
}

/** One entry of a 422 body's `errors`. */
export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
}

/** An error body as GitHub words it. */
export function problem(status: number, message: string, errors?: readonly FieldError[]): Answer {
  const documentation_url = "https://docs.github.com/rest";
  return { status, body: { message, ...(errors && { errors }), documentation_url, status: String(status) } };
}

export function invalid(...errors: readonly FieldError[]): Answer {
  return problem(422, "Validation Failed", errors);
}

export const notFound = (): Answer => problem(404, "Not Found");

/** A part of the path that the route named. */
export function param(request: FrontRequest, name: string): string {
  return request.params[name] ?? "";
}

/** A text field of a JSON body, or null. */
export function text(body: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = body[field];
  return typeof value === "string" ? value : null;
}

/** GitHub's times have whole seconds; the emulator's have milliseconds. Works on JSON text. */
export function wholeSeconds(json: string): string {
  return json.replace(
    /"(\w+_at|date|\w+(?:At|Date))":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z"/g,
    '"$1":"$2Z"',
  );
}
