// `npm run bench`: what Autoloop costs, in time, memory and requests. Figures of one run on one machine; what can be
// compared between machines are the ratios and the requests.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { comparison, inTurn, measured, type Pair } from "./against.ts";
import { overLimit, type Section, table } from "./figures.ts";
import { NAMES } from "./sections.ts";

/** Of one round nobody can say what of it was the machine's. */
const ROUNDS = 3;

const HELP = `Usage: npm run bench -- [--only NAME] [--quick] [--json FILE]
       npm run bench -- --against DIR [--rounds N] [--only NAME] [--quick]

Measures Autoloop and prints tables. Exits with 1 when a figure is over its limit.

  --only NAME   one of ${NAMES.join(", ")}; may be given more than once
  --quick       fewer rounds and smaller worlds, for CI: about two minutes instead of ten
  --json FILE   write the figures to FILE as JSON too; - is standard output, instead of the tables
  --against DIR measure the build in DIR, a worktree of another commit, in turns with this one, and print ratios
  --rounds N    how many turns of each, ${ROUNDS} unless said otherwise
  --help        say this
`;

/** @throws TypeError for an option that is none */
function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      against: { type: "string" },
      rounds: { type: "string", default: String(ROUNDS) },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only?.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`--only: there is no ${unknown}`);
  if (!/^[1-9]\d?$/.test(values.rounds)) throw new TypeError("--rounds: a number from 1 to 99");
  if (values.against !== undefined && values.json !== undefined)
    throw new TypeError("--json: there is none with --against");
  return values;
}

async function main(): Promise<number> {
  const { only = NAMES, quick, json, help, against, rounds } = options();
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (against !== undefined) return compare(only, quick, resolve(against), Number(rounds));
  const sections: Record<string, Section> = {};
  for (const name of only) {
    const section = await measured(name, quick);
    sections[name] = section;
    if (json !== "-") process.stdout.write(`${table(section)}\n\n`);
  }
  const text = `${JSON.stringify(sections, null, 2)}\n`;
  if (json === "-") process.stdout.write(text);
  else if (json !== undefined) await writeFile(json, text);
  const over = Object.values(sections).flatMap(overLimit);
  for (const { what, value, atMost } of over)
    process.stderr.write(`over its limit: ${what}: ${value}, at most ${atMost}\n`);
  return over.length === 0 ? 0 : 1;
}

/** Ratios are looked at by a person: they have no limit here. */
async function compare(
  names: readonly string[],
  quick: boolean,
  directory: string,
  rounds: number,
): Promise<number> {
  for (const name of names) {
    const pairs: Pair[] = [];
    for (let round = 0; round < rounds; round += 1) pairs.push(await inTurn(name, quick, directory));
    process.stdout.write(`${comparison(pairs)}\n\n`);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${HELP}`);
  process.exitCode = 2;
}
