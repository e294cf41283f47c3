// The sentences about what must be ready in a repository: what is so, or what is to be done and where. Names that
// come from outside are inert here already.

import {
  canonicalBranch,
  LABEL,
  MEMORY_BRANCH,
  REPO_CONFIG_PATH,
  RUNNER_FOLDER,
  WORKFLOW,
} from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import { type ReadinessCheck, SERVERS } from "../../domain/repository/readiness.ts";
import { agentNamed } from "../agents/agents.ts";
import { inlineCode } from "../format/inert.ts";

/** What is said about a check, and where to do something about it. */
export type Words = Pick<ReadinessCheck, "text" | "link">;

/** Names in one sentence; more are counted. */
const NAMED = 5;

function say(text: string, link: ReadinessCheck["link"] = null): Words {
  return { text, link };
}

function names(all: readonly string[], word = ", "): string {
  const shown = all.slice(0, NAMED).map((name) => inlineCode(name, 60));
  return all.length > NAMED ? `${shown.join(", ")} and ${all.length - NAMED} more` : shown.join(word);
}

export const permissionWords = {
  granted: () => say("Autoloop has the permissions that it asks for."),
  lacking: (lacking: readonly string[], url: string) =>
    say(
      `Autoloop lacks ${names(lacking)}: an owner of the account grants that on the page of the installation; where ` +
        "it offers nothing to accept, the app's own settings have to ask for it first.",
      { text: "Page of the installation", url },
    ),
};

export const serverWords = {
  known: (version: string) =>
    say(
      `This is GitHub Enterprise Server ${inlineCode(version, 40)}; docs/ghes.md says what works otherwise there.`,
    ),
  unknown: (version: string) =>
    say(
      `This is GitHub Enterprise Server ${inlineCode(version, 40)}. Autoloop was held against the descriptions of ` +
        `${SERVERS[0]} to ${SERVERS.at(-1)} only: whoever runs Autoloop finds in docs/ghes.md what hangs on the version.`,
    ),
};

export const labelWords = {
  there: () => say(`The label \`${LABEL.program}\` exists.`),
  absent: (links: Links) =>
    say(`The label \`${LABEL.program}\`, which makes a program of an issue, does not exist: create it.`, {
      text: "Labels",
      url: links.labels,
    }),
};

export const ciWords = {
  notAsked: () => say("No check is asked for (`ci: none`)."),
  empty: () => say("The repository is empty: push a first commit."),
  green: () => say("Checks of the default branch succeed."),
  running: () => say("No check of the default branch has ended yet."),
  red: (failing: readonly string[]) =>
    say(
      `On the default branch ${names(failing)} did not succeed: mend that, every iteration starts from there.`,
    ),
  none: (links: Links) =>
    say(
      `No check ran on the newest commit of the default branch: let CI run on pushes, also to \`${canonicalBranch("**")}\`, ` +
        `or write \`ci: none\` into \`${REPO_CONFIG_PATH}\`.`,
      { text: "Set up CI", url: links.newCi },
    ),
};

export const memoryWords = {
  there: () => say(`The branch \`${MEMORY_BRANCH}\` is there.`),
  later: () => say(`The branch \`${MEMORY_BRANCH}\` is made with the first program.`),
  restricted: (rules: readonly string[], links: Links) =>
    say(
      `Rules of this repository (${names(rules)}) also hold for \`${MEMORY_BRANCH}\` and may refuse what Autoloop writes ` +
        "there: put the app on their bypass list, or leave that branch out of them.",
      { text: "Rules", url: links.rules },
    ),
};

export const branchWords = {
  free: () =>
    say(
      `No rule of this repository is in the way of the branches of programs (\`${canonicalBranch("**")}\`).`,
    ),
  restricted: (rules: readonly string[], links: Links) =>
    say(
      `Rules of this repository (${names(rules)}) also hold for the branches of programs (\`${canonicalBranch("**")}\`) and may ` +
        "refuse what Autoloop pushes there: put the app on their bypass list, or leave those branches out of them.",
      { text: "Rules", url: links.rules },
    ),
};

export const draftWords = {
  perhapsNone: () =>
    say(
      "This repository is private: where its owner’s plan has no draft pull requests for it, Autoloop opens an ordinary one, " +
        "which says so.",
    ),
};

export const workflowWords = {
  notNeeded: () => say("Runs do not happen on GitHub Actions here."),
  unknownAgent: (agent: string) =>
    say(`Autoloop does not know how to set up the agent ${inlineCode(agent, 60)} on GitHub Actions.`),
  current: () => say(`The workflow \`${WORKFLOW.path}\` is there and current.`),
  absent: (agent: string) => say(`The workflow \`${WORKFLOW.path}\` is missing: ${written(agent)}`),
  withoutRunner: (files: readonly string[], agent: string) =>
    say(
      `The workflow starts ${names(files.map((name) => `${RUNNER_FOLDER}/${name}`))}, which is not on the default branch: ` +
        written(agent),
    ),
  outdated: (agent: string) =>
    say(
      `The workflow \`${WORKFLOW.path}\` is one that this version of Autoloop cannot use: ${written(agent)} What you ` +
        "added to the file has to be added again; `--force` writes over it.",
    ),
};

/** The agent on the machine that runs Autoloop; nobody but its operator can do anything about that. */
export const agentWords = {
  there: (agent: string) =>
    say(`The machine that runs Autoloop can start the agent ${inlineCode(agent, 60)}.`),
  absent: (agent: string, command: string) => {
    const spec = agentNamed(agent)?.install ?? null;
    const how = spec === null ? "" : ` (${inlineCode(`npm install --global ${spec}`, 120)})`;
    return say(
      `The command ${inlineCode(command, 60)} is not on \`PATH\` where Autoloop runs: whoever runs Autoloop installs it there${how}, ` +
        "or chooses another agent.",
    );
  },
  noLine: (agent: string) =>
    say(
      `The agent ${inlineCode(agent, 60)} has no command line: whoever runs Autoloop sets \`AUTOLOOP_AGENT_COMMAND\`.`,
    ),
  free: (agent: string) => say(`No key is known to be needed by the agent ${inlineCode(agent, 60)}.`),
  paid: (agent: string) => say(`The agent ${inlineCode(agent, 60)} is given a key.`),
  unpaid: (agent: string, keys: readonly string[]) =>
    say(
      `The agent ${inlineCode(agent, 60)} is given no key: whoever runs Autoloop sets ${names(keys, " or ")} there and names it in ` +
        "`AUTOLOOP_AGENT_ENV`.",
    ),
};

function written(agent: string): string {
  return (
    `run ${command(agent)} in a clone of this repository, and commit the files that it writes to the default branch ` +
    "(it says which)."
  );
}

function command(agent: string): string {
  return inlineCode(`node autoloop.mjs workflow --agent ${agent}`, 120);
}

export const actionsWords = {
  enabled: () => say("GitHub Actions is switched on."),
  disabled: (links: Links) =>
    say("GitHub Actions is switched off: allow it in the repository's settings.", actionsSettings(links)),
  unknown: (links: Links) =>
    say(
      "Whether GitHub Actions is switched on is not for Autoloop to see: look into the repository's settings.",
      actionsSettings(links),
    ),
};

function actionsSettings(links: Links): ReadinessCheck["link"] {
  return { text: "Settings of Actions", url: links.workflowSettings };
}

export const secretWords = {
  notNeeded: (agent: string) => say(`No secret is known to be needed by the agent ${inlineCode(agent, 60)}.`),
  there: (found: string) => say(`The secret ${inlineCode(found, 60)} is there.`),
  absent: (wanted: readonly string[], links: Links) =>
    say(`The agent's secret is missing: add ${names(wanted, " or ")} to the secrets of Actions.`, {
      text: "New secret",
      url: links.newSecret,
    }),
  unknown: (wanted: readonly string[], links: Links) =>
    say(
      `Names of secrets are not for Autoloop to see: make sure that ${names(wanted, " or ")} is among those of Actions.`,
      { text: "Secrets of Actions", url: links.secrets },
    ),
};

export const isolationWords = {
  there: () => say("Agents and evaluations are isolated from the rest of the machine that runs them."),
  decided: () =>
    say("Agents and evaluations are not isolated from the machine that runs them: its operator decided so."),
  failed: () =>
    say(
      "Agents and evaluations are not isolated from the machine that runs them: whoever runs Autoloop finds in its log " +
        "what is missing, and in docs/operations.md what to do about it; `AUTOLOOP_ISOLATION=none` is the decision to go without.",
    ),
};
