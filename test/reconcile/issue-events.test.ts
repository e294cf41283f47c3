// One test for each row of docs/issue-events.md: what a program does after everything that can happen to its issue.

import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { Loop, type LoopOptions, PROGRAM_TEXT } from "../support/loop/loop.ts";

const LABEL = "autoloop-program";
const OTHER_GOAL = PROGRAM_TEXT.replace("Use less cardboard.", "Use much less cardboard.");
const OTHER_EVALUATION = PROGRAM_TEXT.replace("node evaluate.mjs", "node evaluate.mjs --strict");

/** A program with a baseline and one kept improvement, a minute later. */
async function running(options: LoopOptions = {}): Promise<{ loop: Loop; issue: number }> {
  const loop = new Loop(options);
  loop.github.setPermission("helper", "triage");
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.clock.advance(60_000);
  return { loop, issue };
}

/** The world as it is comes to rest: no further look writes anything, not even one of a new process. */
async function rests(loop: Loop, issue: number): Promise<void> {
  await loop.settle(issue);
  const writes = loop.github.writes.length;
  loop.restart();
  await loop.reconcile(issue);
  await loop.reconcile(issue);
  expect(loop.github.writes).toHaveLength(writes);
}

const approvals = (loop: Loop, issue: number) => loop.own(issue, "notice kind=approval");

describe(`${createReconciler.name}: labelling`, () => {
  it("by somebody with write access adopts: a status comment within one reconcile", async () => {
    const loop = new Loop();
    const issue = loop.github.openIssue({ title: "Carton", body: PROGRAM_TEXT, author: "stranger" });
    loop.github.addLabel(issue, "writer", LABEL);
    await loop.reconcile(issue);
    expect(loop.state()).toMatchObject({
      status: "active",
      definition: { approved_by: { login: "writer" } },
    });
    expect(loop.own(issue, "AUTOLOOP:STATUS")).toHaveLength(1);
    expect(loop.github.issue(issue).reactions).toEqual(["eyes"]);
    expect(approvals(loop, issue)).toEqual([]);
  });

  it("does not undo a stop that is heard in the second of the reopening", async () => {
    const { loop, issue } = await running();
    loop.github.closeIssue(issue);
    await loop.settle(issue);
    await loop.clock.advance(60_000);
    loop.github.comment(issue, "maintainer", "/autoloop stop");
    loop.github.reopenIssue(issue);
    await loop.settle(issue);
    await loop.clock.advance(60_000);
    await loop.settle(issue);
    expect(loop.state().status).toBe("stopped");
  });

  it.each(["helper", "stranger", "robot[bot]", null])(
    "by %s runs nothing: one comment says who can approve and how",
    async (labeller) => {
      const loop = new Loop();
      loop.github.setPermission("helper", "triage");
      const labels = labeller === null ? [LABEL] : [];
      const issue = loop.github.openIssue({
        title: "Carton",
        body: PROGRAM_TEXT,
        author: "stranger",
        labels,
      });
      if (labeller !== null) loop.github.addLabel(issue, labeller, LABEL);
      await rests(loop, issue);
      expect(loop.executor.started).toEqual([]);
      expect(loop.github.comments(issue)).toHaveLength(1);
      expect(loop.github.issue(issue).reactions).toEqual([]);
      expect(approvals(loop, issue)[0]).toMatch(/write access.*`\/autoloop approve`.*label/s);
      expect(loop.github.branches()).not.toHaveProperty("memory/autoloop");

      await loop.clock.advance(60_000);
      loop.github.removeLabel(issue, LABEL);
      loop.github.addLabel(issue, "writer", LABEL);
      await loop.settle(issue);
      expect(loop.state().status).toBe("active");
      expect(approvals(loop, issue)).toEqual([expect.stringContaining("it no longer is")]);
    },
  );
});

describe(`${createReconciler.name}: editing the text`, () => {
  it("by somebody with write access approves itself; what is measured stays comparable", async () => {
    const { loop, issue } = await running();
    loop.github.editIssue(issue, "writer", { body: OTHER_GOAL });
    await rests(loop, issue);
    expect(loop.state()).toMatchObject({
      epoch: 1,
      best: { metric: 750 },
      definition: { hash: sha256(OTHER_GOAL), approved_by: { login: "writer" } },
    });
    expect(loop.own(issue, "kind=epoch")).toEqual([]);
  });

  it("so that something else is measured begins with a new baseline and says so once", async () => {
    const { loop, issue } = await running();
    loop.github.editIssue(issue, "writer", { body: OTHER_EVALUATION });
    await rests(loop, issue);
    const [notice, ...more] = loop.own(issue, "kind=epoch key=2");
    expect(more).toEqual([]);
    expect(notice).toContain(
      "Measuring anew because Evaluation of this program changed (approved by `writer`).",
    );
    expect(notice).toContain("Up to iteration 1 it went from 760 to 750.");
    await loop.hours(issue, 1);
    expect(loop.state()).toMatchObject({ epoch: 2, baseline: 740, best: { metric: 730 } });
    expect(loop.own(issue, "kind=epoch")).toEqual([notice]);
  });

  it.each(["stranger", "helper", null])(
    "by %s waits for approval, and nothing new starts",
    async (editor) => {
      const { loop, issue } = await running();
      loop.github.editIssue(issue, editor ?? "nobody", { body: OTHER_EVALUATION });
      if (editor === null) loop.github.issue(issue).edited = { login: null, at: loop.github.now() };
      await loop.hours(issue, 2);
      await rests(loop, issue);
      expect(loop.executor.started).toHaveLength(2);
      expect(loop.state().definition?.hash).toBe(sha256(PROGRAM_TEXT));
      expect(approvals(loop, issue)).toEqual([expect.stringContaining("No iteration starts before")]);

      loop.github.removeLabel(issue, LABEL);
      loop.github.addLabel(issue, "writer", LABEL);
      await loop.settle(issue);
      expect(loop.state()).toMatchObject({ epoch: 2, definition: { hash: sha256(OTHER_EVALUATION) } });
    },
  );

  it("by a stranger lets the approved text go on where the repository says so, and says that", async () => {
    const { loop, issue } = await running({ policy: { unapprovedEdits: "continue" } });
    loop.github.editIssue(issue, "stranger", { body: OTHER_EVALUATION });
    await loop.hours(issue, 2);
    await rests(loop, issue);
    expect(loop.executor.started.map(({ definition }) => definition.evaluation)).toEqual(
      Array.from({ length: 4 }, () => expect.not.stringContaining("--strict")),
    );
    expect(approvals(loop, issue)).toEqual([expect.stringContaining("goes on running")]);
    const edits = loop.github.writes.filter(({ args }) => String(args.at(-1)).includes("kind=approval"));
    expect(edits).toHaveLength(1);
  });
});

describe(`${createReconciler.name}: other events of the issue`, () => {
  it("retitling changes nothing: the name is frozen", async () => {
    const { loop, issue } = await running();
    loop.github.editIssue(issue, "writer", { title: "[Autoloop: box]" });
    await rests(loop, issue);
    await loop.hours(issue, 1);
    expect(loop.state("carton")).toMatchObject({
      name: "carton",
      branch: "autoloop/carton",
      best: { metric: 740 },
    });
    expect(() => loop.state("box")).toThrow("no journal");
  });

  it("locking stops comments, not the loop; they are made up for after unlocking", async () => {
    const { loop, issue } = await running();
    loop.github.issue(issue).locked = true;
    const before = loop.github.comments(issue).length;
    await loop.hours(issue, 2);
    await rests(loop, issue);
    expect(loop.github.comments(issue)).toHaveLength(before);
    expect(loop.own(issue, "AUTOLOOP:STATUS")[0]).toContain("730");
    loop.github.issue(issue).locked = false;
    await rests(loop, issue);
    expect(loop.own(issue, "autoloop:v1 iteration")).toHaveLength(4);
  });

  it.each<[string, (loop: Loop, issue: number) => void]>([
    ["closing", (loop, issue) => loop.github.closeIssue(issue)],
    ["unlabelling", (loop, issue) => loop.github.removeLabel(issue, LABEL)],
  ])("%s stops the loop and shows it", async (_, happens) => {
    const { loop, issue } = await running();
    happens(loop, issue);
    await rests(loop, issue);
    await loop.hours(issue, 3);
    expect(loop.state()).toMatchObject({ status: "stopped", in_flight: null });
    expect(loop.executor.started).toHaveLength(2);
    expect(loop.own(issue, "⏹️ Stopped")).toHaveLength(1);
  });

  it("deleting, transferring or converting it stops the loop, and nobody is asked anything", async () => {
    const { loop, issue } = await running();
    loop.github.deleteIssue(issue);
    await rests(loop, issue);
    await loop.hours(issue, 3);
    expect(loop.state()).toMatchObject({ status: "stopped", ended: { reason: "The issue is gone." } });
    expect(loop.executor.started).toHaveLength(2);
  });

  it.each<[string, "active" | "stopped"]>([
    ["writer", "active"],
    ["helper", "stopped"],
    ["stranger", "stopped"],
  ])("reopening by %s leaves the loop %s", async (login, status) => {
    const { loop, issue } = await running();
    loop.github.closeIssue(issue);
    await loop.settle(issue);
    await loop.clock.advance(60_000);
    loop.github.reopenIssue(issue, login);
    await rests(loop, issue);
    await loop.hours(issue, 1);
    expect(loop.state().status).toBe(status);
    expect(loop.executor.started).toHaveLength(status === "active" ? 3 : 2);
  });

  it("reopening starts nothing while the label is off", async () => {
    const { loop, issue } = await running();
    loop.github.closeIssue(issue);
    await loop.settle(issue);
    loop.github.removeLabel(issue, LABEL);
    loop.github.reopenIssue(issue, "writer");
    await rests(loop, issue);
    expect(loop.state().status).toBe("stopped");
  });
});
