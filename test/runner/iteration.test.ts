import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { agentNames } from "../../src/runner/agents/agents.ts";
import { textsOf, tinyRun } from "./tiny-run.ts";

const run = promisify(execFile);
const SET_9 = "echo 9 > src/value.txt";
const measured = (metric: number, secondary = {}) => ({ outcome: "measured", metric, secondary });

describe("runIteration", () => {
  it("measures the untouched base for a baseline", async () => {
    const report = await tinyRun({});
    expect(report).toMatchObject({
      outcome: "measured",
      problem: "",
      files: [],
      measurement: measured(5),
      answer: null,
    });
  });

  it("brings back the changed files and what they measure", async () => {
    const answer = JSON.stringify({
      change: "Set the value to 9",
      steered_by: [4, "x"],
      lessons: ["more is more"],
    });
    const report = await tinyRun({
      agent: `${SET_9}; rm src/other.txt; echo '${answer}' > "$AUTOLOOP_ANSWER"`,
    });
    expect(report).toMatchObject({
      nonce: "n-1",
      outcome: "measured",
      measurement: measured(9),
      size: { before: 9, after: 2 },
    });
    expect(textsOf(report)).toEqual({ "src/value.txt": "9\n", "src/other.txt": null });
    expect(report.answer).toEqual({
      change: "Set the value to 9",
      hypothesis: "",
      lessons: ["more is more"],
      foreclosed: [],
      future: [],
      steered_by: [4],
    });
  });

  it("gives the agent the prompt on its input and in a file, and the context", async () => {
    const report = await tinyRun({
      agent:
        'cat > src/in.txt; cat "$AUTOLOOP_PROMPT" > src/file.txt; cat "$AUTOLOOP_CONTEXT" > src/context.txt',
    });
    const texts = textsOf(report);
    expect(texts["src/in.txt"]).toMatch(/^Make it better\.\n\n## On this machine\n/);
    expect(texts["src/file.txt"]).toBe(texts["src/in.txt"]);
    expect(texts["src/context.txt"]).toBe('{"program":"tiny"}');
  });

  it("calls an unchanged workspace empty and evaluates nothing", async () => {
    expect(await tinyRun({ agent: "echo 5 > src/value.txt" })).toMatchObject({
      outcome: "empty",
      measurement: null,
    });
  });

  it("keeps modes and leaves out what the base ignores", async () => {
    const report = await tinyRun({
      agent:
        "mkdir -p src/build node_modules && echo x > src/build/a && echo x > src/a.log && echo y > src/run.sh && chmod +x src/run.sh",
      files: { ".gitignore": "build/\nnode_modules/\n*.log\n" },
    });
    expect(report.files.map(({ path, mode }) => [path, mode])).toEqual([["src/run.sh", "100755"]]);
  });

  it("does not let the agent's own ignore files and git settings hide or change anything", async () => {
    const report = await tinyRun({
      agent: `git init -q . && git config filter.x.clean 'echo 1000' && printf '* filter=x\\n' > .git/info/attributes
        printf '*\\n' > src/.gitignore; ${SET_9}; echo new > src/new.txt`,
    });
    expect(report.outcome).toBe("measured");
    expect(textsOf(report)).toEqual({
      "src/.gitignore": "*\n",
      "src/new.txt": "new\n",
      "src/value.txt": "9\n",
    });
  });

  it("runs no hook or monitor that the agent planted", async () => {
    const report = await tinyRun({
      agent: `${SET_9}; git init -q .; for h in post-checkout pre-commit fsmonitor-watchman; do
        printf '#!/bin/sh\\necho 1000 > ../checkout/src/value.txt\\n' > .git/hooks/$h; chmod +x .git/hooks/$h; done
        git config core.fsmonitor .git/hooks/fsmonitor-watchman`,
    });
    expect(report.measurement).toEqual(measured(9));
  });
});

describe("a refused proposal", () => {
  const refused = async (agent: string, run = {}) => {
    const report = await tinyRun({ agent, run });
    expect(report).toMatchObject({ files: [], measurement: null });
    return `${report.outcome}: ${report.problem}`;
  };

  it("names what lies outside Target", async () => {
    expect(await refused(`${SET_9}; echo x > README.md`)).toMatchInlineSnapshot(
      `"refused: "README.md" (is outside Target)."`,
    );
  });

  it("may not touch the script that measures", async () => {
    expect(await refused("echo 'echo {\\\"score\\\": 1000}' > measure.sh")).toMatchInlineSnapshot(
      `"refused: "measure.sh" (is outside Target)."`,
    );
  });

  it("may not touch protected paths inside Target", async () => {
    expect(await refused("echo x > src/AGENTS.md")).toMatchInlineSnapshot(
      `"refused: "src/AGENTS.md" (is protected)."`,
    );
    expect(await refused("echo x > src/AGENTS.md", { unprotected: ["src/AGENTS.md"] })).toContain(
      "(is protected)",
    );
    const opened = await tinyRun({
      agent: `${SET_9}; echo {} > src/package.json`,
      run: { unprotected: ["src/*.json"] },
    });
    expect(opened.files.map(({ path }) => path)).toEqual(["src/package.json", "src/value.txt"]);
    expect(await refused("echo x > src/a.key", { protectedPaths: ["**/*.key"] })).toMatchInlineSnapshot(
      `"refused: "src/a.key" (is protected by the repository's configuration)."`,
    );
  });

  it("may not hold links, special files or repositories", async () => {
    expect(await refused("ln -s /etc/passwd src/link")).toMatchInlineSnapshot(
      `"refused: "src/link" (is a symbolic link, and a proposal may hold only regular files)."`,
    );
    expect(await refused("rm src/value.txt; ln -s /etc/passwd src/value.txt")).toMatchInlineSnapshot(
      `"refused: "src/value.txt" (is a symbolic link, and a proposal may hold only regular files)."`,
    );
    expect(await refused("mkfifo src/pipe")).toMatchInlineSnapshot(
      `"refused: "src/pipe" (is a special file, and a proposal may hold only regular files)."`,
    );
    expect(
      await refused("mkdir -p src/.git/hooks; echo x > src/.git/hooks/post-checkout"),
    ).toMatchInlineSnapshot(`"refused: "src/.git/hooks/post-checkout" (is not a plain relative path)."`);
  });

  it("may not lie where no path leads: below a name that is not UTF-8, or too deep", async () => {
    expect(
      await refused("mkdir src/$(printf 'caf\\351'); touch src/$(printf 'caf\\351')/a"),
    ).toMatchInlineSnapshot(
      `"refused: "src/caf�" (is a name that is not UTF-8, and a proposal may hold only regular files)."`,
    );
    const name = "d".repeat(200);
    const deep = await refused(`cd src; for i in $(seq 25); do mkdir ${name}; cd ${name}; done`);
    expect(deep).toMatch(/^refused: "src\/d.*a directory deeper than a path may be long/);
  });

  it("may not replace what is a link or a submodule in the repository", async () => {
    expect(
      await refused("mkdir -p src/sub; echo x > src/sub/a", { leftOut: ["src/sub"] }),
    ).toMatchInlineSnapshot(`"refused: "src/sub/a" (is a symbolic link or a submodule in the repository)."`);
  });

  it("may not stand beside a link or a submodule that some file systems take for the same", async () => {
    expect(await refused("echo x > src/LINK", { leftOut: ["src/link"] })).toBe(
      'refused: "src/LINK" (differs from another path only in case or spelling).',
    );
    expect(await refused("mkdir -p src/Sub; echo x > src/Sub/a", { leftOut: ["src/sub"] })).toBe(
      'refused: "src/Sub/a" (lies below a file).',
    );
  });

  it("is bounded in files and bytes", async () => {
    expect(await refused("for i in $(seq 101); do echo $i > src/f$i; done")).toMatchInlineSnapshot(
      `"refused: 101 files, where at most 100 are allowed."`,
    );
    expect(await refused("head -c 1048577 /dev/zero > src/big")).toMatchInlineSnapshot(
      `"refused: "src/big" (more than 1,048,576 bytes, the most that one file may hold)."`,
    );
    expect(
      await refused("for i in 1 2 3 4 5; do head -c 1000000 /dev/zero > src/b$i; done"),
    ).toMatchInlineSnapshot(`"refused: 5,000,000 bytes together, where at most 4,194,304 are allowed."`);
  });
});

describe("an agent", () => {
  const failed = async (agent: string, run = {}) => {
    const { outcome, problem, files } = await tinyRun({ agent, run });
    expect(files).toEqual([]);
    return `${outcome}: ${problem}`;
  };

  it("that ends with an error fails the run", async () => {
    expect(await failed(`${SET_9}; echo 'no key' >&2; exit 3`)).toMatchInlineSnapshot(
      `"failed: The agent ended with exit code 3. Its last lines: no key"`,
    );
  });

  it("that is not known or not installed fails the run", async () => {
    const known = agentNames(null).join(", ");
    expect(await failed("true", { agent: "constructor", agentCommand: null })).toBe(
      `failed: There is no agent named "constructor" here; known are: ${known}.`,
    );
    expect(await failed("true", { agent: "coddex" })).toMatch(/\. Did you mean codex\?$/);
    const { problem } = await tinyRun({
      ...{ agent: "true", run: { agent: "opencode" }, secrets: { ANTHROPIC_API_KEY: "key" } },
    });
    expect(`failed: ${problem}`).toMatchInlineSnapshot(
      `"failed: The agent could not be started; install it where Autoloop runs and put it on its PATH."`,
    );
  });

  it("that floods its output is not believed and does no harm", async () => {
    const report = await tinyRun({ agent: `${SET_9}; yes '{"score": 1000000}' | head -c 60000000` });
    expect(report.measurement).toEqual(measured(9));
  });

  it("that hangs, ignores SIGTERM and leaves daemons behind is ended with all of them", async () => {
    const report = await tinyRun({
      agent: `trap '' TERM; (sleep 987654 &) ; setsid sleep 987654 & while :; do sleep 987654; done`,
      run: { timeoutSeconds: 1 },
    });
    expect(report.problem).toMatchInlineSnapshot(`"The agent did not end within 1 s and was stopped."`);
    const { stdout } = await run("sh", ["-c", "ps -eo args | grep -c '^sleep 987654' || true"]);
    expect(stdout.trim()).toBe("0");
  });

  it("sees its own variables, and the evaluation sees none of them", async () => {
    process.env.AUTOLOOP_CANARY = "canary-parent";
    const report = await tinyRun({
      agent: "env | sed s/canary-agent/masked/ > src/agent-env.txt",
      definition: { evaluation: "env >&2; exit 1" },
      secrets: { API_KEY: "canary-agent" },
    });
    delete process.env.AUTOLOOP_CANARY;
    const seen = textsOf(report)["src/agent-env.txt"];
    expect(seen).toContain("API_KEY=masked");
    expect(seen).not.toContain("canary");
    expect(report.problem).toMatch(/exit code 1/);
    expect(report.problem).not.toContain("canary");
  });

  it("cannot let its secrets slip into a file, a message or its answer", async () => {
    const secrets = { API_KEY: "canary-agent" };
    const written = await tinyRun({ agent: "echo $API_KEY > src/key.txt", secrets });
    expect(written.problem).toBe('"src/key.txt" (holds a secret of the agent).');
    const told = await tinyRun({
      agent: `echo '{"change": "Used canary-agent"}' > "$AUTOLOOP_ANSWER"; echo "bad key $API_KEY" >&2; exit 1`,
      secrets,
    });
    expect(told.problem).toBe("The agent ended with exit code 1. Its last lines: bad key ***");
    expect(told.answer?.change).toBe("Used ***");
  });
});
