import { describe, expect, it } from "vitest";
import { AutoloopError } from "../../src/domain/errors.ts";
import type { Forge, ForgeReads } from "../../src/ports/forge/forge.ts";
import { ownClaims } from "../../src/queue/claims.ts";
import { dryRun, rehearsable } from "../../src/reconcile/dry-run.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { createDiscovery } from "../../src/reconcile/repository/discovery.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

function rehearsal() {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
  const issue = github.openIssue({ title: "Carton", body: PROGRAM_TEXT });
  github.addLabel(issue, "maintainer", "autoloop-program");
  const { log, lines } = memoryLog();
  const app = aProcess(github, clock, { dryRun: true, log });
  return { clock, github, issue, app, said: () => lines.map(({ message }) => message) };
}

/** The ports of a dry run over a repository with one issue. */
function ports() {
  const github = new FakeGithub({ clock: new FakeClock(), files: { "a.txt": "a" } });
  const key = github.key(github.openIssue({ title: "Carton" }));
  const executor = new FakeExecutor();
  return { github, key, executor, dry: dryRun({ forge: github.forge, memory: github.memory, executor }) };
}

describe(dryRun, () => {
  it("lets every read pass, and sends none of what is no read", async () => {
    const { github, key, dry } = ports();
    const head = github.git.branches.get("main") ?? "";
    const blob = github.git.get(head).tree.get("a.txt")?.id ?? "";
    const reads: Readonly<Record<keyof ForgeReads, readonly unknown[]>> = {
      repositories: [() => undefined],
      find: [key.owner, key.name],
      access: [key],
      readiness: [key],
      lookAtRepository: [key],
      programIssues: [key],
      memoryHead: [key],
      recentComments: [key, 0],
      readText: [key, blob],
      standing: [key, "maintainer"],
      look: [{ key, name: null }],
      thread: [key],
      openPulls: [key],
      lastAuthor: [key, "main", "a.txt"],
      filesAt: [key, head],
      requiredChecks: [key, "main"],
      checksAt: [key, head],
      failures: [key, head, ["test"]],
    };
    const call = (forge: Forge, name: string, args: readonly unknown[]) =>
      Reflect.apply(Reflect.get(forge, name), forge, args);
    for (const [name, args] of Object.entries(reads))
      expect(await call(dry.forge, name, args)).toEqual(await call(github.forge, name, args));
    for (const name of Object.keys(dry.forge).filter((one) => !Object.hasOwn(reads, one)))
      await expect(call(dry.forge, name, [key])).rejects.toThrow("a dry run writes nothing");
    expect(github.writes).toEqual([]);
  });

  it("writes no memory, starts no run and ends none, and looks at both", async () => {
    const { github, key, executor, dry } = ports();
    const run = { key, nonce: "n", workerId: executor.workerId, startedAt: new Date(0).toISOString() };
    await expect(
      dry.memory.commit(key, { expectedHead: "absent", message: "m", files: [] }),
    ).rejects.toThrow();
    await expect(dry.executor.dispose(run)).rejects.toThrow();
    expect(await dry.memory.read(key, [])).toEqual(new Map());
    expect(await dry.executor.look(run)).toEqual(await executor.look(run));
    expect(await dry.executor.held(key)).toEqual([]);
    expect([dry.executor.name, dry.executor.workerId]).toEqual([executor.name, executor.workerId]);
    expect([github.writes, executor.started]).toEqual([[], []]);
  });

  it("is said in the words of whoever asked, and a write that nobody has words for is a defect", async () => {
    const { key, dry } = ports();
    const { log, lines } = memoryLog();
    const said = { log, action: "comment.post", what: "post a comment" };
    expect(await rehearsable(dry.forge.postComment(key, "x"), said)).toBe("rehearsed");
    expect(await rehearsable(Promise.resolve(7), said)).toBe(7);
    await expect(rehearsable(Promise.reject(new Error("lost")), said)).rejects.toThrow("lost");
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ["would post a comment", { action: "comment.post" }],
    ]);
    await expect(dry.forge.postComment(key, "x")).rejects.not.toBeInstanceOf(AutoloopError);
  });
});

describe(createReconciler, () => {
  it("writes nothing and starts nothing in a dry run, and says each action that it would take", async () => {
    const { github, issue, app, said } = rehearsal();
    const before = github.branches();
    expect(await app.reconciler.reconcile(github.key(issue))).toEqual({ kind: "done" });
    expect(github.writes).toEqual([]);
    expect(app.executor.started).toEqual([]);
    expect(github.branches()).toEqual(before);
    expect(github.comments(issue)).toEqual([]);
    expect(
      said().map((line) => line.replace(/[0-9a-f]{64}|\b[0-9a-f]{7}\b|\d{3,} characters/g, "·")),
    ).toEqual([
      "would write journal/carton/000001.jsonl, definitions/carton/·.md, carton.md, carton.tsv, registry.json on the memory branch (journal: program.adopted, program.defined, loop.start, iteration.start)",
      "would start the baseline run of iteration 0 on · with tuner",
      "would post the status comment (·)",
      "would react with eyes to the issue",
    ]);
  });

  it("says nothing more in a dry run about a program that has nothing to do", async () => {
    const { clock, github, issue, app, said } = rehearsal();
    await aProcess(github, clock).settle(issue);
    await app.reconciler.reconcile(github.key(issue));
    expect(said()).toEqual([]);
  });

  it("never takes a dry run's program for one at rest", async () => {
    const { issue, app } = rehearsal();
    await app.swept();
    expect(await app.swept()).toEqual([issue]);
  });
});

describe(createDiscovery, () => {
  it("opens and edits no issue in a dry run, wakes nobody, and says what it would do", async () => {
    const clock = new FakeClock();
    const unfinished = PROGRAM_TEXT.replace("Use less cardboard.", "REPLACE THIS with your goal.");
    const files = {
      ".autoloop/programs/carton.md": PROGRAM_TEXT,
      ".autoloop/programs/tray.md": unfinished,
      ".autoloop/programs/lid.md": PROGRAM_TEXT,
    };
    const github = new FakeGithub({ clock, files });
    const request = github.openIssue({
      title: "[Autoloop: lid] Action required: configure your program",
      author: github.self,
      labels: ["autoloop"],
    });
    const { log, lines } = memoryLog();
    const woken: unknown[] = [];
    const wake = (key: unknown) => woken.push(key);
    const { forge } = dryRun({ forge: github.forge, memory: github.memory, executor: new FakeExecutor() });
    const discovery = createDiscovery({
      ...{ forge, clock, log, wake, claims: ownClaims, listLagMs: 0 },
      setup: { repository: async () => ({ kind: "done" }) },
    });
    for (const _ of ["once", "and again"])
      expect(await discovery.repository(github.repository)).toEqual({ kind: "done" });
    expect(github.writes).toEqual([]);
    expect([...github.issues.keys()]).toEqual([request]);
    expect(woken).toEqual([]);
    const would = [
      'would open the issue "[Autoloop: carton]"',
      `would edit issue #${request} (title, body, labels)`,
      'would open the issue "[Autoloop: tray] Action required: configure your program"',
    ];
    expect(lines.map(({ message }) => message)).toEqual([...would, ...would]);
  });
});
