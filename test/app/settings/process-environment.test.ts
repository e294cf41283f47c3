import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { processEnvironment } from "../../../src/app/settings/process-environment.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "autoloop-environment-"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("processEnvironment", () => {
  it("reads the file that AUTOLOOP_ENV_FILE names, below what the process was given", () => {
    const file = join(folder, "autoloop.env");
    writeFileSync(file, "WEBHOOK_SECRET=of-the-file\nAPP_ID=12\n");
    vi.stubEnv("AUTOLOOP_ENV_FILE", file);
    vi.stubEnv("APP_ID", "13");
    expect(processEnvironment()).toMatchObject({ WEBHOOK_SECRET: "of-the-file", APP_ID: "13" });
    expect(process.env.WEBHOOK_SECRET).toBe(undefined);
  });

  it("reads a pipe", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    vi.stubEnv("AUTOLOOP_ENV_FILE", pipe);
    execFileSync("sh", ["-c", `(echo 'REDIS_URL=redis://x' > ${pipe}) > /dev/null 2>&1 &`]);
    expect(processEnvironment().REDIS_URL).toBe("redis://x");
  });

  it("does not go on without the file that somebody named", () => {
    vi.stubEnv("AUTOLOOP_ENV_FILE", join(folder, "absent"));
    expect(processEnvironment).toThrow("AUTOLOOP_ENV_FILE must name a file or a pipe");
  });
});
