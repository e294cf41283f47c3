// One test for each row of docs/branch-events.md: what a program does after everything that can happen to its branch
// and its pull request. Every reconcile is watched: the app moves the branch forward only, but for the journalled
// restart, and no person's commit is ever lost.

import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, type LoopOptions } from "../support/loop/loop.ts";

const BRANCH = "autoloop/carton";
const HOUR = 3_600_000;
const CARTON = "src/carton.mjs";

interface Scene {
  readonly loop: Loop;
  readonly issue: number;
  /** Number of the program's pull request. */
  readonly pull: number;
  /** Head of the branch at the beginning. */
  readonly kept: string;
}

/** A program with a baseline and one kept improvement, offered in a pull request. */
async function running(options: LoopOptions = {}): Promise<Scene> {
  const loop = new Loop(options);
  const issue = loop.openProgram();
  await rests({ loop, issue });
  await loop.clock.advance(60_000);
  return {
    loop,
    issue,
    pull: loop.github.pulls()[0]?.number ?? 0,
    kept: loop.head(BRANCH),
  };
}

/** Reconciles until nothing is left to do, then once more as a new process, which may write nothing. */
async function rests({ loop, issue }: Pick<Scene, "loop" | "issue">): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const before = loop.github.writes.length + loop.executor.started.length;
    const outcome = await watched(loop, issue);
    if (loop.github.writes.length + loop.executor.started.length === before && outcome.kind !== "retry")
      break;
  }
  const writes = loop.github.writes.length;
  loop.restart();
  await watched(loop, issue);
  expect(loop.github.writes.slice(writes)).toEqual([]);
}

/** One reconcile, in which the app's moves of the branch keep to the rules. */
async function watched(loop: Loop, issue: number) {
  const { github } = loop;
  const [before, writes] = [github.git.branches.get(BRANCH), github.writes.length];
  const outcome = await loop.reconcile(issue);
  const after = github.git.branches.get(BRANCH);
  if (before !== undefined) {
    const from = github.writes
      .slice(writes)
      .flatMap(({ method, args }) => (method === "restart" ? [args[2]] : []));
    const restarted = journal(loop).filter(({ type, how }) => type === "branch.sync" && how === "restart");
    const isForward = after !== undefined && github.git.isAncestor(before, after);
    expect(isForward || (from.includes(before) && restarted.length > 0)).toBe(true);
  }
  // GitHub keeps the commits of a pull request under its own ref.
  const kept = [...Object.values(github.branches()), ...github.pulls().map(({ headId }) => headId)];
  const reachable = new Set(kept.flatMap((head) => github.git.history(head)));
  expect((people.get(loop) ?? []).filter((commit) => !reachable.has(commit))).toEqual([]);
  return outcome;
}

/** Commits that people made, and that nobody but a person may take from a branch. */
const people = new WeakMap<Loop, string[]>();

function push({ loop }: Pick<Scene, "loop">, files: Readonly<Record<string, string | null>>): string {
  const commit = loop.github.pushCommit(BRANCH, files, { author: "writer" });
  people.set(loop, [...(people.get(loop) ?? []), commit]);
  return commit;
}

async function hours(scene: Pick<Scene, "loop" | "issue">, count: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) {
    await scene.loop.clock.advance(HOUR);
    await rests(scene);
  }
}

function journal(loop: Loop): readonly { readonly type: string; readonly how?: string }[] {
  return decodeEvents(loop.github.memoryFile("journal/carton/000001.jsonl") ?? "");
}

const syncs = (loop: Loop) =>
  journal(loop).flatMap(({ type, how }) => (type === "branch.sync" && how !== undefined ? [how] : []));
const resume = async ({ loop, issue }: Scene) => {
  await loop.clock.advance(2_000);
  loop.github.comment(issue, "writer", "/autoloop resume");
};
const open = (loop: Loop) => loop.github.pulls().filter(({ state }) => state === "open");

describe(`${createReconciler.name}: the pull request is merged`, () => {
  it("by a merge commit: the branch moves forward, and what is kept next gets a pull request of its own", async () => {
    const scene = await running();
    const { loop, pull, kept } = scene;
    loop.github.mergePull(pull, "merge");
    await hours(scene, 1);
    expect(syncs(loop)).toContain("fast-forward");
    expect(loop.github.git.isAncestor(kept, loop.head(BRANCH))).toBe(true);
    expect(open(loop)).toMatchObject([{ head: BRANCH, draft: true }]);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 740 } });
  });

  it.each(["squash", "rebase"] as const)(
    "by %s: the branch starts again from the default branch, and nothing is offered twice",
    async (how) => {
      const scene = await running();
      const { loop, pull, kept } = scene;
      loop.github.mergePull(pull, how);
      const main = loop.head("main");
      await hours(scene, 1);
      expect(syncs(loop)).toContain("restart");
      expect(loop.github.git.history(loop.head(BRANCH))).not.toContain(kept);
      const commit = loop.github.git.get(loop.head(BRANCH));
      expect(commit.parents).toEqual([main]);
      expect(open(loop)).toMatchObject([{ head: BRANCH, headId: commit.id }]);
      expect(loop.github.pulls()).toHaveLength(2);
      expect(loop.state().best).toMatchObject({ metric: 740, commit: commit.id });
    },
  );

  it("by squash, when somebody pushed in the very moment: nothing is moved that was not seen", async () => {
    const scene = await running();
    const { loop, issue, pull } = scene;
    loop.github.mergePull(pull, "squash");
    const restart = loop.github.forge.reset.bind(loop.github.forge);
    const late: string[] = [];
    loop.github.forge.reset = (...args) => {
      if (late.length === 0) late.push(push(scene, { "NOTES.md": "mine\n" }));
      return restart(...args);
    };
    await loop.clock.advance(HOUR);
    expect(await watched(loop, issue)).toMatchObject({ kind: "retry" });
    expect(loop.head(BRANCH)).toBe(late[0]);
    await rests(scene);
    expect(loop.github.file(BRANCH, "NOTES.md")).toBe("mine\n");
    expect(syncs(loop)).toEqual(expect.arrayContaining(["restart", "merge"]));
  });

  it("by squash, when the process died before the branch moved: the journal tells of one new start and no push", async () => {
    const scene = await running();
    const { loop, issue, pull } = scene;
    loop.github.mergePull(pull, "squash");
    const told = syncs(loop).length;
    await loop.clock.advance(HOUR);
    loop.github.faults.failNext("restart", "retryable");
    expect(await watched(loop, issue)).toMatchObject({ kind: "retry" });
    await rests(scene);
    expect(syncs(loop).slice(told)).toEqual(["restart"]);
  });

  it("by squash, with later commits of a person: it never starts again, it merges", async () => {
    const scene = await running();
    const { loop, pull, kept } = scene;
    loop.github.mergePull(pull, "squash");
    const commit = push(scene, { "NOTES.md": "mine\n" });
    await hours(scene, 1);
    expect(loop.github.git.history(loop.head(BRANCH))).toEqual(expect.arrayContaining([commit, kept]));
    expect(syncs(loop)).toContain("merge");
    expect(syncs(loop)).not.toContain("restart");
  });

  it("by squash, with later commits of ours: it merges, or names the files in which it cannot", async () => {
    const scene = await running();
    const { loop, issue, pull, kept } = scene;
    await loop.clock.advance(HOUR);
    await watched(loop, issue);
    loop.github.mergePull(pull, "squash");
    await rests(scene);
    const commit = loop.head(BRANCH);
    expect(loop.github.git.get(commit).parents).toEqual([kept]);
    await hours(scene, 1);
    expect(loop.head(BRANCH)).toBe(commit);
    expect(syncs(loop)).not.toContain("restart");
    expect(loop.state().pause).toMatchObject({
      kind: "conflict",
      reason: expect.stringContaining(`Changed on both sides: ${CARTON}.`),
    });
  });

  it("into another branch than the default one: nothing starts again, and the next kept work is offered", async () => {
    const scene = await running();
    const { loop, pull, kept } = scene;
    loop.github.pushCommit("release", {}, { from: "main" });
    loop.github.retargetPull(pull, "release");
    loop.github.mergePull(pull, "squash");
    loop.github.pushCommit("main", { "README.md": "# News\n" });
    await hours(scene, 1);
    expect(loop.github.git.isAncestor(kept, loop.head(BRANCH))).toBe(true);
    expect(syncs(loop)).not.toContain("restart");
    expect(open(loop)).toMatchObject([{ base: "main" }]);
  });

  it("while its newest commit was not kept yet: what a person merged is not taken back", async () => {
    const scene = await running({ green: false });
    const { loop, issue } = scene;
    await untilCommitted(scene, "success");
    await loop.clock.advance(HOUR);
    await untilCommitted(scene, "failure", () => {
      loop.github.mergePull(loop.github.pulls()[0]?.number ?? 0, "squash");
    });
    await rests(scene);
    expect(loop.state().recent.at(-1)).toMatchObject({ number: 2, verdict: "rejected" });
    expect(loop.github.file(BRANCH, CARTON)).toContain("740");
    await loop.clock.advance(HOUR);
    await watched(loop, issue);
    expect(syncs(loop)).toContain("restart");
    expect(loop.github.commits(BRANCH).some(({ message }) => message.includes("Take back"))).toBe(false);
  });
});

describe(`${createReconciler.name}: the pull request is changed`, () => {
  it("closed: the loop stands still, says so once, and opens no second one even when it goes on", async () => {
    const scene = await running();
    const { loop, issue, pull } = scene;
    loop.github.closePull(pull);
    await rests(scene);
    await hours(scene, 2);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "pull-closed", by: null } });
    expect(loop.own(issue, "kind=paused")).toEqual([expect.stringContaining("The pull request was closed")]);
    expect(loop.executor.started).toHaveLength(2);

    await resume(scene);
    await hours(scene, 1);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 740 } });
    expect(loop.github.pulls()).toHaveLength(1);
    expect(loop.own(issue, "kind=paused")).toHaveLength(1);

    loop.github.reopenPull(pull);
    await hours(scene, 1);
    expect(loop.github.pulls()).toMatchObject([{ number: pull, state: "open" }]);
    expect(loop.github.pull(pull).body).toContain("730");
  });

  it("closed and the loop told to go on before Autoloop looked: the person's word is the newest", async () => {
    const scene = await running();
    const { loop, issue, pull } = scene;
    loop.github.comment(issue, "writer", "/autoloop pause");
    await rests(scene);
    loop.github.closePull(pull);
    await resume(scene);
    await rests(scene);
    expect(loop.state()).toMatchObject({ status: "active", pull: { state: "closed" } });
  });

  it("closed while an iteration is in flight: nothing of it lands before the loop goes on", async () => {
    const scene = await running();
    const { loop, issue, pull, kept } = scene;
    await loop.clock.advance(HOUR);
    await watched(loop, issue);
    loop.github.closePull(pull);
    await rests(scene);
    expect(loop.head(BRANCH)).toBe(kept);
    await resume(scene);
    await rests(scene);
    expect(loop.state().recent.at(-1)).toMatchObject({ number: 2, verdict: "accepted" });
  });

  it("retargeted or made ready for review: it stays so, and its text is kept up to date", async () => {
    const scene = await running();
    const { loop, pull } = scene;
    loop.github.pushCommit("release", {}, { from: "main" });
    loop.github.retargetPull(pull, "release");
    loop.github.markReady(pull);
    await hours(scene, 1);
    expect(loop.github.pulls()).toMatchObject([
      { number: pull, base: "release", draft: false, state: "open" },
    ]);
    expect(loop.github.pull(pull).body).toContain("740");
  });

  it("replaced by a person's own: that one is the program's, and its text is theirs", async () => {
    const scene = await running();
    const { loop, pull } = scene;
    loop.github.closePull(pull);
    const theirs = loop.github.openPullAs("writer", { head: BRANCH, title: "Mine" });
    await hours(scene, 1);
    expect(loop.state()).toMatchObject({ status: "active", pull: { number: theirs, state: "open" } });
    expect(open(loop)).toMatchObject([{ number: theirs, title: "Mine", body: "" }]);
  });
});

/** Lets an iteration begin and commit; then its checks say this, after `first` happened. */
async function untilCommitted(
  { loop, issue }: Scene,
  checks: "success" | "failure",
  first: () => void = () => undefined,
): Promise<void> {
  for (let round = 0; round < 4; round += 1) await watched(loop, issue);
  first();
  loop.paint(checks);
  await watched(loop, issue);
}

describe(`${createReconciler.name}: the branch is deleted`, () => {
  it("after its work was merged: the next iteration starts on the default branch", async () => {
    const scene = await running();
    const { loop, pull } = scene;
    loop.github.mergePull(pull, "squash");
    loop.github.deleteBranch(BRANCH);
    await rests(scene);
    expect(loop.github.branches()).not.toHaveProperty(BRANCH);
    const main = loop.head("main");
    await hours(scene, 1);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 740 } });
    expect(loop.github.git.get(loop.head(BRANCH)).parents).toEqual([main]);
    expect(open(loop)).toHaveLength(1);
  });

  it("with work on it: the loop stands still, and goes on where it was when somebody says so", async () => {
    const scene = await running();
    const { loop, issue, kept } = scene;
    loop.github.deleteBranch(BRANCH);
    await rests(scene);
    await hours(scene, 2);
    expect(loop.github.branches()).not.toHaveProperty(BRANCH);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "branch-deleted" } });
    expect(loop.own(issue, "kind=paused")).toEqual([
      expect.stringContaining("is created again at the commit"),
    ]);

    await resume(scene);
    await hours(scene, 1);
    expect(loop.github.git.get(loop.head(BRANCH)).parents).toEqual([kept]);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 740 } });
    expect(loop.github.pulls()).toHaveLength(1);
    const created = loop.github.writes.filter(({ method }) => method === "createBranch");
    expect(created.map(({ args }) => args[1])).toEqual([BRANCH, BRANCH]);
  });

  it("before anything was kept: nobody is asked, and it is created from the default branch", async () => {
    const executor = new FakeExecutor((request) =>
      aReport(request, request.iteration === 1 ? 800 : 760 - request.iteration),
    );
    const loop = new Loop({ executor });
    const issue = loop.openProgram();
    await rests({ loop, issue });
    push({ loop }, { "NOTES.md": "mine\n" });
    people.delete(loop);
    await rests({ loop, issue });
    loop.github.deleteBranch(BRANCH);
    await hours({ loop, issue }, 1);
    expect(loop.state()).toMatchObject({ status: "active", best: { metric: 758 } });
    expect(loop.github.git.get(loop.head(BRANCH)).parents).toEqual([loop.head("main")]);
  });

  it("while a proposal is measured: it is not used", async () => {
    const scene = await running();
    const { loop, issue, pull } = scene;
    await loop.clock.advance(HOUR);
    await watched(loop, issue);
    loop.github.mergePull(pull, "squash");
    loop.github.deleteBranch(BRANCH);
    await rests(scene);
    expect(loop.state().recent.find(({ number }) => number === 2)).toMatchObject({
      verdict: "rejected",
      reason: "The branch was deleted while this was measured.",
    });
    expect(loop.github.branches()).not.toHaveProperty(BRANCH);
  });
});

describe(`${createReconciler.name}: people push to the branch`, () => {
  it("between iterations: the next one starts from there", async () => {
    const scene = await running();
    const commit = push(scene, { "NOTES.md": "mine\n" });
    await hours(scene, 1);
    expect(scene.loop.executor.started.at(-1)?.base).toBe(commit);
    expect(scene.loop.state().best?.metric).toBe(740);
  });

  it("while a proposal is measured: it is not used", async () => {
    const scene = await running();
    const { loop, issue } = scene;
    await loop.clock.advance(HOUR);
    await watched(loop, issue);
    const commit = push(scene, { "NOTES.md": "mine\n" });
    await rests(scene);
    expect(loop.state().recent.at(-1)).toMatchObject({ number: 2, verdict: "rejected" });
    expect(loop.head(BRANCH)).toBe(commit);
  });

  it("by force: what is there now counts, and nothing is put back", async () => {
    const scene = await running();
    const { loop } = scene;
    loop.github.moveBranch(BRANCH, loop.head("main"));
    const commit = push(scene, { "NOTES.md": "anew\n" });
    await hours(scene, 1);
    expect(loop.executor.started.at(-1)?.base).toBe(commit);
    expect(loop.github.git.history(loop.head(BRANCH))).not.toContain(scene.kept);
    expect(syncs(loop)).toContain("pushed");
  });

  it("onto a commit that was not kept: it is taken back, theirs stays, and it is not done twice", async () => {
    const scene = await buried({ "NOTES.md": "mine\n" });
    const { loop, kept } = scene;
    expect(loop.github.file(BRANCH, CARTON)).toBe("export const WIDTH_CM = 750;\n");
    expect(loop.github.file(BRANCH, "NOTES.md")).toBe("mine\n");
    expect(loop.github.git.isAncestor(kept, loop.head(BRANCH))).toBe(true);
    const undone = () => loop.github.commits(BRANCH).filter(({ message }) => message.includes("Take back"));
    expect(undone()).toHaveLength(1);
    await hours(scene, 2);
    expect(undone()).toHaveLength(1);
    expect(syncs(loop)).toContain("revert");
  });

  it("onto a commit that was not kept, in the same files: the loop asks once, and leaves it from then on", async () => {
    const scene = await buried({ [CARTON]: "export const WIDTH_CM = 1; // by hand\n" });
    const { loop, issue } = scene;
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "conflict" } });
    expect(loop.state().pause?.reason).toContain(`Iteration 2 was not kept`);
    expect(loop.own(issue, "kind=paused")).toEqual([expect.stringContaining(CARTON)]);
    expect(loop.github.file(BRANCH, CARTON)).toContain("by hand");
    await resume(scene);
    await hours(scene, 1);
    expect(loop.state().status).toBe("active");
    expect(loop.executor.started.map(({ iteration }) => iteration)).toContain(3);
    expect(loop.own(issue, "kind=paused")).toHaveLength(1);
  });

  it("so that the default branch no longer merges: the loop stands still and names the files", async () => {
    const scene = await running();
    const { loop, issue } = scene;
    push(scene, { "b.txt": "ours\n", "ours.txt": "x\n" });
    loop.github.pushCommit("main", { "b.txt": "theirs\n", "a.txt": "y\n" });
    await hours(scene, 1);
    expect(loop.state().pause).toMatchObject({
      kind: "conflict",
      reason: expect.stringMatching(/Changed on both sides: b\.txt\.$/),
    });
    expect(loop.own(issue, "kind=paused")).toEqual([expect.stringContaining("b.txt")]);
  });
});

/** A person pushes these files while iteration 2 waits for CI; a day later all is at rest. */
async function buried(files: Readonly<Record<string, string>>): Promise<Scene> {
  const scene = await running({ green: false });
  const { loop } = scene;
  await untilCommitted(scene, "success");
  await rests(scene);
  const kept = loop.head(BRANCH);
  await loop.clock.advance(HOUR);
  for (let round = 0; round < 4; round += 1) await watched(loop, scene.issue);
  expect(loop.head(BRANCH)).not.toBe(kept);
  push(scene, files);
  loop.paint("success");
  for (let round = 0; round < 6; round += 1) {
    await watched(loop, scene.issue);
    loop.paint("success");
  }
  expect(loop.state().recent.find(({ number }) => number === 2)?.verdict).toBe("error");
  return { ...scene, kept };
}

describe(`${createReconciler.name}: crashes while the branch is cared for`, () => {
  const scenes: readonly (readonly [string, (scene: Scene) => void])[] = [
    ["a squash merge", ({ loop, pull }) => loop.github.mergePull(pull, "squash")],
    [
      "a conflict",
      (scene) => {
        push(scene, { "b.txt": "ours\n" });
        scene.loop.github.pushCommit("main", { "b.txt": "theirs\n" });
      },
    ],
    [
      "a deletion after which the loop is told to go on",
      ({ loop, issue }) => {
        loop.github.comment(issue, "writer", "/autoloop pause");
        loop.github.deleteBranch(BRANCH);
        loop.github.comment(issue, "writer", "/autoloop resume");
      },
    ],
  ];

  it.each(scenes)("lead to the same world after %s, before or after any single write", async (_, happens) => {
    const live = async (crash: (scene: Scene) => void): Promise<{ world: unknown; writes: number }> => {
      const scene = await running();
      const { loop, issue } = scene;
      happens(scene);
      await loop.clock.advance(HOUR);
      const before = loop.github.writes.length;
      crash(scene);
      for (let round = 0; round < 12; round += 1) {
        const { kind } = await watched(loop, issue);
        if (kind !== "done") loop.restart();
      }
      await rests(scene);
      const { status, pause, best, counts } = loop.state();
      return {
        writes: loop.github.writes.length - before,
        world: {
          ...{ status, kind: pause?.kind, best: best?.metric, counts },
          carton: loop.github.file(BRANCH, CARTON),
          onMain: loop.github.git.countMissing(loop.head("main"), loop.head(BRANCH)),
          pulls: loop.github.pulls().map(({ state, head }) => ({ state, head })),
          notices: loop.own(issue, "kind=paused").length,
        },
      };
    };
    const clean = await live(() => undefined);
    expect(clean.writes).toBeGreaterThan(0);
    for (let n = 1; n <= clean.writes; n += 1) {
      const before = await live(({ loop }) => loop.github.faults.crashBeforeWrite(n));
      expect(before.world, `before write ${n}`).toEqual(clean.world);
      const after = await live(({ loop }) => loop.github.faults.crashAfterWrite(n));
      expect(after.world, `after write ${n}`).toEqual(clean.world);
    }
  });
});
