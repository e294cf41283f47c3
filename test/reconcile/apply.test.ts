import { describe, expect, it } from "vitest";
import { Conflict, Terminal } from "../../src/domain/errors.ts";
import type { Action } from "../../src/plan/action.ts";
import { apply } from "../../src/reconcile/apply.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { aKeptProgram } from "../support/plan/observation.ts";
import { HOUR, planned } from "../support/plan/planned.ts";

const NOON = "2026-01-01T12:00:00Z";

function world() {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: { "src/carton.mjs": "1\n" } });
  const issue = github.openIssue({ title: "Carton", body: PROGRAM_TEXT, labels: ["bug"] });
  const executor = new FakeExecutor();
  const { log, lines } = memoryLog();
  const moves: (readonly [string, string])[] = [];
  const hands = { forge: github.forge, memory: github.memory, executor };
  return {
    ...{ clock, github, issue, executor, lines, moves },
    main: github.git.branches.get("main") ?? "",
    does: (...actions: readonly Action[]) =>
      apply(
        hands,
        github.key(issue),
        actions.map((action) => ({ rule: "some", action })),
        log,
        (from, to) => moves.push([from, to]),
      ),
  };
}

const branch = "autoloop/carton";
const file = {
  path: "src/carton.mjs",
  mode: "100644" as const,
  contents: Buffer.from("2\n").toString("base64"),
};

describe(apply, () => {
  it("writes, edits and acknowledges comments and sets labels", async () => {
    const { github, issue, does } = world();
    const comment = github.comment(issue, "writer", "Try a cube.");
    await does(
      { type: "comment.react", comment, reaction: "eyes" },
      { type: "comment.post", body: "one", what: "x" },
      { type: "labels.set", add: ["autoloop"], remove: ["bug"] },
    );
    const own = github.comments(issue).at(-1)?.id ?? 0;
    await does({ type: "comment.edit", comment: own, body: "two", what: "x" });
    expect(github.comments(issue)).toMatchObject([{ reactions: ["eyes"] }, { body: "two" }]);
    expect(github.issue(issue).labels).toEqual(["autoloop"]);
  });

  it("goes on where a comment cannot be hidden, but not where the process broke", async () => {
    const { github, issue, does, lines } = world();
    const theirs = github.comment(issue, "writer", "Mine.");
    const ours = await github.forge.postComment(github.key(issue), "Old.");
    const hide = (comment: number): Action => ({ type: "comment.minimise", comment, what: "older answer" });
    await does(hide(theirs), hide(404), hide(ours), { type: "comment.post", body: "New.", what: "x" });
    expect(github.comments(issue)).toMatchObject([
      { body: "Mine.", minimised: false },
      { body: "Old.", minimised: true },
      { body: "New." },
    ]);
    expect(lines.filter(({ message }) => message === "left")).toHaveLength(2);
    github.forge.minimiseComment = () => Promise.reject(new TypeError("a defect"));
    await expect(does(hide(ours))).rejects.toBeInstanceOf(TypeError);
  });

  it("creates a branch, commits to it, takes that back, and brings it up to date", async () => {
    const { github, main, does } = world();
    await does(
      { type: "branch.create", branch, at: main },
      { type: "branch.commit", branch, expectedHead: main, message: "m", files: [file] },
    );
    const head = github.branches()[branch] ?? "";
    expect(github.file(branch, "src/carton.mjs")).toBe("2\n");
    await does({ type: "branch.restore", branch, expectedHead: head, treeOf: main, message: "back" });
    expect(github.file(branch, "src/carton.mjs")).toBe("1\n");
    github.pushCommit("main", { "README.md": "news\n" });
    expect(await does({ type: "branch.merge", branch, from: "main", message: "m" })).toEqual({
      conflict: null,
      refused: null,
    });
    expect(github.file(branch, "README.md")).toBe("news\n");
  });

  it("moves a branch without work of its own forward", async () => {
    const { github, main, does } = world();
    await does({ type: "branch.create", branch, at: main });
    const to = github.pushCommit("main", { "README.md": "news\n" });
    await does({ type: "branch.fast-forward", branch, to });
    expect(github.branches()[branch]).toBe(to);
  });

  it("finds out that a machine cannot merge", async () => {
    const { github, main, does } = world();
    await does(
      { type: "branch.create", branch, at: main },
      { type: "branch.commit", branch, expectedHead: main, message: "m", files: [file] },
    );
    github.pushCommit("main", { "src/carton.mjs": "3\n" });
    const merge: Action = { type: "branch.merge", branch, from: "main", message: "m" };
    expect(await does(merge, { type: "run.dispose", nonce: "n", place: "here", startedAt: NOON })).toEqual({
      conflict: { in: "merge", paths: ["src/carton.mjs"] },
      refused: null,
    });
  });

  it("opens and edits pull requests", async () => {
    const { github, main, does } = world();
    await does(
      { type: "branch.create", branch, at: main },
      { type: "branch.commit", branch, expectedHead: main, message: "m", files: [file] },
      { type: "pull.open", head: branch, base: "main", title: "t", body: "b", labels: ["autoloop"] },
    );
    const number = github.pulls()[0]?.number ?? 0;
    await does({ type: "pull.edit", number, body: "new" });
    expect(github.pulls()).toMatchObject([{ title: "t", body: "new", draft: true, labels: ["autoloop"] }]);
  });

  it("starts a run with its briefing as context, and disposes of it", async () => {
    const { executor, does, github, issue } = world();
    const order = planned({ journal: aKeptProgram() }, { after: HOUR }).actions.filter(
      ({ type }) => type === "run.start",
    );
    await does(...order, ...order);
    expect(executor.started).toMatchObject([
      { key: github.key(issue), nonce: "fresh-nonce", context: { program: "carton", best: 750 } },
    ]);
    await does({ type: "run.dispose", nonce: "fresh-nonce", place: "here", startedAt: NOON });
    expect([...executor.disposed]).toEqual(["fresh-nonce"]);
  });

  it("tells where its own write moved the memory branch, and logs what it did", async () => {
    const { github, moves, lines, does } = world();
    const files = [{ path: "carton.md", text: "x" }];
    await does({ type: "memory.commit", expectedHead: "absent", message: "m", files, events: ["loop.stop"] });
    const head = github.branches()["memory/autoloop"];
    expect(moves).toEqual([["absent", head]]);
    expect(lines).toMatchObject([
      { message: "did", fields: { action: "memory.commit", rule: "some", outcome: head } },
    ]);
  });

  it("stops at the first action that fails: nothing is shown that the journal does not hold", async () => {
    const { github, issue, does } = world();
    github.faults.failNext("memory.commit", "conflict");
    const write: Action = {
      type: "memory.commit",
      expectedHead: "absent",
      message: "m",
      files: [],
      events: [],
    };
    await expect(does(write, { type: "comment.post", body: "x", what: "x" })).rejects.toThrow(Conflict);
    expect(github.comments(issue)).toEqual([]);
  });

  it("stops at a refused change of a pull request and says which it was", async () => {
    const { github, issue, does } = world();
    const found = await does(
      { type: "pull.edit", number: 9, body: "x" },
      { type: "comment.post", body: "never", what: "comment" },
    );
    expect(found).toEqual({ conflict: null, refused: "edit pull request #9" });
    expect(github.comments(issue)).toEqual([]);
  });

  it("passes on that anything else cannot be done", async () => {
    const { does } = world();
    await expect(does({ type: "comment.edit", comment: 9, body: "x", what: "comment" })).rejects.toThrow(
      Terminal,
    );
  });
});

describe(createReconciler, () => {
  it.each([
    ["conflict", { kind: "retry", atMostMs: 4_000 }],
    ["retryable", { kind: "retry" }],
    ["terminal", { kind: "again", ms: 15 * 60_000 }],
  ] as const)("answers a %s failure with an outcome, never by throwing", async (fault, outcome) => {
    const { clock, github, issue } = world();
    github.faults.failNext("look", fault);
    expect(await aProcess(github, clock).reconciler.reconcile(github.key(issue))).toEqual(outcome);
  });

  it("calls what it did not expect a defect, with its stack", async () => {
    const { clock, github, issue } = world();
    const { log, lines } = memoryLog();
    github.addLabel(issue, "maintainer", "autoloop-program");
    github.faults.crashBeforeWrite(1);
    const app = aProcess(github, clock, { log });
    expect(await app.reconciler.reconcile(github.key(issue))).toMatchObject({ kind: "again" });
    expect(lines.at(-1)).toMatchObject({
      level: "error",
      fields: { kind: "defect", stack: expect.any(String) },
    });
  });
});
