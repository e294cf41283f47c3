import { describe, expect, it } from "vitest";
import { NotStarted, Retryable, Terminal } from "../../../src/domain/errors.ts";
import type { Action } from "../../../src/plan/action.ts";
import { NOTHING_FOUND } from "../../../src/plan/world.ts";
import type { Applied } from "../../../src/reconcile/apply/applied.ts";
import { apply } from "../../../src/reconcile/apply/apply.ts";
import { createReconciler } from "../../../src/reconcile/reconcile.ts";
import { CrashError } from "../../support/github/fake-faults.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { aProcess } from "../../support/loop/app-process.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { FakeExecutor } from "../../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";
import { aKeptProgram } from "../../support/plan/observation.ts";
import { HOUR, planned } from "../../support/plan/planned.ts";

const FINE: Applied = { found: NOTHING_FOUND, failure: null, denied: false, view: null, isAged: false };

function applied(outcome: Applied | "rehearsed"): Applied {
  if (outcome === "rehearsed") throw new Error("nothing was rehearsed");
  return outcome;
}

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
    expect(await does({ type: "branch.merge", branch, from: "main", message: "m" })).toEqual(FINE);
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
      ...FINE,
      found: { ...NOTHING_FOUND, conflict: { in: "merge", paths: ["src/carton.mjs"] } },
    });
  });

  it("opens and edits pull requests", async () => {
    const { github, main, does } = world();
    await does(
      { type: "branch.create", branch, at: main },
      { type: "branch.commit", branch, expectedHead: main, message: "m", files: [file] },
      {
        type: "pull.open",
        head: branch,
        base: "main",
        title: "t",
        body: "b",
        ordinaryBody: "o",
        labels: ["autoloop"],
      },
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

  const write: Action = {
    type: "memory.commit",
    expectedHead: "absent",
    message: "m",
    files: [],
    events: [],
  };
  const shown: Action = { type: "comment.post", body: "shown", what: "comment" };
  const posted = (github: FakeGithub, issue: number) => github.comments(issue).map(({ body }) => body);

  it.each(["conflict", "retryable"] as const)(
    "stops where the journal is not written (%s): nothing is shown that it does not hold",
    async (fault) => {
      const { github, issue, does } = world();
      github.faults.failNext("memory.commit", fault);
      await expect(does(write, shown)).rejects.toMatchObject({ kind: fault });
      expect(posted(github, issue)).toEqual([]);
    },
  );

  it("stops where the host refuses the journal, and says so", async () => {
    const { github, issue, does } = world();
    github.faults.failNext("memory.commit", "terminal");
    const { found } = applied(await does(write, shown));
    expect(found.refused).toMatchObject({ where: "memory", said: "planned failure of memory.commit" });
    expect(posted(github, issue)).toEqual([]);
  });

  it("shows what people must see, whatever else is refused, and says what was", async () => {
    const { github, issue, does } = world();
    const done = applied(await does({ type: "pull.edit", number: 9, body: "x" }, shown));
    expect(done).toEqual({
      ...FINE,
      found: {
        ...NOTHING_FOUND,
        refused: { where: "program", what: "edit pull request #9", said: "no pull request 9" },
      },
    });
    expect(posted(github, issue)).toEqual(["shown"]);
  });

  it.each<[string, Action, "terminal" | "retryable"]>([
    ["react", { type: "comment.react", comment: 9, reaction: "eyes" }, "terminal"],
    ["react", { type: "comment.react", comment: 9, reaction: "eyes" }, "retryable"],
    ["deleteComment", { type: "comment.delete", comment: 9, what: "copy" }, "retryable"],
    ["editComment", { type: "comment.edit", comment: 9, body: "x", what: "comment" }, "terminal"],
    ["setLabels", { type: "labels.set", pull: 2, add: ["x"], remove: [] }, "terminal"],
  ])("shows what people must see although %s fails (%#)", async (method, action, fault) => {
    const { github, issue, does } = world();
    github.faults.failNext(method, fault);
    const { denied, failure } = applied(await does(action, shown));
    expect(posted(github, issue)).toEqual(["shown"]);
    expect({ denied, failure: failure?.kind }).toEqual(
      fault === "terminal" ? { denied: true, failure: undefined } : { denied: false, failure: fault },
    );
  });

  it("does nothing that follows from what failed, and tells of the first that did", async () => {
    const { github, issue, main, does } = world();
    github.faults.failNext("createBranch", "retryable");
    const { failure } = applied(
      await does(
        { type: "branch.create", branch, at: main },
        { type: "branch.commit", branch, expectedHead: main, message: "m", files: [file] },
        shown,
      ),
    );
    expect(failure?.message).toContain("createBranch");
    expect(github.branches()[branch]).toBeUndefined();
    expect(posted(github, issue)).toEqual(["shown"]);
  });

  it("takes no label off while something is to be tried again, and does where it never will be", async () => {
    const last: Action = { type: "labels.set", add: ["done"], remove: ["bug"] };
    for (const [fault, labels] of [
      ["retryable", ["bug"]],
      ["terminal", ["done"]],
    ] as const) {
      const { github, issue, does } = world();
      github.faults.failNext("postComment", fault);
      await does(shown, last);
      expect(github.issue(issue).labels).toEqual(labels);
    }
    const { github, issue, does } = world();
    await does({ type: "pull.edit", number: 9, body: "x" }, last);
    expect(github.issue(issue).labels).toEqual(["bug"]);
  });

  it("sends nothing more where the host asks for a pause", async () => {
    const { github, issue, does } = world();
    const react = github.forge.react.bind(github.forge);
    github.forge.react = () => Promise.reject(new Retryable("slow down", 60_000));
    const pause = does({ type: "comment.react", comment: 9, reaction: "eyes" }, shown);
    await expect(pause).rejects.toMatchObject({ afterMs: 60_000 });
    github.forge.react = react;
    expect(posted(github, issue)).toEqual([]);
  });

  it.each([
    [new NotStarted("x", { code: "runner", said: "no room" }), { code: "runner", said: "no room" }],
    [new Terminal("x", { said: "Not Found" }), { code: "files", said: "Not Found" }],
    [new Retryable("x"), null],
  ] as const)("says why a run could not begin: %s", async (error, unstarted) => {
    const { executor, does, github, issue } = world();
    const [order] = planned({ journal: aKeptProgram() }, { after: HOUR }).actions.filter(
      ({ type }) => type === "run.start",
    );
    executor.start = () => Promise.reject(error);
    const { found, failure } = applied(await does(...(order === undefined ? [] : [order]), shown));
    expect({ unstarted: found.unstarted, failure }).toEqual({ unstarted, failure: error });
    expect(posted(github, issue)).toEqual(["shown"]);
  });

  it("lets a defect through", async () => {
    const { github, does } = world();
    github.faults.crashBeforeWrite(1);
    await expect(does(shown)).rejects.toBeInstanceOf(CrashError);
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
