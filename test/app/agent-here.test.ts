import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agentHere } from "../../src/app/agent-here.ts";

let bin = "";
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), "autoloop-agent-here-"));
  for (const name of ["claude", "codex"]) await writeFile(join(bin, name), "");
  await chmod(join(bin, "claude"), 0o755);
  await mkdir(join(bin, "empty"));
});
afterAll(() => rm(bin, { recursive: true }));

const look = (agent: string, change: Partial<Parameters<typeof agentHere>[0]> = {}) =>
  agentHere({
    executor: "local",
    agentCommand: null,
    agentEnvironment: {},
    commonEnvironment: { PATH: `${bin}/empty:${bin}` },
    ...change,
  })(agent);

describe("agentHere", () => {
  it("finds a command that can be started on the PATH of runs, and no other file", async () => {
    const found = await Promise.all(["claude", "codex", "gemini"].map((agent) => look(agent)));
    expect(found.map((one) => [one?.command, one?.isThere])).toEqual([
      ["claude", true],
      ["codex", false],
      ["gemini", false],
    ]);
    for (const commonEnvironment of [{}, { PATH: "" }, { PATH: "." }])
      expect((await look("claude", { commonEnvironment }))?.isThere).toBe(false);
  });

  it("says whether it is given one of its keys, and which it could be given", async () => {
    const keys = ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"];
    const paid = async (agentEnvironment: Readonly<Record<string, string | undefined>>) => {
      const here = await look("claude", { agentEnvironment });
      return [here?.isPaid, here?.keys];
    };
    expect(await paid({ CLAUDE_CODE_OAUTH_TOKEN: "key" })).toEqual([true, keys]);
    expect(await paid({ CLAUDE_CODE_USE_BEDROCK: "1" })).toEqual([true, keys]);
    expect(await paid({ OPENAI_API_KEY: "key" })).toEqual([false, keys]);
    expect(await paid({ ANTHROPIC_API_KEY: undefined })).toEqual([false, keys]);
    expect(await paid({ ANTHROPIC_API_KEY: "" })).toEqual([false, keys]);
  });

  it("asks nothing of what comes with Autoloop, and only for a line of the operator's own agent", async () => {
    const free = { command: null, isPaid: true, keys: [] };
    expect(await look("tuner")).toEqual({ ...free, isThere: true });
    expect(await look("command")).toEqual({ ...free, isThere: false });
    expect(await look("command", { agentCommand: "my-agent" })).toEqual({ ...free, isThere: true });
  });

  it("knows nothing where runs happen elsewhere, or of an agent that there is not", async () => {
    expect(await look("claude", { executor: "actions" })).toBeNull();
    expect(await look("parrot")).toBeNull();
  });
});
