import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import type { Fault } from "../support/github/fake-faults.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

/** A life with every kind of end: kept, rejected, broken; steering on the way; a default branch that moves. */
async function live(
  loop: Loop,
  disturb: (loop: Loop) => Promise<void> = async () => undefined,
): Promise<number> {
  const issue = loop.openProgram(PROGRAM_TEXT.replace("every 1h", "every 1h\nmax-iterations: 5"));
  for (let hour = 0; hour < 7; hour += 1) {
    await disturb(loop);
    await settleThrough(loop, issue);
    if (hour === 1) loop.github.comment(issue, "writer", "Try something else.");
    if (hour === 2) loop.github.pushCommit("main", { "README.md": "# News\n" });
    await loop.clock.advance(3_600_000);
  }
  await settleThrough(loop, issue);
  return issue;
}

/** As a queue would: what failed is tried again until it is at rest. */
async function settleThrough(loop: Loop, issue: number): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    const before = loop.github.writes.length + loop.executor.started.length;
    const outcome = await loop.reconcile(issue);
    const same = before === loop.github.writes.length + loop.executor.started.length;
    const failed = outcome.kind === "retry" || (outcome.kind === "again" && outcome.ms === 15 * 60_000);
    if (same && !failed) return;
    if (failed) loop.restart();
  }
  throw new Error("the loop does not come to rest");
}

function mixed(): FakeExecutor {
  return new FakeExecutor((request) => {
    if (request.kind === "baseline") return aReport(request, 760);
    if (request.iteration === 2) return aReport(request, 900);
    if (request.iteration === 4) {
      return aReport(request, 0, { outcome: "failed", problem: "it broke", measurement: null });
    }
    return aReport(request, 760 - request.iteration);
  });
}

/** A commit's id depends on the run's, which chance gave; whether it is there does not. */
const withoutIds = (text: string): string => text.replace(/\b[0-9a-f]{7}(?:[0-9a-f]{33})?\b/g, "·");

/** What the world holds, without the names that chance gave to runs. */
function world(loop: Loop, issue: number): unknown {
  const state = loop.state();
  const iterations = loop.github
    .comments(issue)
    .flatMap(({ author, body }) =>
      author?.login === loop.github.self ? (iterationOf(body)?.number ?? []) : [],
    );
  return {
    status: state.status,
    counts: state.counts,
    best: state.best?.metric,
    verdicts: state.recent.map(({ number, verdict, metric }) => [number, verdict, metric]),
    branches: new Set(Object.keys(loop.github.branches())),
    carton: loop.github.file("autoloop/carton", "src/carton.mjs"),
    readme: loop.github.file("autoloop/carton", "README.md"),
    pulls: loop.github.pulls().map(({ state: open, draft, head, title, body }) => ({
      open,
      draft,
      head,
      title,
      body: withoutIds(body),
    })),
    iterations: iterations.toSorted((a, b) => a - b),
    status_comments: loop.own(issue, "AUTOLOOP:STATUS").length,
    reports: loop.own(issue, "kind=completed").length,
    labels: loop.github.issue(issue).labels,
    seen: loop.github.comments(issue).filter(({ reactions }) => reactions.includes("eyes")).length,
  };
}

describe(createReconciler, () => {
  it("comes to the same world after a crash before or after any single write", async () => {
    const clean = new Loop({ executor: mixed() });
    const expected = world(clean, await live(clean));
    const writes = clean.github.writes.length;
    expect(expected).toMatchObject({ status: "completed", counts: { accepted: 3, rejected: 1, errors: 1 } });

    for (const when of ["crashBeforeWrite", "crashAfterWrite"] as const) {
      for (let n = 1; n <= writes; n += 1) {
        const loop = new Loop({ executor: mixed() });
        loop.github.faults[when](n);
        const issue = await live(loop);
        expect(world(loop, issue), `${when} ${n} of ${writes}`).toEqual(expected);
      }
    }
  }, 120_000);

  it("comes to the same world whatever single call of the host fails or stays unanswered", async () => {
    const clean = new Loop({ executor: mixed() });
    const expected = world(clean, await live(clean));
    const methods = [
      ...new Set([...clean.github.writes.map(({ method }) => method), ...clean.github.faults.reads]),
    ];
    const faults = fc.array(
      fc.record({
        method: fc.constantFrom(...methods),
        fault: fc.constantFrom<Fault>("retryable", "conflict", "ambiguous"),
        hour: fc.nat({ max: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(faults, async (planned) => {
        const loop = new Loop({ executor: mixed() });
        let hour = -1;
        const issue = await live(loop, async ({ github }) => {
          hour += 1;
          for (const one of planned.filter((each) => each.hour === hour))
            github.faults.failNext(one.method, one.fault);
          await Promise.resolve();
        });
        loop.github.faults.calm();
        await settleThrough(loop, issue);
        expect(world(loop, issue)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it("has nothing left to do after what it did, however often and by however fresh a process it is asked", async () => {
    const loop = new Loop({ executor: mixed() });
    const issue = await live(loop);
    const writes = loop.github.writes.length;
    for (let again = 0; again < 3; again += 1) {
      await loop.reconcile(issue);
      loop.restart();
      await loop.reconcile(issue);
    }
    expect(loop.github.writes.slice(writes)).toEqual([]);
  });

  it("writes journals of which each version is a prefix of the next", async () => {
    const loop = new Loop({ executor: mixed() });
    await live(loop);
    const versions = loop.github.commits("memory/autoloop").toReversed();
    let before = "";
    for (const commit of versions) {
      const entry = commit.tree.get("journal/carton/000001.jsonl");
      const text = entry === undefined ? "" : (loop.github.git.blob(entry.id)?.toString() ?? "");
      expect(text.startsWith(before)).toBe(true);
      before = text;
    }
    expect(decodeEvents(before).map(({ seq }) => seq)).toEqual(
      decodeEvents(before).map((_, index) => index + 1),
    );
  });

  it("never has more than one iteration between start and end, and no two accepts of one", async () => {
    const loop = new Loop({ executor: mixed() });
    await live(loop);
    const events = decodeEvents(loop.github.memoryFile("journal/carton/000001.jsonl") ?? "");
    const trace = events.flatMap((event) => {
      if (event.type === "iteration.start") return [`+${event.iteration}`];
      return /^iteration\.(accept|reject|error)$/.test(event.type) && "iteration" in event
        ? [`-${event.iteration}`]
        : [];
    });
    expect(trace).toEqual([0, 1, 2, 3, 4, 5].flatMap((number) => [`+${number}`, `-${number}`]));
  });
});
