// What reading a state file costs, in time of the processor: three real ones, grown to what years of iterations make of
// them. Reads with the build that it is given, so that two can be compared.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { StateFile } from "../src/text/state-file/state-file.ts";
import { type Figure, quantile, type Section } from "./figures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAMES = ["build-tsb-pandas-typescript-migration", "perf-comparison", "tsb-perf-evolve"];
/** Characters, about. */
const GROWN = 27_000;
const ROUNDS = 12;
const QUICK_ROUNDS = 3;
const READS = 300;

type Read = (text: string) => StateFile;

/** @param build root of another build than this one */
export async function reading(quick: boolean, build = ROOT): Promise<Section> {
  const module = join(build, "dist/src/text/state-file/state-file.js");
  const { parseStateFile } = (await import(pathToFileURL(module).href)) as { readonly parseStateFile: Read };
  const figures: Figure[] = [];
  for (const name of NAMES) {
    const text = grown(await readFile(join(ROOT, "fixtures/real", `${name}.state.md`), "utf8"));
    const rounds = Array.from({ length: quick ? QUICK_ROUNDS : ROUNDS }, () => readsOf(parseStateFile, text));
    figures.push({ what: name, value: quantile(rounds, 0.5), unit: "µs" });
  }
  return { title: `Reading a state file of ${GROWN / 1_000} KB`, figures };
}

/** With its own history again and again below it. */
function grown(text: string): string {
  const history = text.slice(text.indexOf("### ", text.lastIndexOf("\n## ")));
  const times = Math.ceil((GROWN - text.length) / history.length);
  return `${text.trimEnd()}\n\n${`${history.trimEnd()}\n\n`.repeat(times)}`.slice(0, GROWN);
}

/** Microseconds for one. */
function readsOf(read: Read, text: string): number {
  const begun = process.cpuUsage();
  for (let time = 0; time < READS; time += 1) read(text);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / READS;
}
