import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { digestOf, iterationOf } from "../../src/text/format/markers.ts";
import { readResults } from "../../src/text/journal/results-table.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

/** Every fourth attempt is better, so no plateau pauses the loop. */
const patient = () =>
  new FakeExecutor(({ iteration, ...request }) =>
    aReport(request, iteration % 4 === 0 ? 5_000 - iteration : 9_000),
  );

/** How many comments stand for each iteration. */
function representations(loop: Loop, issue: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const body of loop.own(issue, "autoloop:v1")) {
    const single = iterationOf(body)?.number;
    const lines =
      digestOf(body) === null ? [] : [...body.matchAll(/^- \*\*(\d+)\*\*/gm)].map(([, n]) => Number(n));
    for (const number of single === undefined ? lines : [single])
      found.set(number, (found.get(number) ?? 0) + 1);
  }
  return found;
}

/** Goes on until an iteration of this number has ended, an hour for each. */
async function iterate(loop: Loop, issue: number, until: number): Promise<void> {
  while ((loop.state().last_iteration ?? 0) < until) await loop.hours(issue, 1);
}

describe(`${createReconciler.name}: digests`, () => {
  it("keep an issue's comments bounded, and each iteration in exactly one place", async () => {
    const loop = new Loop({ executor: patient(), policy: { iterationComments: 40 } });
    const issue = loop.openProgram();
    await loop.settle(issue);
    await iterate(loop, issue, 121);
    const found = representations(loop, issue);
    const last = loop.state().last_iteration ?? 0;
    expect([...found.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: last + 1 }, (_, n) => n),
    );
    expect([...found].filter(([, times]) => times !== 1)).toEqual([]);
    expect(loop.own(issue, "autoloop:v1 iteration").length).toBeLessThanOrEqual(40);
    const digests = loop.own(issue, "autoloop:v1 digest");
    expect(digests.map((body) => digestOf(body)?.from)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
    expect(digests.join("")).not.toContain("—\n");

    const writes = loop.github.writes.length;
    loop.restart();
    await loop.reconcile(issue);
    await loop.reconcile(issue);
    expect(loop.github.writes).toHaveLength(writes);
  }, 120_000);

  it("tell of iterations whose lines have left the results table", async () => {
    const loop = new Loop({ executor: patient(), policy: { iterationComments: 60 } });
    const issue = loop.openProgram();
    await loop.settle(issue);
    await iterate(loop, issue, 95);
    const older = loop.github.memoryFile("journal/carton/results-000000.tsv") ?? "";
    const table = loop.github.memoryFile("carton.tsv") ?? "";
    expect([...readResults(older).keys()]).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect([...readResults(table).keys()].slice(0, 1)).toEqual([50]);
    const digests = loop.own(issue, "autoloop:v1 digest");
    expect(digests.map((body) => digestOf(body)?.from)).toEqual([0, 15, 30]);
    expect(digests.join("")).not.toContain("—\n");
  }, 120_000);

  it("lose nothing to a crash before or after any write", async () => {
    for (const when of ["before", "after"] as const) {
      const loop = new Loop({ executor: patient(), policy: { iterationComments: 12 } });
      const issue = loop.openProgram();
      await loop.settle(issue);
      await iterate(loop, issue, 12);
      for (let n = 0; n < 60; n += 1) {
        if (when === "before") loop.github.faults.crashBeforeWrite(1 + (n % 3));
        else loop.github.faults.crashAfterWrite(1 + (n % 3));
        await loop.clock.advance(15 * 60_000);
        await loop.reconcile(issue);
        loop.restart();
      }
      loop.github.faults.calm();
      await loop.hours(issue, 1);
      const found = representations(loop, issue);
      const last = loop.state().last_iteration ?? 0;
      expect(last).toBeGreaterThan(14);
      expect(found.size).toBe(last + 1);
      expect([...found.values()].every((times) => times === 1)).toBe(true);
      expect(loop.own(issue, "autoloop:v1 digest").length).toBeGreaterThan(0);
    }
  });
});
