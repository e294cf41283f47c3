// What the pure parts cost: parsing, folding, appending, rendering, planning. Sizes grow so that a cost that grows with
// them shows as a ratio within one run.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bench } from "tinybench";
import { CARTON } from "../sandbox/sandbox.ts";
import type { NewEvent } from "../src/domain/journal/event.ts";
import { fold } from "../src/domain/journal/fold.ts";
import { plan } from "../src/plan/plan.ts";
import { pullRequest } from "../src/text/comments/pull-request.ts";
import { statusComment } from "../src/text/comments/status-comment.ts";
import { appendToJournal, type Journal, openJournal } from "../src/text/journal/journal.ts";
import { renderResults } from "../src/text/journal/results-table.ts";
import { parseProgram } from "../src/text/program/program.ts";
import { renderStateFile } from "../src/text/state-file/state-file.ts";
import { NOTHING_STANDS } from "../test/support/plan/shown.ts";
import { type Figure, quantile, type Section } from "./figures.ts";
import { anObservation, eventsOf, POLICY } from "./worlds.ts";

const SIZES = [100, 1_000, 10_000];
/** Each goes through all parts, so that a machine that slows down for seconds slows no size alone. */
const ROUNDS = 5;
const NOW = Date.parse("2030-01-01T00:00:00Z");

/** Median of many calls of each. */
export async function work(quick: boolean): Promise<Section> {
  const sizes = quick ? SIZES.slice(0, 2) : SIZES;
  const bench = new Bench({
    ...{ time: quick ? 30 : 100, warmupTime: 30 },
    // At the least, of what takes half a second.
    ...{ iterations: 8, warmupIterations: 2 },
  });
  const program = readFileSync(join(CARTON, "program.md"), "utf8");
  const prose = "A line of prose with `code` and *stars*.\n".repeat(1_500);
  const long = `${program}\n## Notes\n\n${prose}`.slice(0, 65_536);
  bench.add("parse a program", () => void parseProgram(program));
  bench.add("parse a program of 65,536 characters", () => void parseProgram(long));
  const events = eventsOf(Math.max(...sizes) + 1);
  let journal: Journal | null = null;
  let done = 0;
  for (const size of sizes) {
    const upTo = eventsOf(size);
    bench.add(named("fold it all", size), () => void fold(null, upTo));
    journal = appendAll(journal, upTo.slice(done));
    done = upTo.length;
    addProjections(bench, size, journal, events.slice(done));
  }
  const timings = await medians(bench);
  return {
    title: "The pure parts, by iterations that ended before (median of the rounds' medians)",
    figures: [
      ...[...timings].map(([what, value]): Figure => ({ what, value, unit: "ms" })),
      ...ratios(timings, sizes),
    ],
  };
}

/** By the name of what was measured, milliseconds. */
async function medians(bench: Bench): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, readonly number[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    bench.reset();
    for (const { name, result } of await bench.run()) {
      if (result.state !== "completed") throw new Error(`${name} did not complete`);
      found.set(name, [...(found.get(name) ?? []), result.latency.p50]);
    }
  }
  return new Map([...found].map(([name, rounds]) => [name, quantile(rounds, 0.5)]));
}

/** What one more iteration costs a program that has run for a while. */
function addProjections(bench: Bench, size: number, journal: Journal, more: readonly NewEvent[]): void {
  const { state, program, segment, text } = journal;
  if (state === null) throw new Error("no state");
  const next = more.slice(0, 1);
  const grown = appendToJournal(journal, next).journal;
  const seen = anObservation(journal);
  const stateFile = renderStateFile(null, state);
  const results = withoutLastLine(tableOf(size));
  const shown = { links: POLICY.links, paths: POLICY, standing: NOTHING_STANDS, budgets: [] };
  const facts = { state, seq: journal.seq, phase: "active", nextRun: null, ...shown } as const;
  const known = grown.segment === segment ? journal : null;
  bench.add(named("append an event", size), () => void appendToJournal(journal, next));
  bench.add(named("open the journal", size), () => void openJournal(program, segment, text));
  bench.add(
    named("read an event more", size),
    () => void openJournal(program, grown.segment, grown.text, known),
  );
  bench.add(named("state file", size), () => void renderStateFile(stateFile, state));
  bench.add(named("results table", size), () => void renderResults(results, state.recent));
  bench.add(
    named("status comment", size),
    () => void statusComment({ ...facts, waitsFor: null, problems: [], warnings: [] }),
  );
  bench.add(named("pull request's body", size), () => void pullRequest(state, POLICY.links));
  bench.add(named("plan a due program", size), () => void plan(seen, NOW, POLICY));
}

/** Largest against second largest. */
function ratios(timings: ReadonlyMap<string, number>, sizes: readonly number[]): readonly Figure[] {
  const [large = 0, small = 0] = sizes.toReversed();
  const of = (name: string, size: number) => timings.get(named(name, size)) ?? Number.NaN;
  const title = (name: string) => `${name}, ${label(large)} : ${label(small)}`;
  const flat = ["append an event", "state file", "results table", "status comment", "pull request's body"];
  const folding = (of("fold it all", large) / of("fold it all", small) / large) * small;
  return [
    { what: title("fold, cost per iteration"), value: folding, unit: "x" },
    ...[...flat, "plan a due program"].map(
      (name): Figure => ({ what: title(name), value: of(name, large) / of(name, small), unit: "x" }),
    ),
  ];
}

function appendAll(journal: Journal | null, events: readonly NewEvent[]): Journal {
  let grown = journal;
  for (const event of events) grown = appendToJournal(grown, [event]).journal;
  if (grown === null) throw new Error("no events");
  return grown;
}

/** A results table of this many lines, of which the last is the newest. */
function tableOf(iterations: number): string {
  let state = null;
  let table: string | null = null;
  for (const event of eventsOf(iterations)) {
    state = fold(state, [event]);
    if (event.type === "iteration.accept" || event.type === "iteration.reject")
      table = renderResults(table, state?.recent ?? []);
  }
  if (table === null) throw new Error("no iteration");
  return table;
}

function withoutLastLine(text: string): string {
  return text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1);
}

function named(what: string, iterations: number): string {
  return `${what}, ${label(iterations)}`;
}

function label(count: number): string {
  return count.toLocaleString("en-US");
}
