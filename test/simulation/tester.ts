// `npm run test-the-tester`: puts known bugs back, one at a time and only in a copy, and asks the simulation to find
// each. A bug that no world shows is a hole in the simulation or in the invariants.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PatchedCopy } from "../support/process/patched-copy.ts";

const HELP = `Usage: npm run test-the-tester -- [options]

Applies each patch of test/simulation/bugs to a copy of the code, bundles it and lives through worlds
until one shows the bug. Prints a table; exits with 1 when a bug was not found.

  --seeds N     worlds for each bug (default 200)
  --only NAME   only the bugs whose name holds this
`;

const BUGS = resolve("test/simulation/bugs");

interface Finding {
  readonly name: string;
  readonly says: string;
  /** The first seed that shows it; null: none. */
  readonly seed: number | null;
  readonly problem: string;
}

function find(copy: PatchedCopy, name: string, seeds: string): Finding {
  const patch = join(BUGS, `${name}.patch`);
  const [says = ""] = readFileSync(patch, "utf8").split("\n", 1);
  copy.apply(patch);
  try {
    copy.bundle("test/simulation/main.ts");
    const { stdout } = spawnSync(process.execPath, ["dist/main.js", "--seeds", seeds, "--stop", "--json"], {
      cwd: copy.folder,
      encoding: "utf8",
    });
    const { failed, problems } = JSON.parse(stdout) as {
      readonly failed: readonly number[];
      readonly problems: readonly string[];
    };
    return { name, says, seed: failed[0] ?? null, problem: problems[0]?.split("\n", 1)[0] ?? "" };
  } finally {
    copy.revert(patch);
  }
}

function row({ name, says, seed, problem }: Finding): string {
  const shown = problem.slice(0, 110).replaceAll("|", "\\|");
  return `| ${name} | ${says} | ${seed ?? "**none**"} | ${shown} |`;
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else {
  const names = readdirSync(BUGS)
    .filter((file) => file.endsWith(".patch"))
    .map((file) => file.slice(0, -".patch".length))
    .filter((name) => name.includes(values.only))
    .toSorted();
  const copy = new PatchedCopy();
  let missed = 0;
  process.stdout.write(
    "| bug | what is wrong | seed | what the simulation says |\n| --- | --- | ---: | --- |\n",
  );
  for (const name of names) {
    const finding = find(copy, name, values.seeds);
    if (finding.seed === null) missed += 1;
    process.stdout.write(`${row(finding)}\n`);
  }
  copy.remove();
  process.stdout.write(`\n${names.length - missed} of ${names.length} bugs found.\n`);
  process.exitCode = missed === 0 ? 0 : 1;
}
