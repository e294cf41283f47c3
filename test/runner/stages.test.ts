import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AutoloopError } from "../../src/domain/errors.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import { jobs, type Order } from "./jobs.ts";
import { textsOf } from "./tiny-run.ts";

const SET_9 = "echo 9 > src/value.txt";
const both = async (order: Order) => {
  const world = await jobs(order);
  return { proposal: await world.propose(), report: await world.evaluate() };
};

describe("two halves on two machines", () => {
  it("carry a change from the agent to a report", async () => {
    const { proposal, report } = await both({
      agent: `${SET_9}; echo '{"change": "Set it to 9"}' > "$AUTOLOOP_ANSWER"`,
    });
    expect(proposal).toMatchObject({ nonce: "n1", outcome: "proposed", files: [{ path: "src/value.txt" }] });
    expect(report).toMatchObject({
      nonce: "n1",
      outcome: "measured",
      problem: "",
      measurement: { outcome: "measured", metric: 9 },
      size: { before: 2, after: 2 },
      answer: { change: "Set it to 9" },
    });
    expect(textsOf(report)).toEqual({ "src/value.txt": "9\n" });
  });

  it("measure a baseline without an agent, and need no secret for it", async () => {
    const { proposal, report } = await both({ request: { agent: "claude" } });
    expect(proposal).toMatchObject({ outcome: "proposed", files: [] });
    expect(report).toMatchObject({ outcome: "measured", files: [], measurement: { metric: 5 } });
  });

  it.each([
    ["true", "empty", /^The agent changed no file\.$/],
    ["echo x > measure.sh", "refused", /is outside Target/],
    ["echo broken >&2; exit 3", "failed", /ended with exit code 3\. Its last lines: broken/],
  ])("report how it ended when the agent does `%s`", async (agent, outcome, problem) => {
    const { proposal, report } = await both({ agent });
    expect(proposal.outcome).toBe(outcome);
    expect(report).toMatchObject({ outcome, files: [], measurement: null });
    expect(report.problem).toMatch(problem);
  });

  it("see the commit's files and not git's working tree: no links, no filters, nothing of its repository", async () => {
    const world = await jobs({
      agent: `${SET_9}; ls -A . src > src/seen.txt; find .git -type f >> src/seen.txt; od -c src/other.txt >> src/seen.txt`,
      files: { ".gitattributes": "*.txt text eol=crlf ident\n" },
    });
    expect(await readFile(join(world.places.base, "src/other.txt"), "utf8")).toBe("unused\r\n");
    await world.propose();
    const report = await world.evaluate();
    const seen = textsOf(report)["src/seen.txt"];
    expect(seen).not.toMatch(/^(?:link|sub)$/m);
    // An empty repository of the run's own, which is a border for tools.
    expect(seen?.match(/^\.git\/.*$/gm)?.toSorted()).toEqual([".git/HEAD", ".git/config"]);
    expect(seen).not.toContain("\\r");
  });

  it("refuse what replaces a link or a submodule of the repository", async () => {
    for (const path of ["src/link", "src/sub/x", "src/LINK"]) {
      const { report } = await both({ agent: `mkdir -p src/sub; echo x > ${path}` });
      expect(report).toMatchObject({ outcome: "refused", files: [] });
    }
  });

  it("leave no time to an evaluation that the agent used up, but its quarter", async () => {
    const world = await jobs({ agent: SET_9, evaluation: "sleep 60", request: { timeoutSeconds: 2 } });
    const proposal = await world.propose();
    const claimed = { ...proposal, seconds: { total: 1e9, agent: 1 } };
    await writeFile(world.places.out, JSON.stringify(claimed));
    const { problem, seconds } = await world.evaluate();
    expect(problem).toMatch(/^The evaluation did not end within 1 s and was stopped/);
    expect(seconds.total).toBeLessThan(1e6);
  });
});

describe("the variables of a job", () => {
  const canaries = {
    GITHUB_TOKEN: "canary-a",
    ACTIONS_RUNTIME_TOKEN: "canary-b",
    RUNNER_TEMP: "canary-c",
    INPUT_TOKEN: "canary-d",
    SOME_SECRET: "canary-e",
  };

  it("reach neither agent nor evaluation, but those that are meant for them", async () => {
    const { report } = await both({
      agent: "env | sed s/canary-agent/masked/ > src/env.txt",
      evaluation: "env >&2; exit 1",
      variables: { ...canaries, AGENT_API_KEY: "canary-agent", AUTOLOOP_AGENT_VARIABLES: "AGENT_API_KEY" },
    });
    const seen = textsOf(report)["src/env.txt"];
    expect(seen).toContain("AGENT_API_KEY=masked");
    expect(seen).not.toContain("canary");
    expect(seen).not.toContain("AUTOLOOP_NONCE");
    expect(report.problem).toContain("exit code 1");
    expect(report.problem).not.toContain("canary");
  });

  it("that belong to the job cannot be named for an agent", async () => {
    for (const name of ["GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "RUNNER_TEMP", "AUTOLOOP_NONCE"]) {
      const { proposal } = await both({
        agent: SET_9,
        variables: { ...canaries, AUTOLOOP_AGENT_VARIABLES: `AGENT_API_KEY, ${name}` },
      });
      expect(proposal).toMatchObject({ outcome: "failed", problem: expect.stringContaining(name) });
    }
  });

  it("are not given to an agent that could use any of them, unless they are named", async () => {
    const { report } = await both({
      agent: "env > src/env.txt",
      variables: { ANTHROPIC_API_KEY: "canary-x" },
    });
    expect(textsOf(report)["src/env.txt"]).not.toContain("ANTHROPIC_API_KEY");
  });

  it("choose model and server of the agent, and a choice that cannot be meant ends the run", async () => {
    const chosen = (AUTOLOOP_AGENT_MODEL: string) =>
      both({
        agent: SET_9,
        request: { agent: "claude" },
        variables: { ANTHROPIC_API_KEY: "key-of-claude", AUTOLOOP_AGENT_MODEL },
      });
    const silent = await both({
      ...{ agent: SET_9, request: { agent: "claude" } },
      variables: { ANTHROPIC_API_KEY: "key-of-claude", AUTOLOOP_AGENT_SILENCE_MINUTES: "0" },
    });
    expect(silent.proposal).toMatchObject({
      problem: expect.stringMatching(
        /^`AUTOLOOP_AGENT_SILENCE_MINUTES` must be a whole number from 1 to 1440\. /,
      ),
    });
    const { proposal } = await chosen("--help");
    expect(proposal).toMatchObject({
      outcome: "failed",
      problem:
        "AUTOLOOP_AGENT_MODEL must be the name of a model: letters, digits and `._/:@+-`. Correct the repository " +
        "variable (Settings, Secrets and variables, Actions), or remove it.",
    });
  });

  it("say which secret is missing", async () => {
    const { report } = await both({
      agent: SET_9,
      request: { agent: "claude" },
      // GitHub gives an empty text for a secret that is not there.
      variables: { ANTHROPIC_API_KEY: "" },
    });
    expect(report).toMatchObject({ outcome: "failed", measurement: null });
    expect(report.problem).toContain("Add the secret `ANTHROPIC_API_KEY` or `CLAUDE_CODE_OAUTH_TOKEN`");
  });
});

describe("a proposal that nobody could have handed over honestly", () => {
  it.each<[string, string, string]>([
    ["is no JSON", "{", "The proposal is not JSON."],
    ["is of another shape", '{"v":1}', "The proposal is not of the expected shape"],
    ["is too long", " ".repeat(8 * 1024 * 1024), "There is no proposal, or it is too long to be read."],
  ])("%s and becomes a failed report", async (_what, text, problem) => {
    const world = await jobs({ agent: SET_9 });
    await writeFile(world.places.out, text);
    const report = await world.evaluate();
    expect(report).toMatchObject({ outcome: "failed", files: [], measurement: null });
    expect(report.problem).toContain(problem);
  });

  it("does not escape, run or count", async () => {
    const world = await jobs({ agent: SET_9 });
    const proposal = await world.propose();
    const evil = (path: string) => ({ path, mode: "100755", contents: Buffer.from("x").toString("base64") });
    for (const path of [
      "../escaped",
      "/tmp/autoloop-escaped",
      "measure.sh",
      ".git/hooks/post-checkout",
      "src/link/x",
    ]) {
      await writeFile(world.places.out, JSON.stringify({ ...proposal, files: [evil(path)] }));
      expect(await world.evaluate()).toMatchObject({ outcome: "refused", files: [], measurement: null });
    }
  });
});

describe("a run that is not what it was started as", () => {
  const rejected = async (order: Order, change: (directory: string) => Promise<void> = async () => {}) => {
    const world = await jobs(order);
    await change(world.places.memory);
    const errors = await Promise.all(
      [world.propose(), world.evaluate()].map((half) =>
        half.then(
          () => null,
          (error: unknown) => error,
        ),
      ),
    );
    for (const error of errors) expect(error).toBeInstanceOf(AutoloopError);
    await expect(readFile(world.places.out)).rejects.toThrow();
    return errors.map((error) => (error instanceof Error ? error.message : "")).join("\n");
  };
  const request = memoryPath.request("tiny");

  it("is not begun when the request was changed", async () => {
    const said = await rejected({ agent: SET_9 }, (memory) => writeFile(join(memory, request), "{}"));
    expect(said).toContain("is not the one that this run was started with");
  });

  it.each<[string, Partial<NonNullable<Order["request"]>>]>([
    ["program", { program: "other" }],
    ["iteration", { iteration: 2 }],
    ["kind", { kind: "fix" }],
    ["base", { base: "0".repeat(40) }],
    ["nonce", { nonce: "n2" }],
  ])("is not begun when the request names another %s", async (input, change) => {
    expect(await rejected({ agent: SET_9, request: change })).toContain(`names another ${input}`);
  });

  it.each<[string, object]>([
    ["evaluation", { evaluation: "echo 1000" }],
    ["Target", { targets: ["**"] }],
    ["gates", { gates: [{ name: "x", run: "true" }] }],
    ["metric", { metric: "other" }],
    ["exclusions", { excluded: ["src/a"] }],
  ])("is not begun when the request has another %s than the approved program", async (_what, change) => {
    const definition = {
      targets: ["src/**"],
      excluded: [],
      evaluation: "bash measure.sh",
      metric: "score",
      repeat: 1,
      gates: [],
    };
    const said = await rejected({ agent: SET_9, request: { definition: { ...definition, ...change } } });
    expect(said).toContain("does not say what the approved program says");
  });

  it.each<[string, string]>([
    ["AUTOLOOP_PROGRAM", "../../etc"],
    ["AUTOLOOP_BASE", "--upload-pack=x"],
    ["AUTOLOOP_NONCE", "$(id)"],
    ["AUTOLOOP_DEFINITION", ""],
    ["AUTOLOOP_KIND", "other"],
  ])("is not begun when %s is wrong", async (name, value) => {
    const said = await rejected({ agent: SET_9, variables: { [name]: value } });
    expect(said).toContain(`The variable ${name} is missing or not what Autoloop sends.`);
    expect(said).not.toContain(value || "no value at all");
  });

  it("is not begun when the base commit is not there", async () => {
    const base = "0".repeat(40);
    const said = await rejected({ agent: SET_9, request: { base }, variables: { AUTOLOOP_BASE: base } });
    expect(said).toContain("cannot be read from the checkout");
  });
});
