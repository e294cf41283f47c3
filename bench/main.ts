// `npm run bench`: what Autoloop costs, in requests and in time. Figures of one run on one machine; what can be
// compared between machines are the ratios.

import { writeFile } from "node:fs/promises";
import { countRequests, type RequestCosts } from "./requests.ts";
import { timeWork } from "./work.ts";

const HELP = `Usage: npm run bench [-- --json FILE]

Measures the pure parts (parsing, folding, planning, rendering) and counts the requests of an
accepted iteration and of a quiet sweep at the local GitHub. About a minute and a half.

  --json FILE   write the figures to FILE as JSON too
`;

/** What the requests of an iteration may be at most; more is a defect. */
const LIMITS = { total: 16, writes: 7, quiet: 3 };

function timesTable(timings: ReadonlyMap<string, number>): string {
  const rows = [...timings].map(([name, ms]) => `| ${name} | ${ms.toFixed(4)} |`);
  return ["| work | median ms |", "| --- | ---: |", ...rows].join("\n");
}

function ratios(timings: ReadonlyMap<string, number>): string {
  const of = (name: string) => timings.get(name) ?? Number.NaN;
  const rows = [
    [
      "fold, cost per iteration, 10,000 : 1,000",
      of("fold 10,000 iterations") / 10 / of("fold 1,000 iterations"),
    ],
    ...["append an event", "open the journal", "render the state file", "plan a due program"].map(
      (name) =>
        [
          `${name}, after 1,000 : after 100 iterations`,
          of(`${name} after 1,000 iterations`) / of(`${name} after 100 iterations`),
        ] as const,
    ),
  ] as const;
  return [
    "| ratio | |",
    "| --- | ---: |",
    ...rows.map(([name, value]) => `| ${name} | ${value.toFixed(2)} |`),
  ].join("\n");
}

function requestsTable({ perIteration, perQuietSweep }: RequestCosts): string {
  return [
    "| requests | total | writes | at most |",
    "| --- | ---: | ---: | ---: |",
    `| an accepted iteration | ${perIteration.total} | ${perIteration.writes} | ${LIMITS.total} / ${LIMITS.writes} |`,
    `| a sweep with nothing to do | ${perQuietSweep.total} | ${perQuietSweep.writes} | ${LIMITS.quiet} / 0 |`,
    "",
    "The requests of that iteration:",
    "",
    ...perIteration.lines.map((line) => `    ${line}`),
  ].join("\n");
}

const [flag, file] = process.argv.slice(2);
if (flag === "--help" || (flag !== undefined && (flag !== "--json" || file === undefined))) {
  process.stdout.write(HELP);
  process.exitCode = flag === "--help" ? 0 : 2;
} else {
  const timings = await timeWork();
  process.stdout.write(`${timesTable(timings)}\n\n${ratios(timings)}\n\n`);
  const requests = await countRequests();
  process.stdout.write(`${requestsTable(requests)}\n`);
  if (file !== undefined)
    await writeFile(file, JSON.stringify({ timings: Object.fromEntries(timings), requests }, null, 2));
  const { perIteration, perQuietSweep } = requests;
  const within =
    perIteration.total <= LIMITS.total &&
    perIteration.writes <= LIMITS.writes &&
    perQuietSweep.total <= LIMITS.quiet &&
    perQuietSweep.writes === 0;
  process.exitCode = within ? 0 : 1;
}
