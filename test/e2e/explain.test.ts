// `autoloop explain` as a person runs it: a process with the app's environment, asking a local GitHub.

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { program } from "../support/e2e/stage.ts";

const COMMAND = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
/** A slow machine needs seconds to start a process. */
const LONG_MS = 60_000;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ ci: "off" });
}, LONG_MS);
afterAll(() => sandbox.close());

/** In a directory without a file `.env`, with nothing but these variables. */
function run(args: readonly string[], change: Readonly<Record<string, string>> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), "autoloop-explain-"));
  const env = {
    PATH: process.env.PATH ?? "",
    APP_ID: String(sandbox.appId),
    PRIVATE_KEY: sandbox.privateKey,
    WEBHOOK_SECRET: sandbox.webhookSecret,
    GITHUB_API_URL: sandbox.url,
    AUTOLOOP_EXECUTOR: "local",
    ...change,
  };
  return new Promise<{ code: number; out: string; err: string; left: readonly string[] }>((resolve) => {
    execFile(process.execPath, [COMMAND, "explain", ...args], { env, cwd }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err, left: readdirSync(cwd) });
    });
  });
}

describe("autoloop explain", () => {
  it(
    "says rule by rule what would be done, and does nothing of it",
    async () => {
      const person = sandbox.api(sandbox.tokens.maintainer);
      const base = "/repos/acme/carton";
      await person("POST", `${base}/labels`, { name: "autoloop-program" });
      const { body: issue } = await person<{ number: number }>("POST", `${base}/issues`, {
        ...{ title: "Number", body: program(), labels: ["autoloop-program"] },
      });
      const branches = async () => (await person<readonly unknown[]>("GET", `${base}/branches`)).body;
      const comments = async () =>
        (await person<readonly unknown[]>("GET", `${base}/issues/${issue.number}/comments`)).body;
      const before = await branches();
      sandbox.resetRequests();

      const told = await run([`acme/carton#${issue.number}`, "--json"]);
      expect([told.code, told.err]).toEqual([0, ""]);
      const facts = JSON.parse(told.out) as {
        rules: { rule: string; events: string[]; actions: string[] }[];
      };
      expect(facts).toMatchObject({ found: true, program: "number", status: "not adopted", run: "absent" });
      const acting = facts.rules.filter(({ events, actions }) => events.length + actions.length > 0);
      expect(acting).toMatchObject([
        { rule: "adopt", events: ["program.adopted", "program.defined", "loop.start"] },
        { rule: "start", events: ["iteration.start"] },
        { rule: "dispatch", actions: ["run.start"] },
        { rule: "memory", actions: ["memory.commit"] },
        { rule: "acknowledge", actions: ["issue.react"] },
        { rule: "status", actions: ["comment.post"] },
      ]);
      const inWords = await run([`acme/carton#${issue.number}`]);
      expect(inWords.out).toMatch(/\n {2}dispatch +would start the baseline run of iteration 0 /);

      expect(sandbox.requests().writes).toBe(0);
      expect([await branches(), await comments()]).toEqual([before, []]);
      expect([told.left, inWords.left]).toEqual([[], []]);
    },
    LONG_MS,
  );

  it(
    "says that there is no such program, what it cannot ask, and how it is called",
    async () => {
      const absent = await run(["acme/carton#999"]);
      expect([absent.code, absent.out]).toEqual([1, expect.stringContaining("no such issue")]);
      const nobody = await run(["acme/carton#1"], { GITHUB_API_URL: "http://127.0.0.1:9" });
      expect([nobody.code, nobody.out]).toEqual([2, ""]);
      expect((await run(["acme/carton"])).code).toBe(2);
      expect((await run([])).code).toBe(2);
      const help = await run(["--help"]);
      expect([help.code, help.out]).toEqual([0, expect.stringContaining("rule by rule")]);
    },
    LONG_MS,
  );
});
