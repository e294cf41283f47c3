// A repository with any number of programs that have run and wait for their next turn, in the fake GitHub of the tests,
// with one process of the app beside it that knows that there is nothing to do.

import { LABEL, MEMORY_BRANCH, memoryPath } from "../src/domain/program/names.ts";
import { appendToJournal } from "../src/text/journal/journal.ts";
import { type Registry, type RegistryRow, rowOf } from "../src/text/journal/registry.ts";
import { renderResults } from "../src/text/journal/results-table.ts";
import { renderStateFile } from "../src/text/state-file/state-file.ts";
import { FakeGithub } from "../test/support/github/fake-github.ts";
import { aProcess } from "../test/support/loop/app-process.ts";
import { FakeClock } from "../test/support/loop/fake-clock.ts";
import { BODY, eventsOf } from "./worlds.ts";

const MINUTE = 60_000;
/** Baseline and one iteration: the next one is due in an hour. */
const ITERATIONS = 1;

export type Programs = Awaited<ReturnType<typeof idlePrograms>>;

/** @param count programs, which have the issues 1 to `count` */
export async function idlePrograms(count: number) {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock });
  const files = new Map<string, string>();
  const rows: RegistryRow[] = [];
  const names = Array.from({ length: count }, (_, index) => `program-${String(index + 1).padStart(5, "0")}`);
  for (const name of names) {
    const issue = github.openIssue({ title: name, body: BODY });
    github.addLabel(issue, "maintainer", LABEL.program);
    rows.push(begin(name, issue, files));
  }
  const registry: Registry = { v: 1, programs: rows };
  files.set(memoryPath.registry(), `${JSON.stringify(registry, null, 2)}\n`);
  await clock.advance(15 * MINUTE);
  github.pushCommit(MEMORY_BRANCH, Object.fromEntries(files), { author: github.self });
  const app = aProcess(github, clock);
  await app.swept();
  for (let issue = 1; issue <= count; issue += 1) await app.settle(issue);
  // GitHub's times are whole seconds: what was written just now is news until the next look.
  for (let issue = 1; issue <= count; issue += 1) await app.settle(issue);
  const quiet = [await app.swept(), await app.swept(), await app.swept()].at(-1) ?? [];
  if (quiet.length > 0) throw new Error(`${quiet.length} of ${count} programs do not rest`);
  return { clock, github, app, count };
}

/** Puts the files of a program among the others. @returns its row in the registry */
function begin(name: string, issue: number, files: Map<string, string>): RegistryRow {
  const events = eventsOf(ITERATIONS).map((event) => ({
    ...event,
    program: name,
    ...(event.type === "program.adopted" ? { name, issue, branch: `autoloop/${name}` } : {}),
  }));
  const { journal } = appendToJournal(null, events);
  if (journal.state === null) throw new Error("no state");
  files.set(memoryPath.segment(name, 1), journal.text);
  files.set(memoryPath.state(name), renderStateFile(null, journal.state));
  files.set(memoryPath.results(name), renderResults(null, journal.state.recent));
  return rowOf(journal.state, Date.parse(journal.state.last_run_at ?? "") + 60 * MINUTE);
}
