// The workflow as people install it, against the rules that keep it safe; and the rules against texts that break them.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/domain/journal/version.ts";
import { agentNames } from "../../src/runner/agents/agents.ts";
import { AGENT_NAMES, agentSecrets } from "../../src/text/agents/agents.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { inputVariable, RUN_INPUTS } from "../../src/text/run/run-inputs.ts";
import { isCurrentWorkflow, renderWorkflow, workflowVersion } from "../../src/text/workflow/workflow.ts";
import { parseWorkflow, secretsIn, workflowProblems } from "../support/github-http/workflow-rules.ts";

const CLAUDE = renderWorkflow("claude");
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
    expect(workflowProblems(renderWorkflow(agent))).toEqual([]);
  });

  it.each(AGENT_NAMES)("gives %s its secrets in one step, and nothing else any", (agent) => {
    const { jobs } = parseWorkflow(renderWorkflow(agent));
    const all = Object.values(jobs).flatMap(({ steps }) => steps.map(secretsIn));
    const shown = all.filter((names) => names.length > 0);
    const expected = agent === "command" ? ["AGENT_API_KEY"] : agentSecrets(agent);
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

  it("runs this version of the runner", () => {
    const package_: unknown = JSON.parse(read("package.json"));
    expect(package_).toMatchObject({
      version: VERSION,
      bin: { "autoloop-runner": "dist/runner.mjs" },
    });
    const runs = Object.values(parseWorkflow(CLAUDE).jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run = "" }) => (run.startsWith("npx ") ? [run.split(" ").slice(0, 5)] : [])),
    );
    const command = ["npx", "--yes", `--package=autoloop@${VERSION}`, "autoloop-runner"];
    expect(runs).toEqual([
      [...command, "propose"],
      [...command, "evaluate"],
    ]);
  });

  it("is what templates/autoloop.yml holds (npm run build, then node dist/autoloop.mjs workflow > templates/autoloop.yml)", () => {
    expect(read("templates/autoloop.yml")).toBe(CLAUDE);
  });

  it("refuses an agent that nobody knows", () => {
    expect(() => renderWorkflow("constructor")).toThrow("There is no such agent.");
  });
});

describe("workflowVersion", () => {
  it("is raised by every change after which installed files must be replaced", () => {
    // Where this fails: raise WORKFLOW_VERSION, unless installed files go on working as they are. Then note the hash.
    const texts = INSTALLED.map((agent) => renderWorkflow(agent).replaceAll(VERSION, "VERSION"));
    expect([workflowVersion(CLAUDE), sha256(texts.join("\n"))]).toEqual([
      1,
      "fb51c7272cb3e5e534da6ab867759ec69168e38d410d23ec5379ae77386d2c0d",
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
    const at = (version: string) => CLAUDE.replace("autoloop-workflow: 1", `autoloop-workflow: ${version}`);
    expect([at("0"), at("2"), "on: push\n"].map(isCurrentWorkflow)).toEqual([false, false, false]);
    expect([at("0"), at("2"), "on: push\n", at("x")].map(workflowVersion)).toEqual([0, 2, null, null]);
  });
});

describe("workflowProblems", () => {
  const problemsAfter = (from: string, to: string) => {
    const text = CLAUDE.replace(from, () => to);
    expect(text).not.toBe(CLAUDE);
    return workflowProblems(text);
  };
  const RUN = "autoloop-runner evaluate --memory";

  it.each([
    [
      "an input in a script",
      RUN,
      `autoloop-runner ${of("inputs.program")} evaluate --memory`,
      "inputs.program",
    ],
    [
      "an event in a script",
      RUN,
      `echo ${of("github.event.sender")}; autoloop-runner evaluate`,
      "github.event",
    ],
    [
      "a secret for the second job",
      `"true"\n        run: npx --yes --package=autoloop@${VERSION} autoloop-runner evaluate`,
      `"${of("secrets.X")}"\n        run: npx --yes --package=autoloop@${VERSION} autoloop-runner evaluate`,
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
      "        run: npx",
      "        continue-on-error: true\n        run: npx",
    ],
    ["a job in a container", "    needs: propose\n", "    needs: propose\n    container: node\n"],
    ["a key twice", "name: Autoloop\n", "name: Autoloop\nname: Autoloop\n"],
  ])("refuses %s", (_what, from, to) => {
    expect(() => problemsAfter(from, to)).toThrow();
  });
});
