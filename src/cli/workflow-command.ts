// `autoloop workflow`: puts the workflow that runs iterations on GitHub Actions into a repository, with the runner that it
// starts. Commits nothing, and writes over nothing that people changed unless it is told to.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { AGENT_NAMES, agentMeant, agentSecrets, DEFAULT_AGENT } from "../text/agents/agents.ts";
import { renderWorkflow, runnerFiles } from "../text/workflow/workflow.ts";
import { type Build, hashesOf, type Installed, install, repositoryAt } from "./workflow-files.ts";

/** Exit codes: the files are there; they are not, because people changed them; they cannot be. */
const EXIT = { there: 0, changed: 1, failed: 2 } as const;

interface Options {
  readonly agent?: string;
  readonly print?: true;
  readonly force?: true;
  readonly json?: true;
}

/** Adds the command. It sets `process.exitCode`. */
export function registerWorkflow(program: Command): void {
  program
    .command("workflow")
    .description(
      "write the workflow that runs iterations on GitHub Actions, and its runner, into a repository",
    )
    .argument("[directory]", "a clone of the repository", ".")
    .addOption(
      new Option(
        "--agent <name>",
        `the agent to set up (default: the one of the file that is there, else ${DEFAULT_AGENT})`,
      )
        .choices(AGENT_NAMES)
        .argParser(agentOf),
    )
    .option("--print", "print the workflow, write nothing")
    .option("--force", "write over files that were changed")
    .option("--json", "one JSON object")
    .action(async (directory: string, options: Options) => {
      process.exitCode = await workflow(directory, options);
    });
}

async function workflow(directory: string, { agent, print, force, json }: Options): Promise<number> {
  const build = await readBuild();
  if (build === null)
    return complain("the files of the build are not beside this program; `npm run build` makes them");
  if (print === true) {
    process.stdout.write(renderWorkflow(agent ?? DEFAULT_AGENT, hashesOf(build)));
    return EXIT.there;
  }
  const root = await repositoryAt(directory);
  if (root === null)
    return complain(`${directory} is in no git repository; run this in a clone, or name one as the argument`);
  const found = await install(root, build, { agent: agent ?? null, force: force === true });
  process.stdout.write(json === true ? `${JSON.stringify(facts(root, found))}\n` : summary(root, found));
  return found.files.some(({ state }) => state === "changed") ? EXIT.changed : EXIT.there;
}

/** The bundled files beside this one, or in the folder of the build; null: there are none. */
async function readBuild(): Promise<Build | null> {
  const up = import.meta.url.endsWith(".mjs")
    ? "./"
    : import.meta.url.includes("/dist/")
      ? "../../"
      : "../../dist/";
  const names = new Set(AGENT_NAMES.flatMap(runnerFiles));
  const read = async (name: string) => readFile(fileURLToPath(new URL(`${up}${name}`, import.meta.url)));
  try {
    return new Map(await Promise.all([...names].map(async (name) => [name, await read(name)] as const)));
  } catch {
    return null;
  }
}

function complain(problem: string): number {
  process.stderr.write(`autoloop workflow: ${problem}\n`);
  return EXIT.failed;
}

function facts(repository: string, { agent, files }: Installed) {
  return { repository, agent, files, secrets: agentSecrets(agent) };
}

function summary(root: string, { agent, files }: Installed): string {
  const STATE = {
    written: "written",
    current: "is there already",
    changed: "was changed, and is left as it is",
  };
  const lines = files.map(
    ({ path, state, kept }) => `${path}: ${STATE[state]}${kept ? " (with what was added to it)" : ""}`,
  );
  if (files.some(({ state }) => state === "changed"))
    return `${[...lines, `Nothing was written in ${root}; --force writes over what was changed.`].join("\n")}\n`;
  const secrets = agentSecrets(agent);
  const next = files.some(({ state }) => state === "written")
    ? [
        "Commit these files to the default branch, and protect them there as you protect your other workflows.",
      ]
    : [];
  const secret =
    secrets.length === 0 ? [] : [`The agent ${agent} needs a secret of Actions: ${secrets.join(" or ")}.`];
  return `${[...lines, ...next, ...secret].join("\n")}\n`;
}

/** @throws InvalidArgumentError which says what could have been meant; the command line knows only what is allowed */
function agentOf(name: string): string {
  if (AGENT_NAMES.includes(name)) return name;
  throw new InvalidArgumentError(`Allowed choices are ${AGENT_NAMES.join(", ")}.${agentMeant(name)}`);
}
