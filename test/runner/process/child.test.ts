import { afterEach, describe, expect, it, vi } from "vitest";
import { BASH, runChild } from "../../../src/runner/process/child.ts";

const run = (argv: readonly string[], timeoutMs = 10_000) =>
  runChild({
    argv,
    cwd: "/",
    env: { PATH: process.env.PATH ?? "" },
    input: "in",
    timeoutMs,
    processTag: "child-test",
  });

afterEach(() => vi.unstubAllEnvs());

describe("runChild", () => {
  it("marks what it starts as of this run and of the job, and hands on nothing else of its own environment", async () => {
    vi.stubEnv("RUNNER_TRACKING_ID", "github_1");
    vi.stubEnv("RUNNER_TOKEN", "private");
    const names = async () => {
      const { stdout } = await run([...BASH, "-c", "env -u PWD -u SHLVL -u _ -u PATH env | sort"]);
      return stdout.trim().split("\n");
    };
    expect(await names()).toEqual(["AUTOLOOP_RUN=child-test", "RUNNER_TRACKING_ID=github_1"]);
    vi.stubEnv("RUNNER_TRACKING_ID", undefined);
    expect(await names()).toEqual(["AUTOLOOP_RUN=child-test"]);
  });

  it("gives back output and exit code", async () => {
    const result = await run([...BASH, "-c", "cat; echo out; echo err >&2; exit 3"]);
    expect(result).toMatchObject({ end: { kind: "exit", code: 3 }, stdout: "inout\n", stderr: "err\n" });
  });

  it("passes arguments as they are, through no shell", async () => {
    expect((await run(["echo", "$(id)", "; ls", "*"])).stdout).toBe("$(id) ; ls *\n");
  });

  it("tells a signal, a time limit and a missing command apart", async () => {
    expect((await run([...BASH, "-c", "kill -ABRT $$"])).end).toEqual({ kind: "signal", signal: "SIGABRT" });
    expect((await run(["sleep", "60"], 50)).end).toEqual({ kind: "timeout" });
    expect((await run(["no-such-command-here"])).end).toEqual({ kind: "missing" });
  });

  it("keeps the last 8 MiB of a flood", async () => {
    const { stdout } = await run([...BASH, "-c", "head -c 40000000 /dev/zero | tr '\\0' x; echo; echo end"]);
    expect(stdout).toMatch(/^\n… \d+ bytes left out …\nx/);
    expect(stdout.slice(-5)).toBe("\nend\n");
    expect(stdout.length).toBeLessThan(8 * 1024 * 1024 + 100);
  });
});
