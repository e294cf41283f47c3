// What an operator and a maintainer hear of isolation, with the real app as a process: on a machine that has none, and on
// one that has it.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { APP_MAIN } from "../../sandbox/demo/app-process.ts";
import { statusComments } from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed } from "../support/e2e/world.ts";
import { cannotIsolate, unlessIsolated } from "../support/process/isolation.ts";

vi.setConfig({ testTimeout: 180_000 });

/** A search path on which everything is but bubblewrap. */
let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), "autoloop-path-"));
  for (const name of ["bash", "cat", "git", "sh", "true"]) {
    const found = execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    await symlink(found.startsWith("/") ? found : `/usr/bin/${name}`, join(path, name));
  }
});
afterAll(async () => {
  await closeStages();
  await rm(path, { recursive: true });
});

const WARNING = "are not isolated";

/** A program with the built-in agent; what its status comment says then. */
async function status(environment: Readonly<Record<string, string>>) {
  const stage = await Stage.open({ environment: { AUTOLOOP_AGENT: "tuner", ...environment } });
  const app = await stage.start();
  const issue = await stage.openProgram("A number", program({ frontmatter: "max-iterations: 1000" }));
  const shown = await until(
    () => `the program has a status comment
${app.output().slice(-4_000)}`,
    async () => (await statusComments(stage, issue))[0],
  );
  return { stage, app, issue, body: shown.body };
}

it("that is required and not there refuses the start", async () => {
  const stage = await Stage.open({});
  const env = {
    ...{ PATH: path, APP_ID: String(stage.sandbox.appId), PRIVATE_KEY: stage.sandbox.privateKey },
    ...{ WEBHOOK_SECRET: stage.sandbox.webhookSecret, GITHUB_API_URL: stage.sandbox.url, PORT: "0" },
    ...{ AUTOLOOP_EXECUTOR: "local", AUTOLOOP_ISOLATION: "required", AUTOLOOP_WORK_DIR: stage.workDir },
  };
  const app = spawn(process.execPath, [APP_MAIN], { env, cwd: path, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  app.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(app, "close");
  expect([code, said]).toEqual([2, expect.stringContaining("bubblewrap (`bwrap`) is not installed")]);
});

it("that is not there is missed in the log and in the status comment", async () => {
  const { app, body } = await status({ AUTOLOOP_ISOLATION: "auto", PATH: path });
  expect(app.output()).toContain("agents and evaluations are not isolated");
  expect(body).toContain(WARNING);
});

it.skipIf(cannotIsolate)(
  `that is there is not spoken of, and the loop goes on in it${unlessIsolated}`,
  async () => {
    const stage = await Stage.open({
      environment: { AUTOLOOP_AGENT: "tuner", AUTOLOOP_ISOLATION: "required" },
    });
    const app = await stage.start();
    const issue = await stage.openProgram("A number", program({ frontmatter: "max-iterations: 1" }));
    await completed(stage, issue);
    expect((await statusComments(stage, issue))[0]?.body).not.toContain(WARNING);
    expect(app.output()).not.toContain(WARNING);
  },
);
