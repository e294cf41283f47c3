// The command as a job calls it: the built file, with an environment and an exit code.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeReport } from "../../src/text/run/report.ts";
import { until } from "../executors/local-world.ts";
import { type Jobs, jobs } from "./jobs.ts";

const CLI = fileURLToPath(new URL("../../dist/src/runner/cli.js", import.meta.url));

const start = (args: readonly string[], env: NodeJS.ProcessEnv = { PATH: process.env.PATH }) =>
  spawn(process.execPath, [CLI, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });

async function call(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const child = start(args, env);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: Number(code), out, err };
}

/** Processes of the agent in the last test. */
async function sleepers(): Promise<number> {
  const ps = spawn("ps", ["-eo", "args"], { stdio: ["ignore", "pipe", "ignore"] });
  return (await text(ps.stdout)).split("\n").filter((line) => line.startsWith("sleep 543210")).length;
}

const argumentsOf = ({ places }: Jobs, out: string) => [
  "--memory",
  places.memory,
  "--base",
  places.base,
  "--out",
  out,
];

describe("autoloop-runner", () => {
  it("explains itself", async () => {
    const { code, out } = await call(["--help"]);
    expect({ code, first: out.split("\n")[0] }).toEqual({
      code: 0,
      first: "usage: autoloop-runner propose --memory DIR --base DIR --out FILE",
    });
  });

  it.each([
    [[]],
    [["run", "--memory", "m", "--base", "b", "--out", "o"]],
    [["propose", "--memory", "m", "--base", "b"]],
    [["propose", "--memory", "m", "--base", "b", "--out", "o", "--proposal", "p"]],
    [["evaluate", "--memory", "m", "--base", "b", "--out", "o"]],
    [["propose", "--token", "t"]],
  ])("ends with 2 for the arguments %j", async (args) => {
    const { code, out, err } = await call(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("usage: autoloop-runner");
  });

  it("ends with 1 and says why where nothing can be written", async () => {
    const world = await jobs({ agent: "true" });
    const env = { ...world.variables, AUTOLOOP_REQUEST: "0".repeat(64) };
    const { code, err } = await call(["propose", ...argumentsOf(world, world.places.out)], env);
    expect({ code, err }).toEqual({
      code: 1,
      err: "autoloop-runner: The file requests/tiny.json on the memory branch is not the one that this run was started with.\n",
    });
  });

  it("carries a run over both jobs, and ends with 0 for a refused one too", async () => {
    const world = await jobs({ agent: "echo 9 > src/value.txt; echo x > README.md" });
    const report = join(world.directory, "report.json");
    expect(await call(["propose", ...argumentsOf(world, world.places.out)], world.variables)).toMatchObject({
      code: 0,
    });
    const evaluated = ["evaluate", ...argumentsOf(world, report), "--proposal", world.places.out];
    expect(await call(evaluated, world.variables)).toMatchObject({ code: 0, out: "" });
    expect(decodeReport(await readFile(report, "utf8"))).toMatchObject({ outcome: "refused" });
  });

  it("runs the built-in agent, which needs no secret", async () => {
    const context = {
      ...{ program: "tiny", iteration: 1, targets: ["src/**"], excluded: [], direction: "higher" },
      ...{ best: 4, history: [], steering: [] },
    };
    const world = await jobs({
      agent: "exit 1",
      files: { "src/size.mjs": "export const SIZE = 4;\n" },
      request: { agent: "tuner", context },
    });
    await call(["propose", ...argumentsOf(world, world.places.out)], world.variables);
    const proposal: unknown = JSON.parse(await readFile(world.places.out, "utf8"));
    expect(proposal).toMatchObject({ outcome: "proposed", files: [{ path: "src/size.mjs" }] });
  });

  it("ends the agent when the job is cancelled", async () => {
    const world = await jobs({ agent: "echo begun >&2; setsid sleep 543210 & sleep 543210" });
    const child = start(["propose", ...argumentsOf(world, world.places.out)], {
      ...world.variables,
      // What a cancelled job leaves goes with the rest of this test.
      TMPDIR: world.directory,
    });
    child.stderr.resume();
    await until(async () => (await sleepers()) === 2);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect({ code, alive: await sleepers() }).toEqual({ code: 1, alive: 0 });
    await expect(readFile(world.places.out)).rejects.toThrow();
  });
});
