// `npm run bench`: what Autoloop costs, in time, memory and requests. Figures of one run on one machine; what can be
// compared between machines are the ratios and the requests.

import { fork } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { overLimit, type Section, table } from "./figures.ts";
import { NAMES } from "./sections.ts";

const HELP = `Usage: npm run bench -- [--only NAME] [--quick] [--json FILE]

Measures Autoloop and prints tables. Exits with 1 when a figure is over its limit.

  --only NAME   one of ${NAMES.join(", ")}; may be given more than once
  --quick       fewer rounds and smaller worlds, for CI: about two minutes instead of ten
  --json FILE   write the figures to FILE as JSON too; - is standard output, instead of the tables
  --help        say this
`;

/** @throws TypeError for an option that is none */
function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = values.only?.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`--only: there is no ${unknown}`);
  return values;
}

async function main(): Promise<number> {
  const { only = NAMES, quick, json, help } = options();
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
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

/** @throws Error when the benchmark itself fails */
function measured(name: string, quick: boolean): Promise<Section> {
  const child = fork(fileURLToPath(new URL("section.js", import.meta.url)), [
    name,
    ...(quick ? ["--quick"] : []),
  ]);
  return new Promise((resolve, reject) => {
    child.once("message", (section: Section) => resolve(section));
    child.once("exit", (code) => reject(new Error(`the benchmark ${name} ended with code ${code}`)));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${HELP}`);
  process.exitCode = 2;
}
