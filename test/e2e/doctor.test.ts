// `autoloop doctor` as a person runs it: a process with the app's environment, asking a local GitHub.

import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";

const COMMAND = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
/** A slow machine needs seconds to start a process. */
const LONG_MS = 60_000;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ ci: "off" });
}, LONG_MS);
afterAll(() => sandbox.close());

/** In a directory without a file `.env`, with nothing but these variables. */
function run(args: readonly string[], change: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH ?? "",
    APP_ID: String(sandbox.appId),
    PRIVATE_KEY: sandbox.privateKey,
    WEBHOOK_SECRET: sandbox.webhookSecret,
    GITHUB_API_URL: sandbox.url,
    AUTOLOOP_EXECUTOR: "local",
    AUTOLOOP_ISOLATION: "none",
    ...change,
  };
  const options = { env, cwd: mkdtempSync(join(tmpdir(), "autoloop-doctor-")) };
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, "doctor", ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** State by check. */
function statesIn({ out }: Ended): Readonly<Record<string, string>> {
  const { checks } = JSON.parse(out) as { checks: readonly { check: string; state: string }[] };
  return Object.fromEntries(checks.map(({ check, state }) => [check, state]));
}

describe("autoloop doctor", () => {
  it(
    "says what is missing, and answers 0 once it is there",
    async () => {
      const before = await run(["acme/carton", "--json"]);
      expect([before.code, before.err]).toEqual([1, ""]);
      expect(statesIn(before)).toEqual({
        ...{ permissions: "ready", label: "missing", ci: "missing", memory: "ready", branches: "ready" },
        ...{ workflow: "not needed", actions: "not needed", secret: "not needed" },
        ...{ agent: "ready", key: "not needed", isolation: "not needed" },
      });
      const person = sandbox.api(sandbox.tokens.maintainer);
      const base = "/repos/acme/carton";
      await person("POST", `${base}/labels`, { name: "autoloop-program" });
      const { body } = await person<{ object: { sha: string } }>("GET", `${base}/git/ref/heads/main`);
      await sandbox.api(sandbox.tokens.ci)("POST", `${base}/check-runs`, {
        ...{ name: "test", head_sha: body.object.sha, status: "completed", conclusion: "success" },
      });
      const after = await run(["acme/carton"]);
      expect([after.code, after.err]).toEqual([0, ""]);
      expect(after.out).toMatch(/^acme\/carton: nothing is missing\n/);
      // Nothing that could isolate is found there.
      const open = await run(["acme/carton", "--json"], { AUTOLOOP_ISOLATION: "auto", PATH: "/nonexistent" });
      expect([open.code, statesIn(open).isolation]).toEqual([1, "missing"]);
    },
    LONG_MS,
  );

  it(
    "says of the agent that the repository asks for whether this machine has its command and its key",
    async () => {
      const person = sandbox.api(sandbox.tokens.maintainer);
      const path = "/repos/acme/carton/contents/.github/autoloop.yml";
      const { body: file } = await person<{ sha: string }>("GET", path);
      const content = Buffer.from("agent: claude\n").toString("base64");
      await person("PUT", path, { message: "Another agent", content, sha: file.sha });
      const bare = await run(["acme/carton", "--json"], { PATH: "/nonexistent" });
      expect([bare.code, statesIn(bare)]).toMatchObject([1, { agent: "missing", key: "missing" }]);
      const key = { AUTOLOOP_AGENT_ENV: "ANTHROPIC_API_KEY", ANTHROPIC_API_KEY: "a-key-of-nobody" };
      const bin = mkdtempSync(join(tmpdir(), "autoloop-doctor-"));
      writeFileSync(join(bin, "claude"), "", { mode: 0o755 });
      const whole = await run(["acme/carton", "--json"], { ...key, PATH: bin });
      expect(statesIn(whole)).toMatchObject({ agent: "ready", key: "ready" });
    },
    LONG_MS,
  );

  it(
    "says that the app is not installed, what it cannot ask, and what is wrong with its environment",
    async () => {
      const absent = await run(["acme/other"]);
      expect([absent.code, absent.out]).toEqual([1, expect.stringContaining("not installed")]);
      const nobody = await run(["acme/carton"], { GITHUB_API_URL: "http://127.0.0.1:9" });
      expect([nobody.code, nobody.out]).toEqual([2, ""]);
      expect(nobody.err).toMatch(/^autoloop doctor: GET /);
      const secret = await run(["acme/carton"], { WEBHOOK_SECRET: "" });
      expect([secret.code, secret.out]).toEqual([2, ""]);
      expect(secret.err).toContain("WEBHOOK_SECRET is missing");
      expect((await run([])).code).toBe(2);
    },
    LONG_MS,
  );
});
