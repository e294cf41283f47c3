// The workflow by which GitHub Actions runs iterations: two jobs that share nothing but one document. A person installs
// it; the app only looks whether it is there and current. No input may ever stand in a script, and no secret anywhere
// but in the one step that starts the agent.

import { UserInput } from "../../domain/errors.ts";
import { VERSION } from "../../domain/journal/version.ts";
import { JOB, MEMORY_BRANCH } from "../../domain/program/names.ts";
import type { WorkflowFor } from "../../domain/repository/readiness.ts";
import { CHOICE_VARIABLE, SILENCE_VARIABLE } from "../agents/agent-choice.ts";
import type { AgentRow } from "../agents/agent-row.ts";
import { AGENT_NAMES, agentMeant, agentNamed, agentSecrets } from "../agents/agents.ts";
import { inputVariable, RUN_INPUTS, type RunInputs } from "../run/run-inputs.ts";

/** Raised whenever an installed file must be replaced; a test says when that is. */
const WORKFLOW_VERSION = 1;
const MARKER = /^# autoloop-workflow: (\d{1,6})$/m;

/** Minutes of a job at most, GitHub's own limit: the runner and the app end a run much earlier. */
const TIMEOUT_MINUTES = 360;
/** Days that a document is kept; the app reads it within minutes. */
const RETENTION_DAYS = 7;

/**
 * Actions by the commits of releases. Each commit stands beside the same version in files of at least two projects:
 * checkout in pnpm/pnpm and openai/codex, setup-node in astral-sh/ruff and openai/codex, upload-artifact in
 * biomejs/biome, astral-sh/uv and home-assistant/core, download-artifact in biomejs/biome and astral-sh/uv.
 */
const ACTION = {
  checkout: "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
  node: "actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0",
  upload: "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
  download: "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
} as const;

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

/**
 * The text of `.github/workflows/autoloop.yml`.
 * @throws UserInput for an agent that it cannot be written for
 */
export function renderWorkflow(agent: string): string {
  const row = agentNamed(agent);
  if (row === null) {
    throw new UserInput(
      "There is no such agent.",
      `Agents are ${AGENT_NAMES.join(", ")}.${agentMeant(agent)}`,
    );
  }
  return `# Autoloop runs agents and measures what they propose with this file. It belongs on the default branch as
# .github/workflows/autoloop.yml; \`node autoloop.mjs workflow --agent ${agent}\` prints it. Autoloop starts it, nobody else.
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
    runs-on: ubuntu-latest
    timeout-minutes: ${TIMEOUT_MINUTES}
    permissions:
      contents: read
    steps:
${CHECKOUTS}      # Tools that the agent is to have go here.
${installStep(row)}      - name: Propose a change
        env:
          npm_config_ignore_scripts: "true"
${secrets(row)}        run: ${runner("propose", "--memory memory --base base --out proposal.json")}
${upload("autoloop-proposal", "proposal.json")}
  # What was proposed is measured here, on another machine and without a secret.
  evaluate:
    name: ${JOB.evaluate}
    needs: propose
    runs-on: ubuntu-latest
    timeout-minutes: ${TIMEOUT_MINUTES}
    permissions:
      contents: read
    steps:
${CHECKOUTS}      # Tools that the evaluation needs go here.
      - name: Fetch the proposal
        uses: ${ACTION.download}
        with:
          name: autoloop-proposal
          path: proposal
      - name: Evaluate the proposal
        env:
          npm_config_ignore_scripts: "true"
        run: ${runner("evaluate", "--memory memory --base base --proposal proposal/proposal.json --out report.json")}
${upload(`autoloop-report-${of("inputs.nonce")}`, "report.json")}`;
}

/** What the repository of an agent should have installed; null: nobody here knows how to set that agent up. */
export const wantedWorkflow: WorkflowFor = (agent) =>
  agentNamed(agent) === null
    ? null
    : { text: renderWorkflow(agent), secrets: agentSecrets(agent), isCurrent: isCurrentWorkflow };

/** The version that an installed file says it has; null where it is not one of Autoloop's. */
export function workflowVersion(text: string): number | null {
  const found = MARKER.exec(text.replaceAll("\r\n", "\n"))?.[1];
  return found === undefined ? null : Number(found);
}

/** Whether an installed file works with this app. What people add to it, tools for their evaluation say, is theirs. */
export function isCurrentWorkflow(text: string): boolean {
  return workflowVersion(text) === WORKFLOW_VERSION;
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

function secrets({ argv, keys, variables, takes, speaks }: AgentRow): string {
  const names = keys.map(({ variable }) => variable).join(",");
  const settings = [
    ...keys.map(({ variable, secret }) => `${variable}: ${of(`secrets.${secret}`)}`),
    // Any variable may be meant for it, so those it gets have to be named.
    ...(variables === "any" ? [`AUTOLOOP_AGENT_VARIABLES: ${names}`] : []),
    // Variables of the repository, empty where nobody set them.
    ...[...takes.map((choice) => CHOICE_VARIABLE[choice]), ...(speaks ? [SILENCE_VARIABLE] : [])].map(
      (name) => `${name}: ${of(`vars.${name}`)}`,
    ),
    ...(argv === null ? [`AUTOLOOP_AGENT_COMMAND: ${of("vars.AUTOLOOP_AGENT_COMMAND")}`] : []),
  ];
  return settings.map((line) => `          ${line}\n`).join("");
}

function runner(verb: string, options: string): string {
  return `npx --yes --package=autoloop@${VERSION} autoloop-runner ${verb} ${options}`;
}

function upload(name: string, path: string): string {
  return `      - name: Hand over the ${path === "report.json" ? "report" : "proposal"}
        uses: ${ACTION.upload}
        with:
          name: ${name}
          path: ${path}
          if-no-files-found: error
          retention-days: ${RETENTION_DAYS}
`;
}
