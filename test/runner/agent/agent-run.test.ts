// Command lines of known agents, played by shell scripts that print what the real ones printed.

import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Cage } from "../../../src/text/run/run-request.ts";
import { type Tiny, temporary, textsOf, tinyRun } from "../tiny-run.ts";

const UNTOLD =
  "It did not tell what it waited for: see whether its model's server is well and can be reached, and whether the " +
  "account of its key is at a limit.";
const SET_9 = "echo 9 > src/value.txt";
const KEY = { ANTHROPIC_API_KEY: "key-of-the-agent" };

/** A run of an agent whose command line is this script. */
const played = (agent: string, script: string, more: Partial<Tiny> = {}) =>
  tinyRun({
    ...{ agent: "exit 1", secrets: KEY, programs: { [agent]: script } },
    ...more,
    run: { agent, ...more.run },
  });

const printed = (agent: string, which: string) =>
  `cat <<'OUTPUT'\n${readFileSync(`fixtures/agents/${agent}/${which}.jsonl`, "utf8").trimEnd()}\nOUTPUT\n`;

describe("an agent", () => {
  it("finds the real place of its answer in its prompt", async () => {
    const report = await played(
      "claude",
      `place=$(sed -n 's/^  "answer": "\\(.*\\)",$/\\1/p'); ${SET_9}; echo '{"change": "Nine."}' > "$place"`,
    );
    expect(report).toMatchObject({ outcome: "measured", answer: { change: "Nine." } });
  });

  it("is not started without its key, and the sentence says which one to set", async () => {
    for (const secrets of [{}, { HTTPS_PROXY: "http://proxy.example.com" }]) {
      expect(await played("claude", SET_9, { secrets })).toMatchObject({
        outcome: "failed",
        problem:
          "The agent claude was given no key. Set `ANTHROPIC_API_KEY` or `CLAUDE_CODE_OAUTH_TOKEN` where Autoloop " +
          "runs, and name it in `AUTOLOOP_AGENT_ENV`.",
      });
    }
  });

  it("is started by whoever pays another way", async () => {
    const paid = [
      ["claude", { CLAUDE_CODE_USE_BEDROCK: "1" }],
      ["gemini", { GOOGLE_GENAI_USE_VERTEXAI: "true" }],
      ["copilot", { COPILOT_PROVIDER_BASE_URL: "http://127.0.0.1:1/v1" }],
      ["opencode", { OPENROUTER_API_KEY: "key" }],
    ] as const;
    for (const [agent, secrets] of paid)
      expect(await played(agent, SET_9, { secrets })).toMatchObject({ outcome: "measured" });
  });

  it("whose key is refused is ended at once, though it would try again for minutes", async () => {
    const report = await played("claude", `${printed("claude", "401")}sleep 987651`);
    expect(report).toMatchObject({
      outcome: "failed",
      problem:
        "The agent was stopped. Its model's server refused its key (401). Check the key, and what its account may use.",
    });
    expect(report.seconds.agent).toBeLessThan(10);
  });

  it("that reached its own limit is measured by what it changed, and that is said", async () => {
    const report = await played("claude", `${SET_9}; ${printed("claude", "limit")}exit 1`);
    expect(report).toMatchObject({
      outcome: "measured",
      problem: "The agent reached its limit of 60 turns and ended.",
      measurement: { metric: 9 },
      cost: { usd: 7.6872, input_tokens: 1_836_000, output_tokens: 18_300 },
    });
    const without = await played("claude", `${printed("claude", "limit")}exit 1`);
    expect(without).toMatchObject({
      outcome: "failed",
      problem: "The agent reached its limit of 60 turns and ended.",
    });
  });

  it("that says nothing for too long has a reason of its own, and costs what it had used", async () => {
    const script = `${printed("claude", "stopped")}sleep 987652`;
    expect(await played("claude", script, { chosen: { silentMs: 600 } })).toMatchObject({
      outcome: "failed",
      problem: `The agent printed nothing for 1 s and was stopped. ${UNTOLD}`,
      cost: { usd: null, input_tokens: 3_200, output_tokens: null },
    });
  });

  it("that was stopped in the middle of its work is measured by what it changed, too", async () => {
    const report = await played("claude", `${SET_9}; sleep 987653`, { chosen: { silentMs: 600 } });
    expect(report).toMatchObject({
      outcome: "measured",
      problem: `The agent printed nothing for 1 s and was stopped. ${UNTOLD}`,
      measurement: { metric: 9 },
    });
  });

  it("is stopped in the same way when its time is over", async () => {
    const report = await played("claude", `${SET_9}; sleep 987654`, {
      run: { timeoutSeconds: 8 },
    });
    expect(report.problem).toContain(UNTOLD);
    // Of so short a time a quarter may be too little to measure in, on a busy machine.
    expect(["measured", "failed"]).toContain(report.outcome);
    expect(textsOf(report)).toEqual({ "src/value.txt": "9\n" });
  });

  it("whose time is over in the middle of its work, with answers of its model, waited for nothing", async () => {
    const script = `${SET_9}; ${printed("claude", "stopped")}sleep 987655`;
    const { problem } = await played("claude", script, { run: { timeoutSeconds: 8 } });
    expect(problem).toBe("The agent did not end within 6 s and was stopped.");
  });

  it("that failed in the middle of its work is not measured, and no colour of its words is quoted", async () => {
    const report = await played("opencode", `${SET_9}; ${printed("opencode", "401")}exit 1`);
    expect(report).toMatchObject({ outcome: "failed", files: [] });
    const raw = await played("claude", `${SET_9}; printf '\\033[31mred\\033[0m words' >&2; exit 55`);
    expect(raw.problem).toBe("The agent ended with exit code 55. Its last lines: red words");
  });
});

describe("an agent with a sandbox of its own", () => {
  const OPEN = { bubblewrap: null, folders: [], files: [], shown: [], evaluationNetwork: true, limits: [] };
  const asked = async (cage?: Cage) => {
    const secrets = { CODEX_API_KEY: "key-of-codex" };
    const script = `${SET_9}; echo "$@" > src/other.txt`;
    const bwrap = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"';
    const report = await tinyRun({
      ...{ agent: "exit 1", secrets, programs: { codex: script, bwrap }, run: { agent: "codex" } },
      ...(cage === undefined ? {} : { cage }),
    });
    return / --sandbox (\S+) /.exec(textsOf(report)["src/other.txt"] ?? "")?.[1];
  };

  it("makes none where Autoloop's holds it, and keeps its own where there is no other", async () => {
    expect(await asked({ ...OPEN, bubblewrap: "bwrap" })).toBe("danger-full-access");
    expect(await asked({ ...OPEN })).toBe("workspace-write");
    expect(await asked()).toBe("workspace-write");
  });
});

describe("settings of tools that the repository holds", () => {
  const files = {
    ".claude/settings.json": "{}",
    ".opencode/plugin/a.js": "1",
    "src/.mcp.json": "{}",
    "CLAUDE.md": "Be brief.",
    "src/value.txt": "5\n",
  };

  it("are not there for the agent, and are no change", async () => {
    const report = await played("claude", `find . -mindepth 1 | sort > src/other.txt; ${SET_9}`, { files });
    const seen = textsOf(report)["src/other.txt"];
    expect(seen).toContain("./CLAUDE.md");
    expect(seen).not.toMatch(/claude\b|opencode|mcp/);
    expect(report).toMatchObject({ outcome: "measured", measurement: { metric: 9 } });
    expect(report.files.map(({ path }) => path)).toEqual(["src/other.txt", "src/value.txt"]);
  });

  it("are not looked for above the workspace either: it is a repository of its own, beside empty variables", async () => {
    const look =
      "git rev-parse --show-toplevel; git status --short; test -s ../.env || cat ../.env && echo empty";
    const report = await played("claude", `{ pwd -P; ${look}; } > src/other.txt; ${SET_9}`);
    const [place, top, ...rest] = (textsOf(report)["src/other.txt"] ?? "").split("\n");
    expect(top).toBe(place);
    expect(rest.slice(-2)).toEqual(["empty", ""]);
    expect(report.files.map(({ path }) => path)).toEqual(["src/other.txt", "src/value.txt"]);
  });

  it("are there where the proposal is measured", async () => {
    const evaluation = 'test -f .claude/settings.json && test -f src/.mcp.json && echo "{\\"score\\": 1}"';
    const report = await played("claude", SET_9, { files, definition: { evaluation } });
    expect(report).toMatchObject({ outcome: "measured", measurement: { metric: 1 } });
  });

  it("cannot be written by the agent, neither those that are there nor new ones", async () => {
    const over = await played("claude", `${SET_9}; echo x > src/.mcp.json`, { files });
    expect(over).toMatchObject({ outcome: "refused", problem: '"src/.mcp.json" (is protected).' });
    const fresh = await played("claude", `${SET_9}; mkdir .claude; echo x > .claude/settings.local.json`, {
      files,
    });
    expect(fresh).toMatchObject({ outcome: "measured", left: [".claude/settings.local.json"] });
    const link = await played("claude", `${SET_9}; ln -s /tmp .claude`, { files });
    expect(link.outcome).toBe("refused");
  });
});

describe("the operator's choices", () => {
  it("reach the command line", async () => {
    const report = await played("claude", `${SET_9}; echo "$@ $ANTHROPIC_BASE_URL" > src/other.txt`, {
      chosen: { model: "model-1", baseUrl: "http://127.0.0.1:1" },
    });
    expect(textsOf(report)["src/other.txt"]).toMatch(/ --model model-1 .* http:\/\/127\.0\.0\.1:1\n$/);
  });

  it("keep what an agent fetched for the next run of the same repository, and of no other", async () => {
    const cache = await temporary();
    const script = `${SET_9}; ls "$XDG_CACHE_HOME" > src/other.txt; echo 1 > "$XDG_CACHE_HOME/$1-kept"`;
    const secrets = { COPILOT_GITHUB_TOKEN: "token-of-copilot" };
    const run = (name: string) =>
      played("copilot", script, {
        ...{ secrets, chosen: { cache } },
        run: { key: { account: "1", owner: "acme", name, issue: 7 } },
      });
    const found = [await run("a"), await run("a"), await run("b")].map(
      (report) => textsOf(report)["src/other.txt"],
    );
    expect(found).toEqual(["", "-p-kept\n", ""]);
    expect(await readdir(`${cache}/copilot`)).toHaveLength(2);
  });
});
