// The repository of the demo: its measure, what it refuses, and the optimum that its words promise.

import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CARTON } from "../../sandbox/sandbox.ts";

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carton-"));
  await cp(CARTON, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function evaluated(width?: string, depth?: string): Promise<unknown> {
  const path = join(folder, "src/carton.mjs");
  const source = await readFile(path, "utf8");
  const changed = source
    .replace(/WIDTH_CM = \d+/, (found) => (width === undefined ? found : `WIDTH_CM = ${width}`))
    .replace(/DEPTH_CM = \d+/, (found) => (depth === undefined ? found : `DEPTH_CM = ${depth}`));
  await writeFile(path, changed);
  const { stdout } = await run(process.execPath, ["evaluate.mjs"], { cwd: folder });
  return JSON.parse(stdout);
}

describe("the carton", () => {
  it("starts far from its optimum", async () => {
    expect(await evaluated()).toEqual({ cardboard_cm2: 760 });
  });

  it("is at its optimum as a cube", async () => {
    expect(await evaluated("10", "10")).toEqual({ cardboard_cm2: 600 });
  });

  it.each([
    ["0.5", "10", "width is 0.5 cm"],
    ["61", "10", "width is 61 cm"],
    ["10", "Number.NaN", "depth is NaN cm"],
    ["1", "2", "height is 500 cm"],
    ["-10", "10", "width is -10 cm"],
  ])("is rejected at %s by %s", async (width, depth, reason) => {
    expect(await evaluated(width, depth)).toEqual({
      cardboard_cm2: null,
      rejected_reason: expect.stringContaining(reason),
    });
  });

  it("passes its own tests", async () => {
    // The test runner of Node would take itself for a part of this one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, ["--test", "test.mjs"], { cwd: folder, env });
    expect(stdout).toContain("fail 0");
  });

  it("comes with a program that says the same", async () => {
    const program = await readFile(join(CARTON, "program.md"), "utf8");
    expect(program).toContain("- `src/carton.mjs`");
    expect(program).toContain("The metric is `cardboard_cm2`. Lower is better.");
  });
});
