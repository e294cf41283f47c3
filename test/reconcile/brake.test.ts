// Invariants 27 and 28 in small worlds: the brake is heard within one look, and people without rights cause no write.

import { describe, expect, it } from "vitest";
import { commandHash } from "../../src/text/command/command-hash.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import type { FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

async function running() {
  const loop = new Loop();
  loop.github.permissions.set("helper", "triage");
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.clock.advance(5_000);
  return { loop, issue, github: loop.github };
}

function started({ started: all }: FakeExecutor): number {
  return all.length;
}

/** Everything that any commit of the memory branch ever held. */
function history({ github }: Loop): string {
  const texts: string[] = [];
  for (let head = github.git.head("memory/autoloop"); head !== undefined; ) {
    for (const { id } of head.tree.values()) texts.push(github.git.text(id) ?? "");
    const [parent] = head.parents;
    head = parent === undefined ? undefined : github.git.get(parent);
  }
  return texts.join("\n");
}

describe("the brake", () => {
  it.each([1, 150])("is heard in the first look behind 150 commands of %i strangers", async (people) => {
    const { loop, issue, github } = await running();
    const writes = github.writes.length;
    for (let n = 0; n < 150; n += 1) github.comment(issue, `stranger-${n % people}`, "/autoloop run");
    await loop.settle(issue);
    expect(github.writes).toHaveLength(writes);
    github.comment(issue, "helper", "/autoloop please stop");
    await loop.reconcile(issue);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { by: { login: "helper" } } });
  });

  it("lets nothing start while somebody who wrote such a line was not asked about", async () => {
    const { loop, issue, github } = await running();
    const before = started(loop.executor);
    await loop.clock.advance(3_600_000);
    for (let n = 0; n < 130; n += 1) github.comment(issue, `stranger-${n}`, "/autoloop stop");
    github.comment(issue, "helper", "/autoloop halt");
    await loop.reconcile(issue);
    expect([loop.state().status, started(loop.executor)]).toEqual(["paused", before]);
  });

  it("lets nothing start while a role cannot be read", async () => {
    const { loop, issue, github } = await running();
    const before = started(loop.executor);
    await loop.clock.advance(3_600_000);
    github.comment(issue, "helper", "/autoloop pause");
    github.faults.failNext("standing", "retryable");
    await loop.reconcile(issue);
    expect([loop.state().status, started(loop.executor)]).toEqual(["active", before]);
    await loop.settle(issue);
    expect([loop.state().status, started(loop.executor)]).toEqual(["paused", before]);
  });

  it("is not undone by what was written before it and heard after it", async () => {
    const { loop, issue, github } = await running();
    for (let n = 0; n < 25; n += 1) github.comment(issue, "writer", "/autoloop run");
    await loop.clock.advance(2_000);
    github.comment(issue, "writer", "/autoloop resume");
    await loop.clock.advance(2_000);
    github.comment(issue, "helper", "/autoloop stop");
    const before = started(loop.executor);
    await loop.settle(issue);
    expect([loop.state().status, started(loop.executor)]).toEqual(["stopped", before]);
  });

  it("is the bare word too, for those who may", async () => {
    const { loop, issue, github } = await running();
    github.comment(issue, "stranger", "Stop!");
    await loop.settle(issue);
    expect(loop.state().status).toBe("active");
    github.comment(issue, "helper", "Please stop now, carton.");
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "command" } });
  });
});

describe("people without rights", () => {
  it("cause no write by 60 edits, and leave no byte in the history", async () => {
    const { loop, issue, github } = await running();
    const comment = github.comment(issue, "stranger", "/autoloop pause SECRET-0");
    const writes = github.writes.length;
    for (let n = 1; n <= 60; n += 1) {
      github.editComment(issue, comment, "stranger", `/autoloop pause SECRET-${n}\n${"SECRET ".repeat(500)}`);
      await loop.settle(issue);
    }
    expect(github.writes).toHaveLength(writes);
    github.comment(issue, "helper", "/autoloop try a SECRET");
    await loop.settle(issue);
    expect(history(loop)).not.toContain("SECRET");
    expect(loop.state().commands).toMatchObject([{ outcome: "refused" }]);
  });

  it("never hide a maintainer's steering, even where the app was away", async () => {
    const { loop, issue, github } = await running();
    github.comment(issue, "writer", "Try a cube.");
    for (let n = 0; n < 60; n += 1) github.comment(issue, `guest-${n}`, "Nice project!");
    loop.restart();
    await loop.hours(issue, 1);
    expect(loop.executor.started.at(-1)?.prompt).toContain("Try a cube.");
  });
});

describe("what is known again by its line", () => {
  it("is heard once, also where the journal of before holds the hash of its whole text", async () => {
    const { loop, issue, github } = await running();
    const body = "/autoloop run\n\nBecause.";
    const comment = github.comment(issue, "writer", body);
    await loop.settle(issue);
    const heard = () =>
      decodeEvents(github.memoryFile("journal/carton/000001.jsonl") ?? "").flatMap((event) =>
        event.type === "command.received" ? [event.hash] : [],
      );
    expect(heard()).toEqual([commandHash(body)]);
    expect(heard()).not.toEqual([sha256(body)]);
    await loop.clock.advance(2_000);
    github.editComment(issue, comment, "writer", "/autoloop  run \nSomething else.");
    await loop.settle(issue);
    expect(heard()).toHaveLength(1);
    github.editComment(issue, comment, "writer", "/autoloop pause\nSomething else.");
    await loop.settle(issue);
    expect(heard()).toHaveLength(2);
    expect(loop.state().status).toBe("paused");
  });
});
