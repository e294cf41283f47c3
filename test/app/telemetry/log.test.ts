// What may and may not be read in a log.

import { describe, expect, it } from "vitest";
import { createLogger, logOver } from "../../../src/app/telemetry/log.ts";
import { scrubber } from "../../../src/text/format/scrub.ts";

const CANARY = "canary-9f86d081884c7d659a2f";
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${`${CANARY}\n`.repeat(3)}-----END RSA PRIVATE KEY-----`;
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMiJ9.c2lnbmF0dXJlLWNhbmFyeQ";
const MULTILINE = `first "line" of ${CANARY}\nsecond line`;

function world(format: "json" | "pretty", level: "debug" | "info" = "debug") {
  const lines: string[] = [];
  const logger = createLogger({
    level,
    format,
    scrub: scrubber([MULTILINE, CANARY, "short"]),
    write: (line) => lines.push(line),
  });
  return { logger, log: logOver(logger), lines };
}

/** `ghs_<app>_<JWT>`, some 520 characters. */
const INSTALLATION = `ghs_4242_${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString("base64url")}.${"a-_B".repeat(42)}.${"-Z_9".repeat(75)}`;

describe("scrubber", () => {
  const scrub = scrubber(["hunter2-hunter2", "abc"]);

  it.each([
    ["an installation token", `x ghs_${"a".repeat(36)} y`, "x [redacted] y"],
    ["one of the newer long tokens", `ghs_12_${"a".repeat(300)}.${"b".repeat(200)}`, "[redacted]"],
    ["one as GitHub gives them since 2026", `x ${INSTALLATION} y`, "x [redacted] y"],
    ["the first part of one that was cut off", `x ${INSTALLATION.slice(0, 90)}`, "x [redacted]"],
    [
      "one as git is given it",
      `Authorization: Basic ${Buffer.from(`x-access-token:${INSTALLATION}`).toString("base64")} y`,
      "Authorization: Basic [redacted] y",
    ],
    ["a personal token", `ghp_${"A1".repeat(18)}`, "[redacted]"],
    ["a fine-grained token", `github_pat_${"a_B1".repeat(10)}`, "[redacted]"],
    [
      "a token in a URL",
      `https://x-access-token:ghs_${"a".repeat(36)}@github.com/o/r`,
      "https://x-access-token:[redacted]@github.com/o/r",
    ],
    ["a JSON web token", `Bearer ${JWT}!`, "Bearer [redacted]!"],
    ["a basic credential", `authorization: basic ${"YWJj".repeat(8)}==`, "authorization: basic [redacted]"],
    ["a key", `a ${PEM} b`, "a [redacted] b"],
    ["a key with its line ends escaped", JSON.stringify(PEM), '"[redacted]"'],
    ["a key that was cut off", PEM.slice(0, 59), "[redacted]"],
    [
      "a key that was cut off within a line of JSON",
      `{"a":${JSON.stringify(PEM.slice(0, 60))},"b":1}\n`,
      '{"a":"[redacted]","b":1}\n',
    ],
    ["a key that was cut off at the end of a line", `a ${PEM.slice(0, 60)}\n`, "a [redacted]\n"],
    ["a key in base64", `a ${Buffer.from(PEM).toString("base64")} b`, "a [redacted] b"],
    ["a given value", "say hunter2-hunter2 twice: hunter2-hunter2", "say [redacted] twice: [redacted]"],
  ])("redacts %s", (_, text, expected) => {
    expect(scrub(text)).toBe(expected);
  });

  it("leaves ordinary words alone, also where a secret is too short to hide", () => {
    const text = "abc: the token ghost_writer of eyJust and a basic idea, -----BEGIN CERTIFICATE-----";
    expect(scrub(text)).toBe(text);
  });
});

describe("createLogger", () => {
  it.each(["json", "pretty"] as const)("lets no planted secret out in %s", (format) => {
    const { logger, log, lines } = world(format);
    const error = Object.assign(new Error(`failed with ${CANARY}`), {
      request: { headers: { authorization: CANARY } },
    });
    log.info(CANARY, { [CANARY]: CANARY, multiline: MULTILINE, pem: PEM, jwt: JWT });
    log.child({ token: `ghs_${"a".repeat(36)}` }).error("failed");
    logger.error(error);
    logger.warn({ err: new AggregateError([error], PEM), nested: { deep: [MULTILINE] } }, "nested");
    const output = lines.join("");
    expect(lines).toHaveLength(4);
    log.warn(`${"x".repeat(300)} ${INSTALLATION}`, { token: INSTALLATION });
    logger.error(new Error(`${"x".repeat(900)} ${INSTALLATION}`));
    expect(lines.splice(4).join("")).not.toMatch(/ghs_|eyJ|-Z_9/);
    for (const secret of ["canary", "second line", "ghs_", "BEGIN"]) expect(output).not.toContain(secret);
  });

  it("keeps what an error says and drops what it carries", () => {
    const { logger, lines } = world("json");
    const error = Object.assign(new Error("not found"), {
      status: 404,
      event: { payload: "x".repeat(100_000) },
    });
    logger.error(error, "while looking");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "error",
      msg: "while looking",
      err: { name: "Error", message: "not found", status: 404 },
    });
    expect(lines[0]?.length).toBeLessThan(1_000);
  });

  it("names a GraphQL request and writes nothing of what it carries", () => {
    const { logger, lines } = world("json");
    logger.debug({ query: "\n  query Look($n: Int!) { x }", variables: { body: "Hello" } }, "GitHub request");
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      ...{ level: "debug", time: expect.any(Number), query: "query Look", msg: "GitHub request" },
    });
  });

  it("writes a line that a person can read and that outside text cannot forge", () => {
    const { log, lines } = world("pretty");
    log.warn("odd\nname\u001b[2J\u009b", { login: "mo\nna\u001b[31m", issue: 3 });
    expect(lines[0]?.slice(9)).toBe('WARN  odd\\nname\\u001b[2J? login="mo\\nna\\u001b[31m" issue=3\n');
  });

  it("is silent below its level", () => {
    const { log, lines } = world("json", "info");
    log.debug("quiet");
    expect(lines).toEqual([]);
  });
});
