import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AutoloopError, Retryable } from "../../../src/domain/errors.ts";
import {
  isGone,
  isNotFound,
  mapError,
  type Operation,
  statusOf,
} from "../../../src/github/http/map-error.ts";
import { limitAhead } from "../../../src/github/http/pause.ts";

const NOW = Date.UTC(2026, 0, 1);
const SECRET = "ghs_canary";

/** The errors of @octokit/request and @octokit/graphql, as far as their public fields go. */
const request = { method: "POST", url: "https://x/y", headers: { authorization: `token ${SECRET}` } };

function answered(
  status: number,
  headers: Record<string, string> = {},
  data: object = {},
  url = "https://x/y",
) {
  const response = { status, url, headers, data };
  return Object.assign(new Error("told by the server"), { name: "HttpError", status, request, response });
}

function graphql(errors: readonly object[], headers: Record<string, string> = {}) {
  const facts = { name: "GraphqlResponseError", request, headers, errors, data: null, response: { errors } };
  return Object.assign(new Error("told by the server"), facts);
}

function kindOf(error: unknown, operation: Operation = "read"): string {
  const mapped = mapError(error, "POST /x", NOW, operation);
  return mapped instanceof AutoloopError ? mapped.kind : "passed through";
}

function pauseOf(error: unknown): number | undefined {
  const mapped = mapError(error, "POST /x", NOW);
  return mapped instanceof Retryable ? mapped.afterMs : Number.NaN;
}

describe("mapError", () => {
  it.each([
    [400, "terminal"],
    [401, "retryable"],
    [403, "terminal"],
    [404, "terminal"],
    [408, "retryable"],
    [409, "conflict"],
    [410, "terminal"],
    [413, "terminal"],
    [422, "terminal"],
    [429, "retryable"],
    [500, "retryable"],
    [502, "retryable"],
    [503, "retryable"],
  ])("calls a plain %i %s", (status, kind) => {
    expect(kindOf(answered(status))).toBe(kind);
  });

  it("calls a request without an answer retryable", () => {
    const reset = Object.assign(new Error("ECONNRESET"), { name: "HttpError", status: 500, request });
    expect(kindOf(reset)).toBe("retryable");
    expect(kindOf(Object.assign(new DOMException("aborted", "AbortError"), { status: 500 }))).toBe(
      "retryable",
    );
  });

  it("waits as long as a limit says", () => {
    const reset = String(NOW / 1_000 + 90);
    expect(pauseOf(answered(403, { "retry-after": "17" }))).toBe(17_000);
    expect(pauseOf(answered(429, { "retry-after": "17" }))).toBe(17_000);
    const moment = new Date(NOW + 9_000).toUTCString();
    expect(pauseOf(answered(403, { "retry-after": moment }))).toBe(9_000);
    expect(pauseOf(answered(403, { "retry-after": "soon" }))).toBe(60_000);
    expect(pauseOf(answered(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }))).toBe(91_000);
    expect(pauseOf(answered(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }))).toBe(1_000);
  });

  it.each(["0", "", "-5", "0.2", new Date(NOW - 9_000).toUTCString()])(
    "takes a refusal that asks to wait for no time at all (%j) for a limit that does not say how long",
    (after) => {
      expect(pauseOf(answered(403, { "retry-after": after }))).toBe(60_000);
      expect(pauseOf(answered(429, { "retry-after": after }))).toBe(60_000);
      const used = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 90) };
      expect(pauseOf(answered(403, { ...used, "retry-after": after }))).toBe(91_000);
    },
  );

  it("waits a minute for a limit that does not say how long", () => {
    const documentation_url =
      "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";
    expect(pauseOf(answered(429))).toBe(60_000);
    expect(pauseOf(answered(403, { "x-ratelimit-remaining": "4000" }, { documentation_url }))).toBe(60_000);
    expect(pauseOf(graphql([{ type: "RATE_LIMITED" }]))).toBe(60_000);
    expect(pauseOf(graphql([{ type: "RATE_LIMIT" }]))).toBe(60_000);
    expect(pauseOf(graphql([{ type: "NOT_FOUND" }, { type: "RATE_LIMIT_EXCEEDED" }]))).toBe(60_000);
  });

  it("does not take a refusal for a limit because the hour is nearly used up", () => {
    expect(kindOf(answered(403, { "x-ratelimit-remaining": "1" }))).toBe("terminal");
    expect(kindOf(answered(422, { "x-ratelimit-remaining": "0" }))).toBe("terminal");
  });

  it.each([
    ["STALE_DATA", "conflict"],
    ["NOT_FOUND", "terminal"],
    ["FORBIDDEN", "terminal"],
    ["UNPROCESSABLE", "terminal"],
    ["SOMETHING_NEW", "retryable"],
    [undefined, "retryable"],
  ])("goes by the GraphQL type %s: %s", (type, kind) => {
    expect(kindOf(graphql([{ type, message: "whatever it says" }]))).toBe(kind);
  });

  it.each([
    ["STALE_DATA", "conflict"],
    ["BRANCH_PROTECTION_RULE_VIOLATION", "terminal"],
    ["SOMETHING_NEW", "terminal"],
    ["INTERNAL", "retryable"],
    ["TIMEOUT", "retryable"],
    [undefined, "retryable"],
  ])("takes a no to an order for a refusal unless its kind passes: %s is %s", (type, kind) => {
    expect(kindOf(graphql([{ type, message: "whatever it says" }]), "write")).toBe(kind);
    const both = [{ message: "Something went wrong" }, { type, message: "whatever it says" }];
    expect(kindOf(graphql(both), "write")).toBe(kind);
  });

  it.each([
    [401, "retryable"],
    [403, "terminal"],
    [409, "terminal"],
    [410, "terminal"],
    [422, "terminal"],
    [429, "retryable"],
    [502, "retryable"],
  ])("calls a %i to an order %s: whether somebody was faster it cannot tell", (status, kind) => {
    expect(kindOf(answered(status), "write")).toBe(kind);
  });

  it.each([
    [{ message: "Not Found" }, "Not Found"],
    [{ message: "Rule violations found\n\nCannot update.\n\n" }, "Rule violations found Cannot update."],
    [
      { message: "Invalid", errors: [{ code: "x", message: "No drafts." }, "Plain", 7] },
      "Invalid No drafts. Plain",
    ],
    [{ message: "Same", errors: [{ message: "Same" }] }, "Same"],
    [{ message: "x".repeat(400) }, `${"x".repeat(299)}…`],
    [{ message: " ", errors: "odd" }, null],
    [{}, null],
  ])("hands on what GitHub says to people, in one bounded line: %j", (data, said) => {
    expect(mapError(answered(422, {}, data), "POST /x", NOW, "write")).toMatchObject({ said });
  });

  it("hands on what a GraphQL error says, too", () => {
    const refused = graphql([
      { type: "FORBIDDEN", message: "No." },
      { type: "FORBIDDEN", message: "Never." },
    ]);
    expect(mapError(refused, "mutation X", NOW, "write")).toMatchObject({ said: "No. Never." });
  });

  it("calls a wrong document terminal", () => {
    expect(kindOf(graphql([{ extensions: { code: "undefinedField" }, message: "no such field" }]))).toBe(
      "terminal",
    );
  });

  it("lets bugs and domain errors through as they are", () => {
    const bug = new TypeError("undefined is not a function");
    expect(mapError(bug, "POST /x", NOW)).toBe(bug);
    const known = new Retryable("known");
    expect(mapError(known, "POST /x", NOW)).toBe(known);
  });

  it("keeps the facts and nothing of the request", () => {
    const documentation_url = "https://docs.github.com/rest";
    const mapped = mapError(
      answered(403, { "x-github-request-id": "AB:1" }, { documentation_url }),
      "POST /x",
      NOW,
    );
    expect(mapped).toMatchObject({
      message: "POST /x: 403",
      cause: { status: 403, requestId: "AB:1", documentationUrl: documentation_url },
    });
    for (const error of [answered(500), graphql([{ type: "FORBIDDEN" }])]) {
      const shown = inspect(mapError(error, "POST /x", NOW), { depth: 10, showHidden: true });
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain("told by the server");
    }
  });
});

describe("isGone", () => {
  it("is what was there and never will be again", () => {
    expect(isGone(mapError(answered(410), "DELETE /x", NOW, "write"))).toBe(true);
    expect(isGone(mapError(answered(404), "DELETE /x", NOW, "write"))).toBe(false);
  });
});

describe(() => {
  const reset = String(NOW / 1_000 + 90);

  it.each([
    ["more requests", { "x-ratelimit-remaining": "1", "x-ratelimit-reset": reset }, null],
    ["no limits", {}, null],
    ["a time to wait", { "retry-after": "17" }, { limit: "secondary", ms: 17_000 }],
    ["a moment", { "retry-after": new Date(NOW + 9_000).toUTCString() }, { limit: "secondary", ms: 9_000 }],
    ["no time to wait", { "retry-after": "0" }, null],
    ["a date that is no number", { "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" }, null],
    [
      "no more requests",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
      { limit: "primary", ms: 91_000 },
    ],
    ["none, and no time", { "x-ratelimit-remaining": 0 }, { limit: "primary", ms: 60_000 }],
  ])("reads %s", (_, headers, ahead) => {
    expect(limitAhead(headers, NOW)).toEqual(ahead);
  });
});

describe("isNotFound", () => {
  it("is true of an answer and false of a token that could not be had", () => {
    expect(isNotFound(mapError(answered(404), "GET /x", NOW))).toBe(true);
    const token = "https://api.github.com/app/installations/7/access_tokens";
    const unauthenticated = mapError(answered(404, {}, {}, token), "GET /x", NOW);
    expect(unauthenticated).toMatchObject({ kind: "dormant" });
    expect(mapError(answered(403, {}, {}, token), "GET /x", NOW)).toMatchObject({ kind: "dormant" });
    expect(mapError(answered(401, {}, {}, token), "GET /x", NOW)).toMatchObject({ kind: "retryable" });
    expect(isNotFound(unauthenticated)).toBe(false);
    expect(statusOf(unauthenticated)).toBeNull();
  });
});
