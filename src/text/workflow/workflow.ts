// The workflow by which GitHub Actions runs iterations: two jobs that share nothing but one document. A person installs
// it; the app only looks whether it is there and current. No input may ever stand in a script, and no secret anywhere
// but in the one step that starts the agent.

import { UserInput } from "../../domain/errors.ts";
import { JOB, MEMORY_BRANCH, RUNNER_FOLDER } from "../../domain/program/names.ts";
import { CHOICE_VARIABLE, SILENCE_VARIABLE } from "../agents/agent-choice.ts";
import type { AgentRow } from "../agents/agent-row.ts";
import { AGENT_NAMES, agentMeant, agentNamed } from "../agents/agents.ts";
import { inputVariable, RUN_INPUTS, type RunInputs } from "../run/run-inputs.ts";
import { type RunnerHashes, WORKFLOW_VERSION } from "./installed.ts";
import { ACTION, ARTIFACTS_V3 } from "./pinned-actions.ts";
import { HOSTED, type WorkflowPlace } from "./place.ts";

/** Minutes of a job at most, GitHub's own limit: the runner and the app end a run much earlier. */
const TIMEOUT_MINUTES = 360;
/** Days that a document is kept; the app reads it within minutes. */
const RETENTION_DAYS = 7;

const DESCRIPTIONS: Readonly<Record<keyof RunInputs, string>> = {
  program: "Name of the program",
  iteration: "Number of the iteration",
  kind: "baseline, improve, fix or measure",
  attempt: "Number of the attempt",
  base: "Commit to start from",
  definition: "SHA-256 of the approved program",
  request: "SHA-256 of the request on the memory branch",
  nonce: "Name of this run",
};

/** Files of the build that the workflow for an agent starts, first the runner. */
export function runnerFiles(agent: string): readonly string[] {
  const builtIn: string[] = [];
  const builtInNamed = (name: string) => {
    builtIn.push(`${name}.mjs`);
    return "";
  };
  const nowhere = {
    prompt: "",
    context: "",
    answer: "",
    exchange: "",
    node: "",
    isIsolated: false,
    line: [],
  };
  agentNamed(agent)?.argv({ ...nowhere, builtIn: builtInNamed }, { model: null, baseUrl: null });
  return ["runner.mjs", ...builtIn];
}

/**
 * The text of `.github/workflows/autoloop.yml`.
 * @param hashes of `runnerFiles`
 * @param place where it runs
 * @throws UserInput for an agent that it cannot be written for
 */
export function renderWorkflow(agent: string, hashes: RunnerHashes, place: WorkflowPlace = HOSTED): string {
  const artifacts = place.artifacts === "v3" ? ARTIFACTS_V3 : ACTION;
  const row = agentNamed(agent);
  if (row === null) {
    throw new UserInput(
      "There is no such agent.",
      `Agents are ${AGENT_NAMES.join(", ")}.${agentMeant(agent)}`,
    );
  }
  return `# Autoloop runs agents and measures what they propose with this file. It belongs on the default branch as
# .github/workflows/autoloop.yml; \`node autoloop.mjs workflow --agent ${agent}\` writes it. Autoloop starts it, nobody else.
# What it runs is a file of this repository, ${RUNNER_FOLDER}/runner.mjs, and no other than the one with the hash below.
# autoloop-workflow: ${WORKFLOW_VERSION}
name: Autoloop
run-name: "autoloop ${of("inputs.program")} iteration ${of("inputs.iteration")} ${of("inputs.nonce")}"

on:
  workflow_dispatch:
    inputs:
${RUN_INPUTS.map(input).join("")}
permissions: {}

concurrency:
  group: autoloop-${of("inputs.program")}
  cancel-in-progress: false

# Inputs reach scripts as variables only: what stands in them is never read as a command.
env:
${RUN_INPUTS.map((name) => `  ${inputVariable(name)}: ${of(`inputs.${name}`)}\n`).join("")}
jobs:
  # The agent works here, with its secret. All that leaves is one document with the files that it changed.
  propose:
    name: ${JOB.propose}
    runs-on: ${place.runsOn}
    timeout-minutes: ${TIMEOUT_MINUTES}
    permissions:
      contents: read
    steps:
${CHECKOUTS}      # Tools that the agent is to have go here.
${installStep(row)}${checkStep(agent, hashes)}      - name: Propose a change
        env:
          npm_config_ignore_scripts: "true"
${secrets(row)}        run: ${runner("propose", "--memory memory --base base --out proposal.json")}
${upload(artifacts.upload, "autoloop-proposal", "proposal.json")}
  # What was proposed is measured here, on another machine and without a secret.
  evaluate:
    name: ${JOB.evaluate}
    needs: propose
    runs-on: ${place.runsOn}
    timeout-minutes: ${TIMEOUT_MINUTES}
    permissions:
      contents: read
    steps:
${CHECKOUTS}      # Tools that the evaluation needs go here.
      - name: Fetch the proposal
        uses: ${artifacts.download}
        with:
          name: autoloop-proposal
          path: proposal
${checkStep("", hashes)}      - name: Evaluate the proposal
        env:
          npm_config_ignore_scripts: "true"
        run: ${runner("evaluate", "--memory memory --base base --proposal proposal/proposal.json --out report.json")}
${upload(artifacts.upload, `autoloop-report-${of("inputs.nonce")}`, "report.json")}`;
}

/** An expression of GitHub's, which it puts a value in place of. */
function of(expression: string): string {
  return `\${{ ${expression} }}`;
}

function input(name: keyof RunInputs): string {
  return `      ${name}:
        description: ${DESCRIPTIONS[name]}
        required: true
        type: string
`;
}

const CHECKOUTS = `      - name: Fetch the base commit
        uses: ${ACTION.checkout}
        with:
          ref: ${of("inputs.base")}
          path: base
          persist-credentials: false
      - name: Fetch the memory branch
        uses: ${ACTION.checkout}
        with:
          ref: ${MEMORY_BRANCH}
          path: memory
          persist-credentials: false
      - name: Fetch the runner
        uses: ${ACTION.checkout}
        with:
          path: runner
          sparse-checkout: ${RUNNER_FOLDER}
          persist-credentials: false
      - name: Set up Node.js
        uses: ${ACTION.node}
        with:
          node-version: 24
          package-manager-cache: false
`;

function installStep({ name, install }: AgentRow): string {
  if (install === null) return "";
  return `      - name: Install ${name}
        run: npm install --global ${install}
`;
}

function secrets({ isOperators, keys, variables, takes, speaks }: AgentRow): string {
  const names = keys.map(({ variable }) => variable).join(",");
  const settings = [
    ...keys.map(({ variable, secret }) => `${variable}: ${of(`secrets.${secret}`)}`),
    // Any variable may be meant for it, so those it gets have to be named.
    ...(variables === "any" ? [`AUTOLOOP_AGENT_VARIABLES: ${names}`] : []),
    // Variables of the repository, empty where nobody set them.
    ...[...takes.map((choice) => CHOICE_VARIABLE[choice]), ...(speaks ? [SILENCE_VARIABLE] : [])].map(
      (name) => `${name}: ${of(`vars.${name}`)}`,
    ),
    ...(isOperators ? [`AUTOLOOP_AGENT_COMMAND: ${of("vars.AUTOLOOP_AGENT_COMMAND")}`] : []),
  ];
  return settings.map((line) => `          ${line}\n`).join("");
}

/** Directly before the step that starts the runner. */
function checkStep(agent: string, hashes: RunnerHashes): string {
  const lines = runnerFiles(agent).map(
    (name) =>
      `          echo '${hashes[name] ?? ""}  runner/${RUNNER_FOLDER}/${name}' | sha256sum --check --strict\n`,
  );
  return `      - name: Check the runner
        run: |
${lines.join("")}`;
}

function runner(verb: string, options: string): string {
  return `node runner/${RUNNER_FOLDER}/runner.mjs ${verb} ${options}`;
}

function upload(action: string, name: string, path: string): string {
  return `      - name: Hand over the ${path === "report.json" ? "report" : "proposal"}
        uses: ${action}
        with:
          name: ${name}
          path: ${path}
          if-no-files-found: error
          retention-days: ${RETENTION_DAYS}
`;
}
