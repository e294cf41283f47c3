import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { aProcess } from "../support/app-process.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeGithub } from "../support/fake-github.ts";
import { PROGRAM_TEXT } from "../support/loop.ts";
import { memoryLog } from "../support/memory-log.ts";

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
