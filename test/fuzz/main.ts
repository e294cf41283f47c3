// `npm run fuzz`: every parser under as many inputs as a night has room for, in portions with a seed each, so that a
// failure can be seen again alone.

import { parseArgs } from "node:util";
import { TARGETS } from "./targets.ts";

const HELP = `Usage: npm run fuzz [-- --runs N] [--only NAME] [--seed N] [--path PATH]

Gives every parser N inputs (10,000), or one alone, and shows how long that took. A failure ends
its parser, prints the smallest input that breaks the law and the command that repeats it; the
others go on, and the exit code is 1.

Parsers: ${TARGETS.map(({ name }) => name).join(", ")}
`;

/** Inputs of one seed: between two of them progress is shown. */
const PORTION = 10_000;
const SEEDS = 0x7fffffff;

function fuzz(name: string, runs: number, seed: number, path: string): boolean {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new RangeError(`no parser is called ${name}`);
  const start = process.cpuUsage();
  for (let done = 0, portion = seed; done < runs; done += PORTION, portion = (portion + 1) % SEEDS) {
    const size = Math.min(PORTION, runs - done);
    const verdict = target.check({ runs: size, seed: portion, ...(path === "" ? {} : { path }) });
    if (verdict.failed) {
      const again = `npm run fuzz -- --only ${name} --seed ${portion} --runs ${size} --path ${verdict.path}`;
      process.stdout.write(`${name}: FAILED\n${verdict.report}\nAgain: ${again}\n`);
      return false;
    }
    process.stderr.write(`${name}: ${done + size} of ${runs}\r`);
  }
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(
    `${name}: ${runs} inputs in ${((user + system) / 1e6).toFixed(1)} s of the processor\n`,
  );
  return true;
}

const options = {
  runs: { type: "string" },
  only: { type: "string" },
  seed: { type: "string" },
  path: { type: "string" },
  help: { type: "boolean" },
} as const;
const { values } = parseArgs({ options });
const runs = Number(values.runs ?? 10_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * SEEDS));
const names = TARGETS.map(({ name }) => name).filter(
  (name) => values.only === undefined || name === values.only,
);
if (values.help || names.length === 0 || !Number.isInteger(runs) || !Number.isInteger(seed)) {
  process.stdout.write(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.stdout.write(`seed ${seed}\n`);
  const failed = names.filter((name) => !fuzz(name, runs, seed, values.path ?? ""));
  process.exitCode = failed.length > 0 ? 1 : 0;
}
