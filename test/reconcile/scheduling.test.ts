import { describe, expect, it } from "vitest";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";

const HOUR = 3_600_000;
const PROGRAMS = 200;

describe(`${createReconciler.name}: scheduling`, () => {
  it("keeps a day's budget of runs, says when it goes on, and goes on then", async () => {
    const loop = new Loop({ policy: { dispatchesPerDay: 4 } });
    const issue = loop.openProgram();
    await loop.settle(issue);
    await loop.hours(issue, 23);
    expect(loop.executor.started).toHaveLength(4);
    expect(loop.own(issue, "AUTOLOOP:STATUS")[0]).toMatch(
      /Next run \| .*\(the budget of 4 runs in 24 hours is spent\)/,
    );
    await loop.hours(issue, 24);
    expect(loop.executor.started).toHaveLength(8);
    for (const start of loop.state().starts) {
      const day = loop
        .state()
        .starts.filter(
          (one) => Date.parse(one) <= Date.parse(start) && Date.parse(one) > Date.parse(start) - 24 * HOUR,
        );
      expect(day.length).toBeLessThanOrEqual(4);
    }
  });

  it("takes turns: of five programs and one slot every one gets its iterations", async () => {
    const loop = new Loop();
    const issues = Array.from({ length: 5 }, (_, n) => loop.openProgram(PROGRAM_TEXT, `Carton ${n}`));
    for (let minute = 0; minute < 45; minute += 1) {
      for (const issue of issues) await loop.settle(issue);
      await loop.clock.advance(60_000);
    }
    for (const [n] of issues.entries()) {
      expect(loop.state(`carton-${n}`).counts.accepted).toBeGreaterThanOrEqual(1);
    }
  });

  it("serves five programs alike that want more than one slot can give", async () => {
    const loop = new Loop({ executor: new FakeExecutor(() => "running") });
    const often = PROGRAM_TEXT.replace("every 1h", "every 10m");
    const issues = Array.from({ length: 5 }, (_, n) => loop.openProgram(often, `Carton ${n}`));
    // Runs take half an hour, and every program wants one every ten minutes.
    for (let half = 0; half < 40; half += 1) {
      for (const issue of [...issues, ...issues]) await loop.settle(issue);
      await loop.clock.advance(HOUR / 2);
      for (const run of loop.executor.started.slice(-1))
        loop.executor.finish(run, aReport(run, 760 - run.iteration));
    }
    const runs = issues.map((_, n) => loop.state(`carton-${n}`).last_iteration ?? 0);
    expect(Math.max(...runs) - Math.min(...runs)).toBeLessThanOrEqual(1);
    expect(loop.executor.started).toHaveLength(40);
  });

  it("gives on the slot of a program whose journal was torn once its run must be over, and names the wait", async () => {
    const executor = new FakeExecutor(({ program, ...request }) =>
      program === "carton-0" ? "running" : aReport(request, 760),
    );
    const loop = new Loop({ executor });
    const [torn = 0, waiting = 0] = [0, 1].map((n) => loop.openProgram(PROGRAM_TEXT, `Carton ${n}`));
    await loop.settle(torn);
    const path = memoryPath.segment("carton-0", 1);
    loop.github.pushCommit(MEMORY_BRANCH, { [path]: loop.github.memoryFile(path)?.slice(0, -9) ?? "" });
    const began = loop.clock.now();
    const nextRun = () => /Next run \| (.*) \|/.exec(loop.own(waiting, "AUTOLOOP:STATUS")[0] ?? "")?.[1];

    const shown = new Set<string | undefined>();
    while (loop.executor.started.length === 1 && loop.clock.now() - began < 30 * HOUR) {
      for (const issue of [torn, waiting]) await loop.settle(issue);
      shown.add(nextRun());
      await loop.clock.advance(10 * 60_000);
    }
    expect([...shown].slice(0, 2)).toEqual([
      "as soon as possible",
      "as soon as possible (waits for other programs to end their iterations)",
    ]);
    expect(loop.executor.started[1]?.program).toBe("carton-1");
    expect((loop.clock.now() - began) / HOUR).toBeLessThan(4.5);
  });

  it(`looks after ${PROGRAMS} programs of one repository with three writes for each, and none when nothing is due`, async () => {
    const clock = new FakeClock();
    const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
    const issues = Array.from({ length: PROGRAMS }, (_, n) => {
      const issue = github.openIssue({ title: `Carton ${n}`, body: PROGRAM_TEXT });
      github.addLabel(issue, "maintainer", "autoloop-program");
      return issue;
    });
    const app = aProcess(github, clock, { executor: new FakeExecutor(() => "running") });
    const sweep = async (process: typeof app) => {
      const woken = await process.swept();
      for (const issue of woken) await process.reconciler.reconcile(github.key(issue));
      return woken;
    };
    expect(await sweep(app)).toEqual(issues);
    const made = (method: string) => github.writes.filter((one) => one.method === method);
    expect(made("memory.commit")).toHaveLength(PROGRAMS);
    expect(made("postComment")).toHaveLength(PROGRAMS);
    expect(made("reactToIssue")).toHaveLength(PROGRAMS);
    expect(github.writes).toHaveLength(3 * PROGRAMS);
    expect(app.executor.started).toHaveLength(1);

    // Whoever looks again, the same process or a new one, finds nothing to write and no second slot.
    await sweep(app);
    await sweep(aProcess(github, clock, { executor: app.executor }));
    expect(made("reactToIssue")).toHaveLength(PROGRAMS);
    expect(github.writes).toHaveLength(3 * PROGRAMS);
    expect(app.executor.started).toHaveLength(1);
  }, 120_000);
});
