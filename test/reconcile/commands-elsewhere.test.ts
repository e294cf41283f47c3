// Commands on the program's pull request, on another program's issue and on any other issue.

import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

/** A program at rest with its pull request, and an issue that is none. */
async function running(loop = new Loop()) {
  loop.github.permissions.set("helper", "triage");
  const issue = loop.openProgram();
  await loop.settle(issue);
  const other = loop.github.openIssue({ title: "A bug", author: "stranger" });
  const pull = loop.github.pulls()[0]?.number ?? 0;
  await loop.sweep();
  await loop.clock.advance(5_000);
  return { loop, issue, other, pull };
}

/** The same with a second program. */
async function two() {
  const world = await running();
  const second = world.loop.openProgram(PROGRAM_TEXT, "Tiles");
  await world.loop.settle(second);
  await world.loop.clock.advance(5_000);
  return { ...world, second };
}

async function says(loop: Loop, where: number, login: string, body: string): Promise<number> {
  const comment = loop.github.comment(where, login, body);
  await loop.sweep();
  await loop.clock.advance(2_000);
  return comment;
}

function reactions(loop: Loop, where: number, comment: number): readonly string[] {
  return loop.github.comments(where).find(({ id }) => id === comment)?.reactions ?? [];
}

function answers({ github }: Loop, where: number): readonly string[] {
  return github
    .comments(where)
    .filter(({ author, body }) => author?.login === github.self && body.includes("autoloop:v1 answer"))
    .map(({ body }) => body);
}

function heard({ github }: Loop, name = "carton") {
  const events = decodeEvents(github.memoryFile(`journal/${name}/000001.jsonl`) ?? "");
  return events.flatMap((event) => (event.type === "command.received" ? [event] : []));
}

/** Neither the next look nor a new process finds anything to write. */
async function rests(loop: Loop): Promise<void> {
  await loop.sweep();
  const writes = loop.github.writes.length;
  await loop.sweep();
  loop.restart();
  await loop.sweep();
  await loop.sweep();
  expect(loop.github.writes).toHaveLength(writes);
}

describe(`${createReconciler.name}: commands elsewhere`, () => {
  it.each(["pull", "other"] as const)("are obeyed once on the %s where one program runs", async (where) => {
    const { loop, [where]: at } = await running();
    const comment = await says(loop, at, "writer", "/autoloop pause for the release");
    expect(loop.state()).toMatchObject({ status: "paused", pause: { reason: "for the release" } });
    expect(heard(loop)).toMatchObject([{ comment, issue: at, by: { login: "writer", permission: "write" } }]);
    expect(reactions(loop, at, comment)).toEqual(["+1"]);
    await rests(loop);
    expect(heard(loop)).toHaveLength(1);
  });

  it("are answered where they were asked, each by a new comment", async () => {
    const { loop, issue, pull } = await running();
    await says(loop, pull, "writer", "/autoloop status");
    expect(answers(loop, pull)).toEqual([expect.stringContaining("### Status of carton")]);
    await says(loop, pull, "writer", "/autoloop help");
    expect(answers(loop, pull)).toEqual([
      expect.stringContaining("### Status of carton"),
      expect.stringContaining("### Commands"),
    ]);
    expect(answers(loop, pull)[1]).toContain(`/issues/${pull}#issuecomment-`);
    expect(answers(loop, issue)).toEqual([]);
    await rests(loop);
  });

  it("of somebody who may not are refused: one reaction, one line in the journal, no comment", async () => {
    const { loop, other } = await running();
    const comment = await says(loop, other, "helper", "/autoloop run");
    expect(loop.state().status).toBe("active");
    expect(reactions(loop, other, comment)).toEqual(["confused"]);
    expect(heard(loop)).toMatchObject([{ outcome: "refused", issue: other, text: "" }]);
    expect(loop.github.comments(other)).toHaveLength(1);
    const writes = loop.github.writes.length;
    await says(loop, other, "stranger", "/autoloop stop");
    expect(loop.github.writes).toHaveLength(writes);
    await rests(loop);
  });

  it("go to the program that they name, also from another program's issue", async () => {
    const { loop, issue, second, other } = await two();
    const comment = await says(loop, issue, "writer", "/autoloop tiles: pause");
    expect(loop.state("tiles").status).toBe("paused");
    expect(loop.state().status).toBe("active");
    expect(heard(loop)).toEqual([]);
    expect(reactions(loop, issue, comment)).toEqual(["+1"]);
    await says(loop, other, "writer", "/autoloop tiles: resume");
    expect(loop.state("tiles").status).toBe("active");
    await says(loop, second, "writer", "/autoloop carton: stop");
    expect(loop.state().status).toBe("stopped");
    await rests(loop);
  });

  it("that could be meant for several, or for none, are asked back about by one of them", async () => {
    const { loop, other, pull } = await two();
    const unclear = await says(loop, other, "writer", "/autoloop pause");
    expect(reactions(loop, other, unclear)).toEqual(["confused"]);
    expect(answers(loop, other)).toEqual([expect.stringMatching(/Which program\?.*`carton`, `tiles`/)]);
    await says(loop, other, "writer", "/autoloop tile: pause");
    expect(answers(loop, other)[1]).toMatch(/no program `tile` here/);
    expect([loop.state().status, loop.state("tiles").status]).toEqual(["active", "active"]);
    expect(heard(loop, "tiles")).toEqual([]);
    // Its pull request is the first program's own: nobody has to be asked which.
    await says(loop, pull, "writer", "/autoloop pause");
    expect(loop.state().status).toBe("paused");
    await rests(loop);
  });

  it("that two programs answered on one issue stand in the order of the questions", async () => {
    const { loop, other } = await two();
    await says(loop, other, "writer", "/autoloop carton: status");
    await says(loop, other, "writer", "/autoloop tiles: status");
    await says(loop, other, "writer", "/autoloop carton: status");
    expect(answers(loop, other)).toEqual([
      expect.stringContaining("### Status of carton"),
      expect.stringContaining("### Status of tiles"),
      expect.stringContaining("### Status of carton"),
    ]);
    await rests(loop);
  });

  it("give an instruction that is read again at the moment of dispatch", async () => {
    const executor = new FakeExecutor((run) => (run.kind === "baseline" ? aReport(run, 760) : "running"));
    const { loop, issue, other } = await running(new Loop({ executor }));
    const kept = await says(loop, other, "writer", "/autoloop try a cube");
    const gone = await says(loop, other, "writer", "/autoloop try a sphere");
    loop.github.deleteComment(other, gone);
    const [run] = executor.started.slice(-1);
    if (run !== undefined) executor.finish(run, {});
    loop.restart();
    await loop.settle(issue);
    expect(loop.state().in_flight?.steering).toMatchObject([{ comment: kept, issue: other }]);
    expect(executor.started.at(-1)?.prompt).toContain("try a cube");
    expect(executor.started.at(-1)?.prompt).not.toContain("sphere");
  });

  it("approve a text that somebody else wrote, as it was when they were written", async () => {
    const { loop, issue, pull } = await running();
    const text = PROGRAM_TEXT.replace("Use less cardboard.", "Use much less cardboard.");
    loop.github.editIssue(issue, "stranger", { body: text });
    await loop.clock.advance(2_000);
    await says(loop, pull, "helper", "/autoloop approve");
    expect(loop.state().definition?.hash).not.toBe(sha256(text));
    await says(loop, pull, "writer", "/autoloop approve");
    expect(loop.state().definition).toMatchObject({ hash: sha256(text), approved_by: { login: "writer" } });
    loop.github.editIssue(issue, "stranger", { body: `${text}\nMore.` });
    await rests(loop);
    expect(loop.state().definition?.hash).toBe(sha256(text));
  });

  it("of before the adoption, of apps and of accounts that are gone never count", async () => {
    const loop = new Loop();
    const other = loop.github.openIssue({ title: "A bug" });
    loop.github.comment(other, "maintainer", "/autoloop pause");
    await loop.clock.advance(5_000);
    const issue = loop.openProgram();
    await loop.settle(issue);
    for (const author of ["robot[bot]", null, loop.github.self])
      loop.github.comment(other, author, "/autoloop pause");
    await rests(loop);
    expect(heard(loop)).toEqual([]);
    expect(loop.state().status).toBe("active");
  });
});
