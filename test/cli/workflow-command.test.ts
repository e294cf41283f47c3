import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { registerWorkflow } from "../../src/cli/workflow-command.ts";
import { type Build, hashesOf, install } from "../../src/cli/workflow-files.ts";
import { AGENT_NAMES } from "../../src/text/agents/agents.ts";
import { renderWorkflow } from "../../src/text/workflow/workflow.ts";
import { runCommand } from "../support/process/run-command.ts";

const workflow = (...args: string[]) => runCommand(registerWorkflow, ["workflow", ...args]);
const WORKFLOW = ".github/workflows/autoloop.yml";
const RUNNER = ".github/autoloop/runner.mjs";
const built = (version: string): Build =>
  new Map(["runner.mjs", "tuner.mjs"].map((name) => [name, Buffer.from(`// ${name} ${version}\n`)]));
const ANY: Parameters<typeof install>[2] = { agent: null, force: false };

let root = "";
const roots: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "autoloop-workflow-"));
  roots.push(root);
  mkdirSync(join(root, ".git"));
  writeFileSync(join(root, ".git/HEAD"), "ref: refs/heads/main\n");
});
afterAll(() => {
  for (const one of roots) rmSync(one, { recursive: true });
});
const text = (path: string) => readFileSync(join(root, path), "utf8");
const write = (path: string, contents: string) => writeFileSync(join(root, path), contents);
/** State by path. */
const states = async (build: Build, asked: Partial<typeof ANY> = {}) => {
  const { files, agent } = await install(root, build, { ...ANY, ...asked });
  return [agent, ...files.map(({ state, kept }) => `${state}${kept ? ", kept" : ""}`)];
};

describe("install", () => {
  it("writes workflow and runner, and finds them current from then on", async () => {
    expect(await states(built("1"))).toEqual(["claude", "written", "written"]);
    expect(text(WORKFLOW)).toBe(renderWorkflow("claude", hashesOf(built("1"))));
    expect(text(RUNNER)).toBe("// runner.mjs 1\n");
    expect(createHash("sha256").update(text(RUNNER)).digest("hex")).toBe(hashesOf(built("1"))["runner.mjs"]);
    expect(await states(built("1"))).toEqual(["claude", "current", "current"]);
  });

  it("puts the next version in the place of what nobody changed, for the agent that was chosen", async () => {
    await states(built("1"), { agent: "tuner" });
    expect(await states(built("2"))).toEqual(["tuner", "written", "written", "written"]);
    expect(text(WORKFLOW)).toBe(renderWorkflow("tuner", hashesOf(built("2"))));
    expect(await states(built("2"), { agent: "codex" })).toEqual(["codex", "written", "current"]);
  });

  it("changes nothing but the hash in a file that people added to", async () => {
    await states(built("1"));
    const added = text(WORKFLOW)
      .replace("      # Tools that the evaluation needs go here.", "      - uses: x/y@1")
      .replaceAll("\n", "\r\n");
    write(WORKFLOW, added);
    expect(await states(built("2"))).toEqual(["claude", "written, kept", "written"]);
    const hash = (version: string) => String(hashesOf(built(version))["runner.mjs"]);
    expect(text(WORKFLOW)).toBe(added.replaceAll(hash("1"), hash("2")));
    expect(await states(built("2"))).toEqual(["claude", "current, kept", "current"]);
    expect(await states(built("2"), { agent: "codex" })).toEqual(["codex", "current, kept", "current"]);
  });

  it.each([
    [
      "a runner that is not the one that the workflow knows",
      RUNNER,
      "// mine\n",
      ["claude", "current", "changed"],
    ],
    ["a workflow of another version", WORKFLOW, "# autoloop-workflow: 1\n", ["claude", "changed", "changed"]],
    ["a workflow of somebody else's", WORKFLOW, "on: push\n", ["claude", "changed", "changed"]],
  ])("writes over %s only when it is told to", async (_, path, contents, found) => {
    await states(built("1"));
    write(path, contents);
    write(RUNNER, path === RUNNER ? contents : "// older\n");
    const before = [text(WORKFLOW), text(RUNNER)];
    expect(await states(built("1"))).toEqual(found);
    expect([text(WORKFLOW), text(RUNNER)]).toEqual(before);
    expect((await states(built("1"), { force: true })).at(-1)).toBe("written");
    expect(text(WORKFLOW)).toBe(renderWorkflow("claude", hashesOf(built("1"))));
    expect(text(RUNNER)).toBe("// runner.mjs 1\n");
  });

  it("writes none of the files where one of them was changed", async () => {
    mkdirSync(join(root, ".github/autoloop"), { recursive: true });
    write(RUNNER, "// mine\n");
    expect(await states(built("1"))).toEqual(["claude", "written", "changed"]);
    expect(existsSync(join(root, WORKFLOW))).toBe(false);
  });
});

describe.skipIf(!existsSync(new URL("../../dist/runner.mjs", import.meta.url)))("autoloop workflow", () => {
  it("writes into the repository that a folder is in, says what is next, and is done the second time", async () => {
    mkdirSync(join(root, "below"));
    const first = await workflow(join(root, "below"), "--agent", "codex");
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).toContain(`${RUNNER}: written\n`);
    expect(first.out).toContain("needs a secret of Actions: OPENAI_API_KEY");
    const again = await workflow(root, "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      repository: root,
      agent: "codex",
      files: [
        { path: WORKFLOW, state: "current" },
        { path: RUNNER, state: "current" },
      ],
    });
    // The runner is one file that works alone.
    const help = execFileSync(process.execPath, [join(root, RUNNER), "--help"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(help).toContain("usage: autoloop-runner propose");
  });

  it("fails with 1 where something was changed, and with 2 outside of a repository", async () => {
    await workflow(root);
    write(RUNNER, "// mine\n");
    const { code, out } = await workflow(root);
    expect(code).toBe(1);
    expect(out).toContain("--force writes over what was changed");
    rmSync(join(root, ".git"), { recursive: true });
    const outside = await workflow(root);
    expect([outside.code, outside.out]).toEqual([2, ""]);
    expect(outside.err).toContain("is in no git repository");
  });

  it("prints the workflow and nothing else, for claude where no agent is named", async () => {
    const { code, out } = await workflow("--print");
    const hash = /[0-9a-f]{64}/.exec(out)?.[0] ?? "";
    expect([code, out]).toEqual([0, renderWorkflow("claude", { "runner.mjs": hash })]);
  });

  it("names the agents that there are where one is wrong", async () => {
    const { code, out, err } = await workflow("--agent", "klaude");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(AGENT_NAMES).toContain("codex");
    expect(err).toContain(`Allowed choices are ${AGENT_NAMES.join(", ")}.`);
    expect(err).toContain("Did you mean claude?");
  });
});
