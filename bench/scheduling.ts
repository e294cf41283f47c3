// What many programs of one repository cost while nothing is to be done: a sweep over them, a look at each of them,
// and the question whose turn it is.

import { memoryPath } from "../src/domain/program/names.ts";
import { isItsTurn } from "../src/plan/iteration/turn.ts";
import { appendToJournal } from "../src/text/journal/journal.ts";
import { parseRegistry } from "../src/text/journal/registry.ts";
import { type Figure, quantile, type Section } from "./figures.ts";
import { idlePrograms, type Programs } from "./programs.ts";
import { anObservation, eventsOf, POLICY } from "./worlds.ts";

/** Requests of one quiet sweep of a repository, however many programs it has. */
const QUIET_REQUESTS = 2;
const NOW = Date.parse("2030-01-01T00:00:00Z");

export async function scheduling(quick: boolean): Promise<Section> {
  const figures: Figure[] = [];
  for (const count of quick ? [10, 100] : [10, 100, 1_000]) {
    figures.push(...(await measured(await idlePrograms(count), quick ? 5 : 11)));
  }
  return { title: "Scheduling programs of one repository", figures };
}

async function measured({ github, app, count }: Programs, rounds: number): Promise<readonly Figure[]> {
  const label = `${count.toLocaleString("en-US")} programs`;
  const before = github.faults.reads.length;
  const sweep = await median(rounds, () => app.swept());
  const requests = (github.faults.reads.length - before) / rounds;
  const looks = await median(3, async () => {
    for (let issue = 1; issue <= count; issue += 1) await app.reconciler.reconcile(github.key(issue));
  });
  const registry = parseRegistry(github.memoryFile(memoryPath.registry()) ?? "");
  const journal = appendToJournal(null, eventsOf(1)).journal;
  if (journal.state === null) throw new Error("no state");
  const { state } = journal;
  const world = { seen: { ...anObservation(journal), registry }, now: NOW, policy: POLICY };
  const turns = 100;
  const turn = await median(rounds, () => {
    for (let n = 0; n < turns; n += 1) isItsTurn(world, state, NOW - 1);
  });
  return [
    { what: `${label}: quiet sweep`, value: sweep, unit: "ms" },
    { what: `${label}: requests of it`, value: requests, unit: "requests", atMost: QUIET_REQUESTS },
    { what: `${label}: looking at one with nothing to do`, value: looks / count, unit: "ms" },
    { what: `${label}: whose turn it is`, value: (turn / turns) * 1_000, unit: "µs" },
  ];
}

async function median(rounds: number, work: () => unknown): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await work();
    took.push(performance.now() - begun);
  }
  return quantile(took, 0.5);
}
