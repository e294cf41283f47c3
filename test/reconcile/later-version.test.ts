// Journals of a later version, as an old process meets them in a rolling deploy or after a roll back.

import { describe, expect, it } from "vitest";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import type { Ending } from "../../src/ports/meter.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { noticeOf } from "../../src/text/format/markers.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

const HOUR = 3_600_000;
const PATH = memoryPath.segment("carton", 1);

/** A program with a baseline, and everything that an operator is told. */
async function world() {
  const { log, lines } = memoryLog();
  const endings: Ending[] = [];
  const meter = {
    reconciled: (ending: Ending) => void endings.push(ending),
    journalled: () => undefined,
    ignored: () => undefined,
  };
  const loop = new Loop({ log, meter });
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.hours(issue, 1);
  const before = loop.github.memoryFile(PATH) ?? "";
  const writes = (text: string) => loop.github.pushCommit(MEMORY_BRANCH, { [PATH]: text });
  return { loop, issue, lines, endings, before, writes };
}

/** One more line, as whoever follows the rules of the chain writes it. */
function withLine(text: string, event: object): string {
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  const { seq, at, program, run_id } = JSON.parse(last);
  const line = { v: 1, seq: seq + 1, prev: sha256(last), at, program, run_id, ...event };
  return `${text}${JSON.stringify(line)}\n`;
}

const problems = (loop: Loop, issue: number) =>
  loop.github.comments(issue).filter(({ body }) => noticeOf(body)?.kind === "problems");

describe(createReconciler, () => {
  it.each([
    ["a new type of event", { type: "iteration.mood", mood: "calm" }],
    ["a new key", { type: "loop.complete", reason: "", mood: "calm" }],
    ["a new word", { type: "loop.pause", kind: "siesta", reason: "", by: null }],
    ["a new version", { v: 2, type: "iteration.mood" }],
  ])("leaves a program alone in whose journal a later version wrote %s", async (_, event) => {
    const { loop, issue, lines, endings, before, writes } = await world();
    writes(withLine(before, event));
    loop.github.comment(issue, "maintainer", "/autoloop pause");
    const written = loop.github.writes.length;
    const started = loop.executor.started.length;
    const told = lines.length;
    await loop.clock.advance(3 * HOUR);
    for (const restart of [false, true]) {
      if (restart) loop.restart();
      expect(await loop.reconcile(issue)).toEqual({ kind: "retry" });
    }
    expect(loop.github.writes.slice(written)).toEqual([]);
    expect(loop.executor.started).toHaveLength(started);
    expect(endings.slice(-2)).toEqual(["outdated", "outdated"]);
    expect(lines.slice(told)).toMatchObject(
      Array(2).fill({
        level: "warn",
        message: expect.stringContaining("update this installation"),
        fields: { reason: expect.stringMatching(/^Journal of carton, segment 1: line \d+ has .*Update/) },
      }),
    );
  });

  it("goes on with the other programs, and with this one once it can read it", async () => {
    const { loop, issue, before, writes } = await world();
    writes(withLine(before, { type: "iteration.mood" }));
    const other = loop.openProgram(PROGRAM_TEXT, "Tile");
    await loop.reconcile(issue);
    await loop.settle(other);
    expect(loop.state("tile").status).toBe("active");

    writes(before);
    const { last_iteration } = loop.state();
    await loop.hours(issue, 2);
    expect(loop.state().last_iteration).toBeGreaterThan(last_iteration ?? 0);
    expect(problems(loop, issue)).toEqual([]);
  });

  it("takes over no program of a name whose journal it cannot read", async () => {
    const { loop, before, writes } = await world();
    writes(withLine(before, { type: "iteration.mood" }));
    loop.github.pushCommit(MEMORY_BRANCH, { [memoryPath.registry()]: '{"v":1,"programs":[]}\n' });
    loop.restart();
    const written = loop.github.writes.length;
    const stranger = loop.openProgram(PROGRAM_TEXT, "Carton");
    expect(await loop.reconcile(stranger)).toEqual({ kind: "retry" });
    expect(loop.github.writes.slice(written)).toEqual([]);
  });

  it("still tells people about a line that somebody changed into one of a later version", async () => {
    const { loop, issue, before, writes } = await world();
    writes(before.replace('"type":"iteration.accept"', '"type":"iteration.mood"'));
    await loop.settle(issue);
    expect(problems(loop, issue)).toMatchObject([{ body: expect.stringContaining("does not follow from") }]);
  });
});
