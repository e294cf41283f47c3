import { describe, expect, it } from "vitest";
import { NotStarted, Retryable, Terminal } from "../../src/domain/errors.ts";
import { MEMORY_BRANCH } from "../../src/domain/program/names.ts";
import { iterationMarker } from "../../src/text/format/markers.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop } from "../support/loop/loop.ts";

const HOUR = 3_600_000;
const QUARTER = { kind: "again", ms: 15 * 60_000 };
const RULE = "Repository rule violations found";

/** A program whose first iteration was kept and offered; the next one is due in an hour. */
async function begun(loop = new Loop()) {
  const issue = loop.openProgram();
  await loop.settle(issue);
  return { loop, issue };
}

const notices = (loop: Loop, issue: number) => loop.own(issue, "notice kind=problems");

describe("a rule that forbids the program's branch", () => {
  it("pauses the program, named, in GitHub's own words, and is met once", async () => {
    const { loop, issue } = await begun();
    loop.github.settings.forbidden.add("autoloop/carton");
    await loop.clock.advance(HOUR);
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "refused" } });
    expect(loop.state().pause?.reason).toContain(RULE);
    expect(loop.own(issue, "notice kind=paused").join()).toContain(RULE);
    expect(loop.own(issue, "autoloop:v1 status").join()).toContain(RULE);
    const asked: string[] = [];
    loop.github.faults.inject(({ kind, method }) => {
      if (kind === "write") asked.push(method);
      return null;
    });
    await loop.reconcile(issue);
    expect(asked).toEqual([]);
  });

  it("lets it go on once it is gone and somebody says so", async () => {
    const { loop, issue } = await begun();
    loop.github.settings.forbidden.add("autoloop/carton");
    await loop.clock.advance(HOUR);
    await loop.settle(issue);
    loop.github.settings.relent();
    await loop.clock.advance(60_000);
    loop.github.comment(issue, "maintainer", "/autoloop resume");
    await loop.settle(issue);
    await loop.hours(issue, 2);
    expect(loop.state()).toMatchObject({ status: "active" });
    expect(loop.state().best?.metric).toBeLessThan(750);
  });

  it("is never told as a merge conflict where no file was changed on both sides", async () => {
    const { loop, issue } = await begun();
    loop.github.pushCommit("main", { "README.md": "news\n" });
    loop.github.settings.forbidden.add("autoloop/carton");
    await loop.hours(issue, 1);
    expect(loop.state().pause).toMatchObject({ kind: "refused", reason: expect.stringContaining(RULE) });
  });
});

describe("a rule that forbids the memory branch", () => {
  it("shows on the issue within one look, before anything was ever written", async () => {
    const loop = new Loop();
    loop.github.settings.forbidden.add(MEMORY_BRANCH);
    const issue = loop.openProgram();
    expect(await loop.reconcile(issue)).toEqual(QUARTER);
    expect(notices(loop, issue)).toEqual([expect.stringContaining(RULE)]);
    expect(notices(loop, issue).join()).toContain("cannot write its journal");
    expect(loop.executor.started).toEqual([]);
  });

  it("shows on the issue of a program that runs, once, and is told to be over when it is", async () => {
    const { loop, issue } = await begun();
    loop.github.settings.forbidden.add(MEMORY_BRANCH);
    await loop.clock.advance(HOUR);
    for (let look = 0; look < 3; look += 1) expect(await loop.reconcile(issue)).toEqual(QUARTER);
    expect(notices(loop, issue)).toEqual([expect.stringContaining(RULE)]);
    const edits = loop.github.writes.filter(({ method }) => method === "editComment").length;
    await loop.reconcile(issue);
    expect(loop.github.writes.filter(({ method }) => method === "editComment")).toHaveLength(edits);
    expect(loop.executor.started).toHaveLength(2);
    loop.github.settings.relent();
    await loop.settle(issue);
    expect(loop.executor.started).toHaveLength(3);
    expect(notices(loop, issue)).toEqual([expect.stringContaining("☑️")]);
  });

  it("does not hide that the branch is forbidden, too", async () => {
    const { loop, issue } = await begun();
    loop.github.settings.forbidden.add("autoloop/carton");
    await loop.clock.advance(HOUR);
    await loop.reconcile(issue);
    loop.github.settings.forbidden.add(MEMORY_BRANCH);
    expect(await loop.reconcile(issue)).toEqual(QUARTER);
    expect(notices(loop, issue)).toEqual([expect.stringContaining("cannot write its journal")]);
  });
});

describe("a courtesy that is refused for ever", () => {
  it.each(["react", "reactToIssue", "writeCheck"])(
    "keeps nothing from being done or shown, and pauses nothing: %s",
    async (method) => {
      const { loop, issue } = await begun();
      loop.github.settings.refused.set(method, "No.");
      loop.github.comment(issue, "maintainer", "Try a cube.");
      await loop.hours(issue, 4);
      expect(loop.state()).toMatchObject({ status: "active", last_iteration: 5 });
      for (const iteration of [0, 1, 2, 3, 4, 5])
        expect(loop.own(issue, iterationMarker("carton", iteration))).toHaveLength(1);
      expect(loop.github.pulls()).toMatchObject([{ state: "open" }]);
    },
  );

  it("is tried again no later than in a quarter of an hour", async () => {
    const { loop, issue } = await begun();
    loop.github.settings.refused.set("react", "No.");
    loop.github.comment(issue, "maintainer", "Try a cube.");
    await loop.clock.advance(1_000);
    expect(await loop.reconcile(issue)).toEqual(QUARTER);
    loop.github.settings.relent();
    await loop.settle(issue);
    expect(loop.github.comments(issue).find(({ body }) => body === "Try a cube.")?.reactions).toEqual([
      "eyes",
    ]);
  });

  it("is tried again in a quarter of an hour where the program itself waits for nothing", async () => {
    const { loop, issue } = await begun();
    loop.github.comment(issue, "maintainer", "/autoloop pause");
    await loop.clock.advance(HOUR);
    expect(await loop.settle(issue)).toEqual({ kind: "done" });
    loop.github.settings.refused.set("react", "No.");
    loop.github.comment(issue, "maintainer", "Try a cube.");
    await loop.clock.advance(HOUR);
    expect(await loop.reconcile(issue)).toEqual(QUARTER);
    expect(await loop.reconcile(issue)).toEqual(QUARTER);
    loop.github.settings.relent();
    expect(await loop.settle(issue)).toEqual({ kind: "done" });
    expect(loop.github.comments(issue).find(({ body }) => body === "Try a cube.")?.reactions).toEqual([
      "eyes",
    ]);
  });
});

describe("a pull request whose text is refused", () => {
  it("shows on the issue of a program that stands still, and is told to be over when it is", async () => {
    const { loop, issue } = await begun();
    loop.github.pull(loop.github.pulls()[0]?.number ?? 0).body = "Somebody's";
    loop.github.settings.refused.set("editPull", "Body is invalid.");
    loop.github.comment(issue, "maintainer", "/autoloop pause");
    await loop.clock.advance(1_000);
    await loop.reconcile(issue);
    const told = await loop.reconcile(issue);
    expect(told).toEqual(QUARTER);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "command" } });
    expect(notices(loop, issue)).toEqual([expect.stringContaining("Body is invalid.")]);
    await loop.reconcile(issue);
    expect(notices(loop, issue)).toEqual([expect.stringContaining("Body is invalid.")]);
    loop.github.settings.relent();
    await loop.settle(issue);
    expect(notices(loop, issue)).toEqual([expect.stringContaining("☑️")]);
  });
});

describe("a repository without draft pull requests", () => {
  it("gets an ordinary one that says so, and goes on saying so", async () => {
    const loop = new Loop();
    loop.github.settings.drafts = false;
    const { issue } = await begun(loop);
    await loop.hours(issue, 2);
    const [pull] = loop.github.pulls();
    expect(pull).toMatchObject({ draft: false, state: "open" });
    expect(pull?.body).toContain("no draft pull requests for this repository");
    expect(pull?.body).toContain("| 3 | 730 |");
    expect(loop.state().status).toBe("active");
  });
});

describe("a run that cannot begin", () => {
  /** The machine's trouble, until it is over. */
  class Troubled extends FakeExecutor {
    trouble: Error | null = null;

    override async start(request: Parameters<FakeExecutor["start"]>[0]): Promise<void> {
      if (this.trouble !== null) throw this.trouble;
      await super.start(request);
    }
  }

  it.each([
    [new NotStarted("x", { code: "files", said: "fatal: unable to access" }), "fatal: unable to access"],
    [new NotStarted("x", { code: "folder", said: "EACCES: permission denied" }), "EACCES: permission denied"],
    [new NotStarted("x", { code: "runner", said: "out of memory" }), "out of memory"],
    [new Terminal("x", { said: "Not Found" }), "Not Found"],
  ])(
    "shows on the issue within one look, with what to do, and is told to be over: %s",
    async (trouble, said) => {
      const executor = new Troubled();
      executor.trouble = trouble;
      const loop = new Loop({ executor });
      const issue = loop.openProgram();
      const { kind } = await loop.reconcile(issue);
      expect(kind).toBe(trouble instanceof Terminal ? "again" : "retry");
      expect(notices(loop, issue)).toEqual([expect.stringContaining(said)]);
      expect(loop.own(issue, "autoloop:v1 status")).toHaveLength(1);
      const writes = loop.github.writes.length;
      await loop.reconcile(issue);
      expect(loop.github.writes).toHaveLength(writes);
      executor.trouble = null;
      await loop.settle(issue);
      expect(loop.state().best?.metric).toBe(750);
      expect(notices(loop, issue)).toEqual([expect.stringContaining("☑️")]);
    },
  );

  it("is not told where it is only to be asked again", async () => {
    const executor = new Troubled();
    executor.trouble = new Retryable("busy");
    const loop = new Loop({ executor });
    const issue = loop.openProgram();
    expect(await loop.reconcile(issue)).toEqual({ kind: "retry" });
    expect(notices(loop, issue)).toEqual([]);
  });
});

describe("a role that cannot be read", () => {
  const failing = (loop: Loop) =>
    loop.github.faults.inject(({ method }) => (method === "standing" ? "retryable" : null));

  it("shows on the issue after three looks, journals nothing, and is told to be over", async () => {
    const { loop, issue } = await begun();
    const journal = loop.github.memoryFile("journal/carton/000001.jsonl");
    failing(loop);
    loop.github.comment(issue, "maintainer", "/autoloop pause");
    await loop.clock.advance(1_000);
    for (const expected of [0, 0, 1, 1]) {
      expect(await loop.reconcile(issue)).toEqual({ kind: "retry" });
      expect(notices(loop, issue)).toHaveLength(expected);
    }
    expect(notices(loop, issue).join()).toContain("what `maintainer` may do");
    expect(loop.github.memoryFile("journal/carton/000001.jsonl")).toBe(journal);
    loop.github.faults.calm();
    await loop.settle(issue);
    expect(loop.state().status).toBe("paused");
    expect(notices(loop, issue)).toEqual([expect.stringContaining("☑️")]);
  });

  it("counts looks in a row only", async () => {
    const { loop, issue } = await begun();
    loop.github.comment(issue, "maintainer", "Try a cube.");
    for (let look = 0; look < 4; look += 1) {
      loop.github.comment(issue, "writer", `Try ${look}.`);
      failing(loop);
      await loop.reconcile(issue);
      await loop.reconcile(issue);
      loop.github.faults.calm();
      await loop.settle(issue);
    }
    expect(notices(loop, issue)).toEqual([]);
  });
});
