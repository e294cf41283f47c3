// `npm run agents`: the real command lines of the agents against a model service on this machine, each started as the
// product starts it. Says what is not as the documentation promises.

import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CANDIDATES, type Candidate, candidate, NODE } from "./candidates.ts";
import { userCache } from "./install.ts";
import { agentsPage } from "./page.ts";
import { endRuns } from "./run.ts";
import { SCENARIOS } from "./scenarios.ts";
import { type Tried, tryAll } from "./try.ts";

const PAGE = fileURLToPath(new URL("../../../docs/agents.md", import.meta.url));
const HELP = `Usage: npm run agents [-- [NAME…] [options]]

Installs the command lines of agents from npm, in the versions that Autoloop pins, and runs each as Autoloop does against
a model service on this machine: what it changes, answers and costs, and how it fails.

  NAME            of ${CANDIDATES.join(", ")}; all of them where none is named
  --only NAME     one of ${SCENARIOS.map(({ name }) => name).join(", ")}; may be given more than once
  --cache DIR     where command lines are kept (default: ${userCache(process.env)})
  --at-once N     runs at the same time (default: three for each core, at most 8; most of the time they wait)
  --write-docs    write what was seen to docs/agents.md; needs all agents and everything
  --json          print what was seen as JSON, and progress on standard error only
  --help          say this

Exit code: 0 when everything is as the documentation promises, 1 when something is not, 2 for wrong usage.
`;

/** @throws TypeError for wrong usage */
function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: "string", multiple: true },
      cache: { type: "string" },
      "at-once": { type: "string" },
      "write-docs": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const stranger = positionals.find((name) => !CANDIDATES.includes(name));
  if (stranger !== undefined) throw new TypeError(`there is no agent ${stranger} to try`);
  const scenarios = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true);
  const unknown = values.only?.find((name) => !SCENARIOS.some((one) => one.name === name));
  if (unknown !== undefined) throw new TypeError(`--only: there is no ${unknown}`);
  const atOnce = Number(values["at-once"] ?? Math.min(8, 3 * availableParallelism()));
  if (!Number.isSafeInteger(atOnce) || atOnce < 1)
    throw new TypeError("--at-once is a whole number from 1 on");
  const whole = positionals.length === 0 && values.only === undefined;
  if (values["write-docs"] && !whole) throw new TypeError("--write-docs needs all agents and everything");
  return {
    ...values,
    names: positionals,
    scenarios,
    atOnce,
    cache: resolve(values.cache ?? userCache(process.env)),
  };
}

/** What was chosen, or what is wrong with it. */
function chosenOrUsage(): ReturnType<typeof options> | string {
  try {
    return options();
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

async function main({
  names,
  scenarios,
  cache,
  atOnce,
  json,
  help,
  "write-docs": writeDocs,
}: ReturnType<typeof options>): Promise<number> {
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void endRuns().finally(() => process.exit(1)));
  const began = performance.now();
  const tell = (line: string) => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  const candidates: Candidate[] = [];
  for (const name of CANDIDATES)
    if (names.length === 0 || names.includes(name))
      candidates.push(await candidate(name, cache, (spec) => tell(`installing ${spec}`)));
  const tried = await tryAll(candidates, scenarios, atOnce, (one) => tell(lineOf(one)));
  const seconds = Math.round((performance.now() - began) / 1_000);
  const wrong = tried.filter((one) => problemsOf(one).length > 0).length;
  if (json) process.stdout.write(`${JSON.stringify({ node: NODE, seconds, tried }, null, 2)}\n`);
  tell(`${tried.length} runs of ${candidates.length} agents, ${seconds} s: ${wrong} not as promised`);
  if (writeDocs) {
    await mkdir(dirname(PAGE), { recursive: true });
    await writeFile(PAGE, agentsPage(NODE, candidates, tried));
    tell(`wrote ${join("docs", "agents.md")}`);
  }
  return wrong === 0 ? 0 : 1;
}

function problemsOf({ wrong }: Tried): readonly string[] {
  return Object.entries(wrong).flatMap(([check, all]) => all.map((one) => `${check}: ${one}`));
}

function lineOf(tried: Tried): string {
  const { agent, scenario, seconds, slowness, said } = tried;
  const problems = problemsOf(tried);
  const head = `${problems.length === 0 ? "ok " : "NOT"} ${agent.padEnd(9)} ${scenario.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s`;
  return [
    head + (problems.length === 0 && said !== "" ? `  ${said}` : ""),
    ...(slowness === 1
      ? []
      : [`    at first it had too little time, for the machine was busy; then ${slowness} times as much`]),
    ...problems.map((one) => `    ${one}`),
  ].join("\n");
}

const chosen = chosenOrUsage();
if (typeof chosen === "string") {
  process.stderr.write(`${chosen}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(chosen);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
