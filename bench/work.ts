// What the pure parts cost: parsing, folding, planning, rendering. Sizes grow so that a cost that grows with them
// shows as a ratio within one run.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bench } from "tinybench";
import { CARTON } from "../sandbox/sandbox.ts";
import { fold } from "../src/domain/fold.ts";
import type { NewEvent } from "../src/domain/journal.ts";
import { plan } from "../src/plan/plan.ts";
import { statusComment } from "../src/text/comments/status-comment.ts";
import { appendToJournal, type Journal, openJournal } from "../src/text/journal/journal.ts";
import { parseProgram } from "../src/text/program/program.ts";
import { renderStateFile } from "../src/text/state-file/state-file.ts";
import { anObservation, eventsOf, POLICY } from "./worlds.ts";

/** Median time of one call, milliseconds, by name. */
export type Timings = ReadonlyMap<string, number>;

/** Runs each case for about `ms` milliseconds. */
export async function timeWork(ms = 300): Promise<Timings> {
  const program = readFileSync(join(CARTON, "program.md"), "utf8");
  const long = `${program}\n## Notes\n\n${"A line of prose with `code` and *stars*.\n".repeat(1_500)}`.slice(
    0,
    65_536,
  );
  const bench = new Bench({ time: ms, warmupTime: 50 });
  bench.add("parse a program", () => void parseProgram(program));
  bench.add("parse a program of 65,536 characters", () => void parseProgram(long));

  for (const iterations of [100, 1_000, 10_000]) {
    const events = eventsOf(iterations);
    bench.add(`fold ${label(iterations)} iterations`, () => void fold(null, events));
  }
  for (const iterations of [10, 100, 1_000]) {
    const journal = appendAll(eventsOf(iterations));
    const state = journal.state;
    if (state === null) throw new Error("no state");
    const next = startOf(iterations);
    const seen = anObservation(journal);
    const now = Date.parse("2030-01-01T00:00:00Z");
    bench.add(
      `append an event after ${label(iterations)} iterations`,
      () => void appendToJournal(journal, [next]),
    );
    bench.add(
      `open the journal after ${label(iterations)} iterations`,
      () => void openJournal(journal.program, journal.segment, journal.text),
    );
    bench.add(
      `render the state file after ${label(iterations)} iterations`,
      () => void renderStateFile(null, state),
    );
    bench.add(
      `render the status comment after ${label(iterations)} iterations`,
      () =>
        void statusComment({
          state,
          seq: journal.seq,
          phase: "active",
          nextRun: null,
          webUrl: POLICY.webUrl,
          problems: [],
          warnings: [],
        }),
    );
    bench.add(`plan a due program after ${label(iterations)} iterations`, () => void plan(seen, now, POLICY));
  }
  await bench.run();
  return new Map(
    bench.tasks.map((task) => {
      if (task.result.state !== "completed") throw new Error(`${task.name} did not complete`);
      return [task.name, task.result.latency.p50];
    }),
  );
}

function appendAll(events: readonly NewEvent[]): Journal {
  const [adopted, ...rest] = events;
  if (adopted === undefined) throw new Error("no events");
  return rest.reduce(
    (journal, event) => appendToJournal(journal, [event]).journal,
    appendToJournal(null, [adopted]).journal,
  );
}

function startOf(iterations: number): NewEvent {
  const events = eventsOf(iterations + 1);
  const start = events.findLast((event) => event.type === "iteration.start");
  if (start === undefined) throw new Error("no start");
  return start;
}

function label(count: number): string {
  return count.toLocaleString("en-US");
}
