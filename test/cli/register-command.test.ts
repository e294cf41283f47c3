import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerRegister } from "../../src/cli/register-command.ts";
import { runCommand } from "../support/process/run-command.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "autoloop-register-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const register = (...args: string[]) =>
  runCommand(registerRegister, ["register", "--env", join(folder, "new.env"), ...args]);

describe("autoloop register", () => {
  it("says what is wrong before it opens anything", async () => {
    const local = await register("--url", "https://localhost:3000");
    expect([local.code, local.out]).toEqual([2, ""]);
    expect(local.err).toContain("GitHub cannot reach this machine under that name");
    expect((await register("--url", "https://a.example", "--github", "http://a.example")).err).toContain(
      "--github must be",
    );
    expect((await register("--url", "https://a.example", "--organization", "a b")).code).toBe(2);
  });

  it("asks nobody where nobody can answer", async () => {
    const { code, err } = await register();
    expect([code, err]).toEqual([2, expect.stringContaining("--url is missing")]);
  });

  it("leaves an app that is there alone", async () => {
    const env = join(folder, ".env");
    writeFileSync(env, "APP_ID=1\n");
    const { code, err } = await register("--env", env, "--url", "https://a.example");
    expect([code, err]).toEqual([2, expect.stringContaining("is there already")]);
  });
});
