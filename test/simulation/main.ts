// `npm run simulate`: many lives of the simulated world, one after the other in as many processes as there are cores,
// and what was wrong in them. The same seed is the same life wherever it runs.

import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Coverage } from "./coverage.ts";
import { DEEDS } from "./deeds/deck.ts";
import { live } from "./life.ts";
import { tell } from "./story.ts";

const HELP = `Usage: npm run simulate -- [options]

Lives through simulated worlds in which everything goes wrong that can, and holds every invariant
of the app after every step. Exits with 1 when something was wrong, and prints the command that
repeats it.

  --seeds N      how many worlds (default 1000)
  --from N       the first seed (default 1)
  --seed N       only this one, and tell everything that happens in it
  --deeds N      how much happens in each (default: 14 to 23 deeds, which fit into a day)
  --workers N    processes (default: as many as there are cores)
  --stop         end with the first seed that fails
  --coverage     print which fault met which state of a program, and fail if a pair was not reached
  --json         print the outcome as JSON
`;

/** What a worker tells about a seed. */
export interface Told {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly last: string;
  readonly coverage: readonly (readonly [string, number])[];
  readonly iterations: number;
  readonly deeds: number;
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    deeds: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    stop: { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const LENGTH = values.deeds === undefined ? {} : { deeds: Number(values.deeds) };

async function liveOne(seed: number): Promise<Told> {
  const { problems, deeds, coverage, iterations } = await live(seed, LENGTH);
  return {
    seed,
    problems,
    last: deeds.at(-1) ?? "",
    coverage: [...coverage],
    iterations,
    deeds: deeds.length,
  };
}

/** Worker: lives the seeds that it is sent. */
function serve(): void {
  process.on("message", (seed: number) => {
    liveOne(seed).then(
      (told) => process.send?.(told),
      (error: unknown) => {
        const problems = [String(error instanceof Error ? error.stack : error)];
        process.send?.({ seed, problems, last: "", coverage: [], iterations: 0, deeds: 0 } satisfies Told);
      },
    );
  });
}

async function simulate(from: number, count: number, workers: number): Promise<readonly Told[]> {
  const all: Told[] = [];
  let next = from;
  const isOver = () =>
    next >= from + count || (values.stop && all.some(({ problems }) => problems.length > 0));
  const run = (child: ChildProcess) =>
    new Promise<void>((resolve, reject) => {
      const give = () => {
        if (isOver()) {
          child.removeAllListeners("exit");
          child.kill();
          return resolve();
        }
        child.send(next);
        next += 1;
      };
      child.on("message", (told: Told) => {
        all.push(told);
        if (told.problems.length > 0) complain(told);
        if (all.length % 100 === 0 && !values.json) process.stderr.write(`${all.length} of ${count}\n`);
        give();
      });
      child.once("exit", (code) => reject(new Error(`a worker ended with ${code}`)));
      give();
    });
  const script = fileURLToPath(import.meta.url);
  await Promise.all(
    Array.from({ length: Math.min(workers, count) }, () =>
      run(fork(script, process.argv.slice(2), { env: { ...process.env, SIMULATE_WORKER: "1" } })),
    ),
  );
  return all.toSorted((a, b) => a.seed - b.seed);
}

function complain({ seed, problems, last }: Told): void {
  if (values.json) return;
  process.stdout.write(`seed ${seed}, after "${last}":\n${problems.map((one) => `  ${one}\n`).join("")}`);
  process.stdout.write(
    `  again: npm run simulate -- --seed ${seed}${values.deeds === undefined ? "" : ` --deeds ${values.deeds}`}\n`,
  );
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.seed !== undefined)
    return await tell(Number(values.seed), LENGTH, (line) => process.stdout.write(`${line}\n`));
  const [from, seeds, workers] = [values.from, values.seeds, values.workers].map(Number);
  if (![from, seeds, workers].every((one) => Number.isSafeInteger(one) && (one ?? 0) > 0)) {
    process.stderr.write("--from, --seeds and --workers must be whole numbers above 0\n");
    return 2;
  }
  const start = performance.now();
  const all = await simulate(from ?? 1, seeds ?? 1, workers ?? 1);
  const coverage = new Coverage();
  for (const told of all) coverage.merge(told.coverage);
  const failed = all.filter(({ problems }) => problems.length > 0);
  const missing = coverage.missing();
  const sum = (of: (told: Told) => number) => all.reduce((total, told) => total + of(told), 0);
  const outcome = {
    ...{ worlds: all.length, failed: failed.map(({ seed }) => seed), deeds: sum(({ deeds }) => deeds) },
    ...{ iterations: sum(({ iterations }) => iterations), missing },
    problems: failed.flatMap(({ problems }) => problems),
    seconds: Math.round((performance.now() - start) / 1_000),
  };
  if (values.json)
    process.stdout.write(`${JSON.stringify({ ...outcome, coverage: [...coverage.counts] })}\n`);
  else {
    if (values.coverage)
      process.stdout.write(`${coverage.table()}\n\nNot reached: ${missing.join(", ") || "none"}\n\n`);
    process.stdout.write(
      `${outcome.worlds} worlds, ${outcome.deeds} deeds (of ${DEEDS.size} kinds), ${outcome.iterations} iterations, ${outcome.seconds} s: ${failed.length} failed\n`,
    );
  }
  return failed.length > 0 || (values.coverage && missing.length > 0) ? 1 : 0;
}

if (process.env.SIMULATE_WORKER === "1") serve();
else process.exitCode = await main();
