// What operators run: the files that the build makes, alone in a folder, without a single package beside them.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../src/domain/version.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { renderWorkflow } from "../../src/text/workflow/workflow.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, expectWhole, readWorld } from "../support/e2e/world.ts";
import { cannotIsolate } from "../support/process/isolation.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../fixtures/carton/program.md", import.meta.url));
const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autoloop-bundle-"));
  const files = (await readdir(DIST)).filter((file) => file.endsWith(".mjs"));
  for (const file of files) await cp(join(DIST, file), join(folder, file));
});
afterAll(async () => {
  await closeStages();
  await rm(folder, { recursive: true });
});

const node = (...args: readonly string[]) => run(process.execPath, [...args], { cwd: folder, env: {} });
const start = () => [join(folder, "autoloop.mjs"), "start"];

describe("the bundle", () => {
  it("runs every command", async () => {
    expect((await node("autoloop.mjs", "--version")).stdout).toBe(`${VERSION}\n`);
    expect((await node("autoloop.mjs", "--help")).stdout).toContain("doctor [options] <owner/repo>");
    expect((await node("autoloop.mjs", "check", PROGRAM)).stdout).toContain("program.md: can run");
    const runner = sha256((await readFile(join(folder, "runner.mjs"))).toString("utf8"));
    const printed = await node("autoloop.mjs", "workflow", "--agent", "codex", "--print");
    expect(printed.stdout).toBe(renderWorkflow("codex", { "runner.mjs": runner }));
    expect((await node("runner.mjs", "--help")).stdout).toContain("usage: autoloop-runner propose");
  });

  it("says nothing to a reader that has seen enough", async () => {
    const child = spawn(process.execPath, ["autoloop.mjs", "schema"], { cwd: folder, env: {} });
    let said = "";
    child.stderr.on("data", (data: Buffer) => {
      said += data.toString();
    });
    child.stdout.destroy();
    expect({ code: (await once(child, "close"))[0], said }).toEqual({ code: 0, said: "" });
  });

  it.skipIf(!existsSync("/dev/full"))("tells of a full disk in one line", async () => {
    const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
    const child = spawn(process.execPath, ["autoloop.mjs", "check", PROGRAM], {
      ...{ cwd: folder, env: {} },
      stdio: [...stdio],
    });
    let said = "";
    child.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
    });
    const [code] = await once(child, "close");
    expect({ code, lines: said.trimEnd().split("\n").length }).toEqual({ code: 2, lines: 1 });
    expect(said).toContain("autoloop: the output cannot be written: ENOSPC");
  });

  it("refuses to start without a configuration, in words", async () => {
    await expect(node("autoloop.mjs", "start")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("APP_ID is missing"),
    });
  });

  it("serves webhooks and takes a program to its end, with the runner and the agent that come with it", async () => {
    const stage = await Stage.open({});
    // The agent is one of the bundle's files, in a folder that agents do not see.
    const AUTOLOOP_ISOLATION = cannotIsolate ? "none" : "required";
    await stage.start({ AUTOLOOP_AGENT: "tuner", AUTOLOOP_ISOLATION }, start());
    // The agent finds no number of a program in a text, and its search is over with the first iteration.
    const issue = await stage.openProgram("A number", program({ frontmatter: "max-iterations: 1" }));
    await completed(stage, issue);
    const { events } = await readWorld(stage, issue, "a-number");
    const ends = events.flatMap(({ type }) =>
      /^iteration\.(?:accept|reject|error)$/.test(type) ? [type] : [],
    );
    expect(ends).toEqual(["iteration.accept", "iteration.reject"]);
  }, 180_000);

  it.skipIf(noRedis)(
    `shares its work over Redis${unlessRedis}`,
    async () => {
      const redis = await RedisServer.open();
      try {
        const stage = await Stage.open({});
        const app = await stage.start({ REDIS_URL: redis.url }, start());
        const issue = await stage.openProgram("A number", program({ frontmatter: "max-iterations: 2" }));
        await completed(stage, issue);
        await expectWhole(stage, await readWorld(stage, issue, "a-number"));
        expect(app.output()).toContain("Redis is there");
        await until("its work went through Redis", () =>
          redis.ask(async (client) => (await client.keys("autoloop:*:keys:*")).length > 0),
        );
      } finally {
        await closeStages();
        await redis.stop();
      }
    },
    180_000,
  );

  it("loads no more before it takes webhooks than it needs for that", async () => {
    const loaded = await loadedBy("server.mjs");
    const bytes = await Promise.all([...loaded].map(async (file) => (await stat(join(folder, file))).size));
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(1_000_000);
    expect([...loaded].filter((file) => /^(?:loop|replicas|actions|local)\.mjs$/.test(file))).toEqual([]);
  });
});

/** Files that are loaded with this one, whatever happens then. */
async function loadedBy(entry: string, loaded = new Set<string>()): Promise<ReadonlySet<string>> {
  if (loaded.has(entry)) return loaded;
  loaded.add(entry);
  const text = await readFile(join(folder, entry), "utf8");
  for (const [, file = ""] of text.matchAll(/(?:^|[;}])(?:import|export)[^;]*?["'`]\.\/([\w-]+\.mjs)["'`]/g))
    await loadedBy(file, loaded);
  return loaded;
}
