// Today's build beside one of an older commit, in turns: what each round found, and the ratio of its two halves. Measures
// nothing itself.

import { fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Figure, quantile, type Section, shown } from "./figures.ts";
import { DRIVING } from "./sections.ts";

/** What both builds found of one section, a pair for each round. */
export type Pair = readonly [today: Section, other: Section | null];

/**
 * A section as measured by today's build, and by the other one. A section that drives builds itself measures the other one
 * with today's program; else the other build's own `npm run bench` does, with worlds of its own.
 * @param directory root of the other build; its second half is null where that build knows no such section
 * @throws Error when a benchmark fails
 */
export async function inTurn(name: string, quick: boolean, directory: string): Promise<Pair> {
  const entry = join(directory, "dist/bench/main.js");
  if (!DRIVING.has(name) && !existsSync(entry))
    throw new Error(`${directory} holds no build: there is no ${entry}`);
  const today = await measured(
    name,
    quick,
    DRIVING.has(name) ? fileURLToPath(new URL("../..", import.meta.url)) : undefined,
  );
  const other = DRIVING.has(name)
    ? await measured(name, quick, directory)
    : await measuredBy(entry, name, quick);
  return [today, other];
}

/** @param build root of the build to measure, for a section that drives any @throws Error when the benchmark itself fails */
export function measured(name: string, quick: boolean, build?: string): Promise<Section> {
  const child = fork(fileURLToPath(new URL("section.js", import.meta.url)), [
    ...[name, quick ? "--quick" : "--full"],
    ...(build === undefined ? [] : [build]),
  ]);
  return new Promise((resolve, reject) => {
    child.once("message", (section: Section) => resolve(section));
    child.once("exit", (code) => reject(new Error(`the benchmark ${name} ended with code ${code}`)));
  });
}

/** Null where the build has no section of that name. */
async function measuredBy(entry: string, name: string, quick: boolean): Promise<Section | null> {
  const args = [entry, "--only", name, "--json", "-", ...(quick ? ["--quick"] : [])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const [said, complaint] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code === 2) return null;
  // 1 is also the answer of a figure over its limit, which was another one then.
  const found =
    said.length === 0 ? {} : (JSON.parse(Buffer.concat(said).toString()) as Record<string, Section>);
  const section = found[name];
  if (section === undefined)
    throw new Error(`${entry} ended with ${String(code)}: ${Buffer.concat(complaint).toString()}`);
  return section;
}

/** Medians of all rounds, and the median of the rounds' ratios, as a Markdown table. A dash: the other build has no such figure. */
export function comparison(pairs: readonly Pair[]): string {
  const [first] = pairs;
  if (first === undefined) throw new RangeError("nothing was measured");
  const [{ title, figures }] = first;
  const rows = figures.map(({ what, unit }, index) => {
    const rounds = pairs.map(([today, other]) => ({
      today: today.figures[index]?.value ?? Number.NaN,
      other: valueIn(other, what, occurrence(figures, index)),
    }));
    const now = quantile(
      rounds.map(({ today }) => today),
      0.5,
    );
    const before = rounds.flatMap(({ other }) => other ?? []);
    if (before.length < rounds.length) return `| ${what} | – | ${shown(now)} ${unit} | – |`;
    const ratios = rounds.map(({ today, other }) => today / (other ?? Number.NaN));
    const cells = [`${shown(quantile(before, 0.5))} ${unit}`, `${shown(now)} ${unit}`, ratioOf(ratios)];
    return `| ${[what, ...cells].join(" | ")} |`;
  });
  const head = [`### ${title}, ${pairs.length} rounds`, "", "| | other | today | today : other |"];
  return [...head, "| --- | ---: | ---: | ---: |", ...rows].join("\n");
}

/** The median, and between what the rounds lay. */
function ratioOf(ratios: readonly number[]): string {
  const of = (part: number) => shown(quantile(ratios, part));
  return ratios.length === 1 ? of(0) : `${of(0.5)} (${of(0)} to ${of(1)})`;
}

/** Figures of one section may share their words; they are then told apart by their order. */
function occurrence(figures: readonly Figure[], index: number): number {
  const what = figures[index]?.what;
  return figures.slice(0, index).filter((one) => one.what === what).length;
}

function valueIn(section: Section | null, what: string, nth: number): number | null {
  return section?.figures.filter((one) => one.what === what)[nth]?.value ?? null;
}
