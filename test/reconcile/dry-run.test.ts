import { describe, expect, it } from "vitest";
import { ownClaims } from "../../src/queue/claims.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { createDiscovery } from "../../src/reconcile/repository/discovery.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
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
      "would react with eyes to the issue",
      "would post the status comment (·)",
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
    const discovery = createDiscovery({
      ...{ forge: github.forge, clock, log, wake, claims: ownClaims, listLagMs: 0, dryRun: true },
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
