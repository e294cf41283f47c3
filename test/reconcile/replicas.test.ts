// Replicas of the app over one GitHub, without any lock between them: the worst that a queue can do. Correctness is
// the compare-and-swap of git's refs and what a later look puts right, so everything must hold all the same.

import { describe, expect, it } from "vitest";
import { endsIteration } from "../../src/domain/journal/event.ts";
import { fold } from "../../src/domain/journal/fold.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import { parseTrailers } from "../../src/text/comments/commit-message.ts";
import { hasStatusMarker, iterationOf, noticeOf } from "../../src/text/format/markers.ts";
import { decodeEvents, openJournal, verifyJournal } from "../../src/text/journal/journal.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { Replicas } from "../support/loop/replicas.ts";

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);
const ITERATIONS = 3;

function open(replicas: Replicas, title: string): number {
  const body = PROGRAM_TEXT.replace("every 1h", `every 1h\nmax-iterations: ${ITERATIONS}`);
  const issue = replicas.github.openIssue({ title, body });
  replicas.github.addLabel(issue, "maintainer", "autoloop-program");
  return issue;
}

/** What must be true of a program once nobody has anything left to do. */
function expectWhole({ github }: Replicas, issue: number, name: string): void {
  const segments: { number: number; text: string }[] = [];
  for (let number = 1; ; number += 1) {
    const text = github.memoryFile(memoryPath.segment(name, number));
    if (text === undefined) break;
    segments.push({ number, text });
  }
  const events = segments.flatMap(({ text }) => decodeEvents(text));
  expect(verifyJournal(name, segments).events).toBe(events.length);
  const started = events.flatMap((event) => (event.type === "iteration.start" ? [event.iteration] : []));
  const ended = events.flatMap((event) =>
    endsIteration(event) && "iteration" in event ? [event.iteration] : [],
  );
  expect(started).toEqual([0, 1, 2, 3]);
  expect(ended).toEqual(started);
  expect(fold(null, events)).toMatchObject({
    status: "completed",
    counts: { accepted: ITERATIONS, errors: 0 },
  });

  const commits = github.commits(`autoloop/${name}`).flatMap(({ message }) => parseTrailers(message) ?? []);
  expect(commits.map(({ iteration }) => iteration)).toEqual([3, 2, 1]);
  expect(github.pulls().filter(({ head }) => head === `autoloop/${name}`)).toMatchObject([{ state: "open" }]);

  const own = github.comments(issue).filter(({ author }) => author?.login === github.self);
  expect(own.filter(({ body }) => hasStatusMarker(body))).toHaveLength(1);
  const told = own.flatMap(({ body }) => iterationOf(body)?.number ?? []);
  expect(told.toSorted((a, b) => a - b)).toEqual(started);
  const notices = own.flatMap(({ body }) => noticeOf(body)?.kind ?? []);
  expect(notices).toEqual(["completed"]);
}

/** A life of two programs on three replicas that meet at every call. */
async function live(seed: number): Promise<{ replicas: Replicas; issues: readonly number[] }> {
  const replicas = new Replicas(seed, 3);
  const issues = [open(replicas, "Carton"), open(replicas, "Crate")];
  for (let hour = 0; hour < 8; hour += 1) {
    await replicas.storm(issues, 12);
    await replicas.rest(issues);
    await replicas.hour();
  }
  await replicas.rest(issues);
  return { replicas, issues };
}

describe("three replicas that look at one program at the same time", () => {
  it.each(SEEDS)(
    "come to one journal, one commit an iteration, one of each comment (seed %i)",
    async (seed) => {
      const { replicas, issues } = await live(seed);
      expect(replicas.defects()).toEqual([]);
      for (const [index, name] of ["carton", "crate"].entries())
        expectWhole(replicas, issues[index] ?? 0, name);
      expect(new Set(replicas.ordered).size).toBe(replicas.ordered.length);
      expect(replicas.ordered).toHaveLength(2 * (ITERATIONS + 1));
    },
  );
});

describe("a program whose run another replica holds", () => {
  /** Its baseline is under way at the first of two. */
  async function inFlightAt0() {
    const replicas = new Replicas(1, 2, () => "running");
    const issue = open(replicas, "Carton");
    const [holder, other] = replicas.all;
    if (holder === undefined || other === undefined) throw new Error("not two replicas");
    const key = replicas.github.key(issue);
    await holder.reconciler.reconcile(key);
    expect(replicas.executors[0]?.started).toHaveLength(1);
    await other.reconciler.reconcile(key);
    other.told.length = 0;
    return { replicas, key, holder, other };
  }

  it("is told to that one, and only to it, by whoever looks", async () => {
    const { key, holder, other } = await inFlightAt0();
    await other.reconciler.reconcile(key);
    expect(other.told).toEqual([`r0 ${key.issue}`]);
    await holder.reconciler.reconcile(key);
    expect(holder.told).toEqual([]);
  });

  it("is left alone by the others until its deadline; then it ends, and they go on", async () => {
    const { replicas, key, other } = await inFlightAt0();
    const before = replicas.github.writes.length;
    const outcome = await other.reconciler.reconcile(key);
    expect(replicas.github.writes).toHaveLength(before);
    expect(outcome.kind).toBe("again");
    await replicas.clock.advance(outcome.kind === "again" ? outcome.ms : 0);
    await replicas.hour();
    await other.reconciler.reconcile(key);
    const state = openJournal("carton", 1, replicas.github.memoryFile(memoryPath.segment("carton", 1)) ?? "");
    const recent = [{ number: 0, kind: "baseline", verdict: "error" }];
    expect(state.state).toMatchObject({ in_flight: { number: 1, place: "r1" }, recent });
  });

  it("is stopped by another: the holder is told, and ends the run as soon as it looks", async () => {
    const { replicas, key, holder, other } = await inFlightAt0();
    const [executor] = replicas.executors;
    replicas.github.comment(key.issue, "maintainer", "/autoloop stop");
    await other.reconciler.reconcile(key);
    expect(await executor?.held(key)).toHaveLength(1);
    expect(other.told).toContain(`r0 ${key.issue}`);
    await holder.reconciler.reconcile(key);
    expect(await executor?.held(key)).toEqual([]);
  });

  it("hears a button that was pressed at the other", async () => {
    const { replicas, key, other } = await inFlightAt0();
    const press = {
      checkRun: 7,
      login: "maintainer",
      box: "pause",
      delivery: "d",
      at: "2026-01-01T00:00:00Z",
    };
    other.checkRunActions.add(key, { ...press, box: "pause" });
    await other.reconciler.reconcile(key);
    const state = openJournal("carton", 1, replicas.github.memoryFile(memoryPath.segment("carton", 1)) ?? "");
    expect(state.state).toMatchObject({ status: "paused" });
  });
});
