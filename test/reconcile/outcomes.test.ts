// What a run of the loop tells: the queue, the meter, and whoever reads the log.

import { describe, expect, it } from "vitest";
import { Conflict, Outdated, Retryable, Terminal } from "../../src/domain/errors.ts";
import type { EventBody } from "../../src/domain/journal/event.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import type { Ending } from "../../src/ports/meter.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { commitMessage } from "../../src/text/comments/commit-message.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

const QUARTER = 15 * 60_000;

/** A loop that is watched from outside. */
function watched(executor = new FakeExecutor()) {
  const { log, lines } = memoryLog();
  const endings: (readonly [Ending, number])[] = [];
  const events: EventBody["type"][] = [];
  const ignored: number[] = [];
  const meter = {
    reconciled: (ending: Ending, ms: number) => void endings.push([ending, ms]),
    journalled: (types: readonly EventBody["type"][]) => void events.push(...types),
    ignored: (commands: number) => void ignored.push(commands),
  };
  const loop = new Loop({ log, meter, executor });
  return { loop, lines, endings, events, ignored, issue: loop.openProgram() };
}

/** The same, where each look throws this after so many milliseconds. */
async function thrown(error: unknown, ms = 0) {
  const world = watched();
  world.loop.github.forge.look = async () => {
    await world.loop.clock.advance(ms);
    throw error;
  };
  const outcome = await world.loop.reconcile(world.issue);
  return { outcome, endings: world.endings, said: world.lines.at(-1) };
}

describe(createReconciler, () => {
  it("tells the log what it did, for which program and in which run", async () => {
    const { loop, lines, issue } = watched();
    await loop.reconcile(issue);
    const did = lines.filter(({ message }) => message === "did");
    expect(did.map(({ fields }) => [fields.program, fields.reconcile])).toEqual(
      did.map(() => [`1/octo/carton#${issue}`, "id1"]),
    );
    expect(did.map(({ level, fields }) => [level, fields.action, fields.outcome])).toEqual([
      ["info", "memory.commit", loop.head("memory/autoloop")],
      ["info", "run.start", null],
      ["info", "comment.post", expect.any(Number)],
      ["info", "issue.react", null],
    ]);
    expect(did.every(({ fields }) => String(fields.what).length > 5)).toBe(true);
  });

  it("counts each event that is in a journal now, once", async () => {
    const { loop, events, issue } = watched();
    await loop.settle(issue);
    await loop.hours(issue, 2);
    const journal = loop.github.memoryFile(memoryPath.segment("carton", 1)) ?? "";
    const lines = journal.trim().split("\n");
    expect(events).toEqual(lines.map((line) => Reflect.get(JSON.parse(line), "type")));
    expect(events.length).toBeGreaterThan(10);
  });

  it("is done where nothing is left to do now, and says when there will be", async () => {
    const { loop, endings, issue } = watched();
    const outcome = await loop.settle(issue);
    expect(new Set(endings.map(([ending]) => ending))).toEqual(new Set(["done"]));
    const due = Date.parse(loop.state().last_run_at ?? "") + 3_600_000;
    expect(outcome).toEqual({ kind: "again", ms: due - loop.clock.now() });
    loop.github.closeIssue(issue, "maintainer");
    expect(await loop.settle(issue)).toEqual({ kind: "done" });
  });

  it("tries again later where its answer is undone as often as it looks", async () => {
    const { loop, lines, endings, issue } = watched(
      new FakeExecutor((request) => aReport(request, request.iteration === 1 ? 740 : 750)),
    );
    await loop.settle(issue);
    await loop.hours(issue, 2);
    const { forge } = loop.github;
    const look = forge.look.bind(forge);
    const rejected = { attempt: 1, program: "carton", iteration: 2, runId: "run-1", change: "Worse." };
    let looks = 0;
    forge.look = (...asked) => {
      looks += 1;
      loop.github.pushCommit(
        "autoloop/carton",
        { "worse.md": `${looks}` },
        { message: commitMessage(rejected) },
      );
      return look(...asked);
    };
    endings.length = 0;
    expect(await loop.reconcile(issue)).toEqual({ kind: "retry" });
    expect(endings).toEqual([["unsettled", 0]]);
    expect(lines.at(-1)).toMatchObject({ message: "still not at rest", fields: { rounds: looks } });

    forge.look = look;
    await loop.settle(issue);
    expect(loop.github.file("autoloop/carton", "worse.md")).toBeUndefined();
  });

  it("tries again within seconds where somebody else was faster", async () => {
    const { outcome, endings, said } = await thrown(new Conflict("moved"), 700);
    expect(outcome).toEqual({ kind: "retry", atMostMs: 4_000 });
    expect(endings).toEqual([["conflict", 700]]);
    expect(said).toMatchObject({ level: "info", fields: { reason: "moved" } });
  });

  it("tries again where the host did not do it", async () => {
    const { outcome, endings, said } = await thrown(new Retryable("no answer", 5_000));
    expect(outcome).toEqual({ kind: "retry", ms: 5_000 });
    expect(endings).toEqual([["retryable", 0]]);
    expect(said).toMatchObject({ level: "warn", fields: { reason: "no answer" } });
  });

  it("leaves to a later version what is a later version's", async () => {
    const { outcome, endings, said } = await thrown(new Outdated("line 7"));
    expect(outcome).toEqual({ kind: "retry" });
    expect(endings).toEqual([["outdated", 0]]);
    expect(said).toMatchObject({ level: "warn", fields: { reason: "line 7" } });
  });

  it("waits for a person where nothing else helps, and tells a defect from that", async () => {
    const terminal = await thrown(new Terminal("no permission"));
    expect(terminal.outcome).toEqual({ kind: "again", ms: QUARTER });
    expect(terminal.endings).toEqual([["terminal", 0]]);
    expect(terminal.said).toMatchObject({
      level: "error",
      fields: { reason: "no permission", kind: "terminal", stack: undefined },
    });

    const defect = await thrown(new TypeError("x is not a function"));
    expect(defect.outcome).toEqual({ kind: "again", ms: QUARTER });
    expect(defect.endings).toEqual([["defect", 0]]);
    expect(defect.said).toMatchObject({
      level: "error",
      fields: { kind: "defect", stack: expect.stringContaining("outcomes.test.ts") },
    });
  });

  it("knows what it wrote into the registry before it looks again", async () => {
    const { loop, issue } = watched();
    await loop.reconcile(issue);
    expect(loop.index.rowsOf(loop.github.repository)).toMatchObject([
      { name: "carton", issue, in_flight: 0 },
    ]);
  });

  it("tells the log what it would do, and by which kind of action, in a dry run", async () => {
    const { loop, issue } = watched();
    const { log, lines } = memoryLog();
    const { reconciler } = aProcess(loop.github, loop.clock, { log, dryRun: true });
    expect(await reconciler.reconcile(loop.github.key(issue))).toEqual({ kind: "done" });
    expect(lines.map(({ fields }) => fields.action)).toEqual([
      ...["memory.commit", "run.start", "comment.post", "issue.react"],
    ]);
    expect(lines.map(({ fields }) => fields.rule)).toEqual(["memory", "dispatch", "status", "acknowledge"]);
    expect(lines.every(({ message }) => /^would \w+/.test(message))).toBe(true);
    expect(loop.github.writes).toEqual([]);
  });

  it("tells the log which rule decided what is done and what the journal says", async () => {
    const { loop, lines, issue } = watched();
    await loop.reconcile(issue);
    const ruled = (message: string, what: string) =>
      lines
        .filter((line) => line.message === message)
        .map(({ fields }) => `${String(fields.rule)}: ${String(fields[what])}`);
    expect(ruled("journalled", "type")).toEqual([
      ...["adopt: program.adopted", "adopt: program.defined", "adopt: loop.start"],
      "start: iteration.start",
    ]);
    expect(ruled("did", "action")).toEqual([
      ...["memory: memory.commit", "dispatch: run.start"],
      ...["status: comment.post", "acknowledge: issue.react"],
    ]);
  });

  it("tells the log which action the host refuses for good, and why", async () => {
    const { loop, lines, endings, issue } = watched();
    await loop.settle(issue);
    loop.github.faults.inject(({ method }) => (method === "commit" ? "terminal" : null));
    await loop.clock.advance(3_600_000);
    await loop.settle(issue);
    const refused = lines.filter(({ message }) => message === "refused");
    expect(refused[0]).toMatchObject({ level: "warn", fields: { action: "branch.commit" } });
    expect(String(refused[0]?.fields.what)).toMatch(/commit/);
    expect(String(refused[0]?.fields.reason)).not.toBe("");
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "refused" } });
    expect(endings.map(([ending]) => ending)).not.toContain("defect");
  });

  it("tells once of each command of people without rights, and writes nothing for them", async () => {
    const { loop, issue, ignored } = watched();
    await loop.settle(issue);
    await loop.clock.advance(5_000);
    const writes = loop.github.writes.length;
    const says = (login: string, text: string) => loop.github.comment(issue, login, text);
    for (let n = 0; n < 120; n += 1) says(`guest-${n}`, "/autoloop run");
    const last = says("guest-0", "/autoloop stop");
    says("guest-0", "Please make it blue.");
    await loop.settle(issue);
    await loop.settle(issue);
    expect(ignored.reduce((sum, one) => sum + one, 0)).toBe(121);
    // What is believed of them is forgotten after a minute, and what was counted is not.
    await loop.clock.advance(90_000);
    await loop.settle(issue);
    loop.github.deleteComment(issue, last);
    says("guest-1", "/autoloop pause");
    await loop.settle(issue);
    expect(ignored.reduce((sum, one) => sum + one, 0)).toBe(122);
    expect(loop.github.writes.length).toBe(writes);
  });
});
