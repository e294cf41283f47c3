import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Gate } from "../../../src/domain/settings/guardrails.ts";
import { type GateBase, runGates } from "../../../src/runner/measure/gates.ts";

const IMPROVE: GateBase = { counts: { lint: 3 }, isBaseline: false };

async function run(gates: readonly Gate[], base = IMPROVE) {
  const cwd = await mkdtemp(join(tmpdir(), "autoloop-gates-"));
  const env = { PATH: process.env.PATH ?? "" };
  const results = await runGates(gates, base, () => ({ cwd, env, timeoutMs: 30_000, processTag: "gates" }));
  return results.map(({ seconds: _, ...rest }) => rest);
}

const counting = (command: string, bound: number | "baseline" = "baseline"): Gate => ({
  name: "lint",
  run: command,
  soft: { side: "at-most", bound },
});

describe("runGates", () => {
  it("lets a count within its bound pass, whatever the command exits with", async () => {
    expect(await run([counting("echo 3 warnings; exit 1")])).toEqual([
      { name: "lint", passed: true, count: 3, detail: "3 warnings" },
    ]);
  });

  it("ends at a count beyond its bound, and says both and what it printed", async () => {
    expect(await run([counting("echo 4"), { ...counting("echo 0"), name: "other" }])).toEqual([
      {
        name: "lint",
        passed: false,
        count: 4,
        detail: "The gate counted 4; allowed is at most 3, the baseline's count.\n4",
      },
    ]);
  });

  it("runs hard gates first, and counts nothing where one fails", async () => {
    const results = await run([counting("echo 0"), { name: "test", run: "exit 3" }]);
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([["test", false]]);
  });

  it("takes any count of the baseline for the one to compare with, and holds it to a number", async () => {
    const base = { counts: {}, isBaseline: true };
    expect(await run([counting("echo 99")], base)).toEqual([
      { name: "lint", passed: true, count: 99, detail: "99" },
    ]);
    expect((await run([counting("echo 99", 12)], base)).map(({ passed }) => passed)).toEqual([false]);
  });

  it.each([
    ["no count", "echo well", "The gate printed no count"],
    ["a command that is not there", "no-such-linter-anywhere", "The gate ended with exit code 127"],
    ["no baseline", "echo 1", "The gate counted 1, and the baseline has no count to compare with."],
  ])("fails for %s", async (what, command, detail) => {
    const counts: Record<string, number> = what === "no baseline" ? {} : IMPROVE.counts;
    const [result] = await run([counting(command)], { counts, isBaseline: false });
    expect(result?.passed).toBe(false);
    expect(result?.detail).toContain(detail);
  });
});
