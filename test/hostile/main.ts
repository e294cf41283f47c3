// `npm run hostile`: the corpus of bad input under guard, with what each case costs. Limits on time are held here and
// not in the tests, because machines are noisy.

import { growth, MOST_GROWTH } from "./growth.ts";
import { type CaseResult, MEGABYTES, measureCorpus } from "./measure.ts";

const HELP = `Usage: npm run hostile [-- --once | --runs N]

Reads every case of fixtures/hostile in a thread of ${MEGABYTES} MB and shows what the slowest cost.
Exits with 1 when a case hangs, runs out of memory, comes to something else than it should, or
takes more than 50 ms of the processor (median of 5 readings, or of N), and when the steps of a parser grow faster
than its input.

  --once   read each case once and hold no limit on time, as the tests do
`;

const MOST_MS = 50;
const SHOWN = 20;

function table(results: readonly CaseResult[]): string {
  const rows = results
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, SHOWN)
    .map(
      ({ family, name, ms, bytes }) =>
        `| ${family}: ${name} | ${ms.toFixed(2)} | ${(bytes / 2 ** 20).toFixed(1)} |`,
    );
  return ["| slowest cases | ms | heap, MB |", "| --- | ---: | ---: |", ...rows].join("\n");
}

const [flag, number] = process.argv.slice(2);
const runs = flag === "--once" ? 1 : flag === "--runs" ? Number(number) : 5;
if ((flag !== undefined && flag !== "--once" && flag !== "--runs") || !(Number.isInteger(runs) && runs > 0)) {
  process.stdout.write(HELP);
  process.exitCode = flag === "--help" ? 0 : 2;
} else {
  const results = await measureCorpus(runs);
  const wrong = results.filter(({ problem }) => problem !== null);
  const slow = flag === "--once" ? [] : results.filter(({ ms }) => ms > MOST_MS);
  const grown = growth();
  const steep = grown.filter(({ factor }) => factor > MOST_GROWTH);
  const steps = grown.map(({ name, factor }) => `| ${name} | ${factor.toFixed(2)} |`);
  process.stdout.write(`${results.length} cases\n\n${table(results)}\n\n`);
  process.stdout.write(["| steps when the input doubles | × |", "| --- | ---: |", ...steps, ""].join("\n"));
  for (const { family, name, problem } of wrong)
    process.stdout.write(`WRONG ${family}: ${name}: ${problem}\n`);
  for (const { family, name, ms } of slow)
    process.stdout.write(`SLOW ${family}: ${name}: ${ms.toFixed(1)} ms\n`);
  for (const { name, factor } of steep) process.stdout.write(`STEEP ${name}: × ${factor.toFixed(2)}\n`);
  process.exitCode = wrong.length + slow.length + steep.length > 0 ? 1 : 0;
}
