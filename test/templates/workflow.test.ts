// The workflow as people install it, against the rules that keep it safe; and the rules against texts that break them.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agentNames } from "../../src/runner/agents/agents.ts";
import { AGENT_NAMES, agentNamed, agentSecrets } from "../../src/text/agents/agents.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { inputVariable, RUN_INPUTS } from "../../src/text/run/run-inputs.ts";
import { isCurrentWorkflow, workflowVersion } from "../../src/text/workflow/installed.ts";
import { renderWorkflow, runnerFiles } from "../../src/text/workflow/workflow.ts";
import { parseWorkflow, secretsIn, workflowProblems } from "../support/github-http/workflow-rules.ts";

/** Which no file has: the template runs nothing before the command has put the real ones in their place. */
const NO_HASHES = { "runner.mjs": "0".repeat(64), "tuner.mjs": "0".repeat(64), "acp.mjs": "0".repeat(64) };
const CLAUDE = renderWorkflow("claude", NO_HASHES);
/** Agents whose workflow people may have installed: those of the released versions, and of the next one before it is out. */
const INSTALLED = ["claude", "codex", "copilot", "gemini", "opencode", "tuner", "command"];
/** An expression of GitHub's. */
const of = (expression: string) => `\${{ ${expression} }}`;
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("renderWorkflow", () => {
  it("has a setup for each agent that the runner knows", () => {
    expect(new Set(AGENT_NAMES)).toEqual(new Set(agentNames("any")));
  });

  it.each(AGENT_NAMES)("keeps every rule with the agent %s", (agent) => {
    expect(workflowProblems(renderWorkflow(agent, NO_HASHES))).toEqual([]);
  });

  it.each(AGENT_NAMES)("gives %s its secrets in one step, and nothing else any", (agent) => {
    const { jobs } = parseWorkflow(renderWorkflow(agent, NO_HASHES));
    const all = Object.values(jobs).flatMap(({ steps }) => steps.map(secretsIn));
    const shown = all.filter((names) => names.length > 0);
    const expected = agentNamed(agent)?.isOperators ? ["AGENT_API_KEY"] : agentSecrets(agent);
    expect(shown).toEqual(expected.length === 0 ? [] : [expected]);
    expect(secretsIn(jobs.evaluate)).toEqual([]);
  });

  it("hands every input on, and nothing else", () => {
    const { on, env, concurrency, ...rest } = parseWorkflow(CLAUDE);
    expect(Object.keys(on.workflow_dispatch.inputs)).toEqual(RUN_INPUTS);
    const handed = RUN_INPUTS.map((input) => [inputVariable(input), of(`inputs.${input}`)]);
    expect(env).toEqual(Object.fromEntries(handed));
    expect(concurrency.group).toBe(`autoloop-${of("inputs.program")}`);
    // The app finds a run by the last word of its name.
    expect(rest["run-name"].split(" ").slice(-3).join(" ")).toBe(of("inputs.nonce"));
  });

  it("passes one document from the first machine to the second, and one to the app", () => {
    const { propose, evaluate } = parseWorkflow(CLAUDE).jobs;
    const artifacts = (job: typeof propose) =>
      job?.steps.flatMap(({ uses = "", with: given }) =>
        uses.includes("-artifact@") ? [[uses.split("@")[0], given?.name, given?.path]] : [],
      );
    expect(evaluate?.needs).toBe("propose");
    expect(artifacts(propose)).toEqual([["actions/upload-artifact", "autoloop-proposal", "proposal.json"]]);
    expect(artifacts(evaluate)).toEqual([
      ["actions/download-artifact", "autoloop-proposal", "proposal"],
      ["actions/upload-artifact", `autoloop-report-${of("inputs.nonce")}`, "report.json"],
    ]);
  });

  it("runs the file of the repository that it knows by its hash, and checks that directly before", () => {
    const runner = "runner/.github/autoloop/runner.mjs";
    for (const [id, { steps }] of Object.entries(
      parseWorkflow(renderWorkflow("claude", { "runner.mjs": "a".repeat(64) })).jobs,
    )) {
      const at = steps.findIndex(({ run = "" }) => run.startsWith("node "));
      expect(steps[at]?.run).toMatch(
        new RegExp(`^node ${runner} ${id === "propose" ? "propose" : "evaluate"} `),
      );
      expect(steps[at - 1]?.run).toBe(`echo '${"a".repeat(64)}  ${runner}' | sha256sum --check --strict\n`);
    }
  });

  it("checks the built-in agent as well where that is what it starts", () => {
    const { propose, evaluate } = parseWorkflow(renderWorkflow("tuner", NO_HASHES)).jobs;
    const checked = (job: typeof propose) =>
      job?.steps.flatMap(({ run = "" }) =>
        [...run.matchAll(/autoloop\/(\w+\.mjs)'/g)].map(([, name]) => name),
      );
    expect([checked(propose), checked(evaluate)]).toEqual([["runner.mjs", "tuner.mjs"], ["runner.mjs"]]);
    expect(AGENT_NAMES.filter((agent) => runnerFiles(agent).length > 1)).toEqual(["tuner", "acp"]);
  });

  it("names no package of a registry but the agent's own", () => {
    for (const agent of AGENT_NAMES) expect(renderWorkflow(agent, NO_HASHES)).not.toMatch(/npx|autoloop@/);
  });

  it("is what templates/autoloop.yml holds (with zeros for hashes; see .ci/run)", () => {
    expect(read("templates/autoloop.yml")).toBe(CLAUDE);
  });

  it("refuses an agent that nobody knows", () => {
    expect(() => renderWorkflow("constructor", NO_HASHES)).toThrow("There is no such agent.");
  });
});

describe("workflowVersion", () => {
  it("is raised by every change after which installed files must be replaced", () => {
    // Where this fails: raise WORKFLOW_VERSION, unless installed files go on working as they are. Then note the hash.
    const texts = INSTALLED.map((agent) => renderWorkflow(agent, NO_HASHES));
    expect([workflowVersion(CLAUDE), sha256(texts.join("\n"))]).toEqual([
      2,
      "2fe76adc7368d1ce8ce99b02d01841bfaebd7056c191b92c095d9b3b905ec446",
    ]);
  });

  it("survives what people add and how their editor ends lines", () => {
    const added = CLAUDE.replace(
      "      # Tools that the evaluation needs go here.",
      "      - uses: actions/setup-python@v6",
    );
    expect(added).not.toBe(CLAUDE);
    expect([added, CLAUDE.replaceAll("\n", "\r\n")].map(isCurrentWorkflow)).toEqual([true, true]);
  });

  it("tells older files, newer ones and other people's apart", () => {
    const at = (version: string) => CLAUDE.replace("autoloop-workflow: 2", `autoloop-workflow: ${version}`);
    expect([at("1"), at("3"), "on: push\n"].map(isCurrentWorkflow)).toEqual([false, false, false]);
    expect([at("0"), at("3"), "on: push\n", at("x")].map(workflowVersion)).toEqual([0, 3, null, null]);
  });
});

describe("workflowProblems", () => {
  const problemsAfter = (from: string, to: string) => {
    const text = CLAUDE.replace(from, () => to);
    expect(text).not.toBe(CLAUDE);
    return workflowProblems(text);
  };
  const RUN = "runner.mjs evaluate --memory";

  it.each([
    ["an input in a script", RUN, `runner.mjs ${of("inputs.program")} evaluate --memory`, "inputs.program"],
    ["an event in a script", RUN, `runner.mjs ${of("github.event.sender")} evaluate`, "github.event"],
    [
      "a secret for the second job",
      `"true"\n        run: node runner/.github/autoloop/runner.mjs evaluate`,
      `"${of("secrets.X")}"\n        run: node runner/.github/autoloop/runner.mjs evaluate`,
      "evaluate, Evaluate the proposal: sees a secret",
    ],
    ["all secrets at once", of("secrets.ANTHROPIC_API_KEY"), of("toJSON(secrets)"), "toJSON(secrets)"],
    [
      "a secret for everybody",
      of("inputs.base"),
      of("secrets.X"),
      "workflow: holds the expression secrets.X",
    ],
    ["a tag", "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "is not pinned by commit"],
    ["a commit of unknown version", " # v7.0.1", "", "is not pinned by commit"],
    ["a right to write", "contents: read", "contents: write", "propose: may do more than read contents"],
    ["a token left behind", "persist-credentials: false", "persist-credentials: true", "leaves its token"],
    ["a package of any version", "claude-code@2.1.329", "claude-code", "no certain version"],
  ])("finds %s", (_what, from, to, said) => {
    expect(problemsAfter(from, to).join("\n")).toContain(said);
  });

  it.each([
    ["another trigger", "on:\n", "on:\n  pull_request_target:\n"],
    ["a job without an end", "    timeout-minutes: 360\n", ""],
    ["a job without permissions", "    permissions:\n      contents: read\n", ""],
    ["permissions for all jobs", "permissions: {}", "permissions:\n  contents: write"],
    ["an input that may be left out", "required: true", "required: false"],
    [
      "a step that goes on after a failure",
      "        run: node",
      "        continue-on-error: true\n        run: node",
    ],
    ["a job in a container", "    needs: propose\n", "    needs: propose\n    container: node\n"],
    ["a key twice", "name: Autoloop\n", "name: Autoloop\nname: Autoloop\n"],
  ])("refuses %s", (_what, from, to) => {
    expect(() => problemsAfter(from, to)).toThrow();
  });
});
