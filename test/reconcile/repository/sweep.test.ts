import { describe, expect, it } from "vitest";
import { createMentions } from "../../../src/reconcile/read/mentions.ts";
import { createSweep } from "../../../src/reconcile/repository/sweep.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { aProcess } from "../../support/loop/app-process.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";

const MINUTES = 60_000;

function world() {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
  return { clock, github, app: aProcess(github, clock) };
}

function open(github: FakeGithub, title = "Carton"): number {
  const issue = github.openIssue({ title, body: PROGRAM_TEXT });
  github.addLabel(issue, "maintainer", "autoloop-program");
  return issue;
}

/** A world with a program that has nothing to do, as the process knows. */
async function settled() {
  const { clock, github, app } = world();
  const issue = open(github);
  await app.swept();
  await app.settle(issue);
  await clock.advance(5 * MINUTES);
  return { clock, github, app, issue };
}

describe(createSweep, () => {
  it("wakes every program at first, and none that was never labelled", async () => {
    const { github, app } = world();
    github.openIssue({ title: "A bug" });
    expect(await app.swept()).toEqual([]);
    const first = open(github);
    const second = open(github, "Box");
    expect(await app.swept()).toEqual([first, second]);
  });

  it("names the account that keeps its repositories from being listed, and lists it anew within the hour", async () => {
    const { clock, github } = world();
    const { log, lines } = memoryLog();
    const app = aProcess(github, clock, { log });
    const issue = open(github);
    github.access = "refused";
    expect(await app.swept()).toEqual([]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        fields: expect.objectContaining({ owner: "octo", why: "refused" }),
      }),
    );
    github.access = "given";
    await clock.advance(60 * MINUTES);
    expect(await app.swept()).toEqual([issue]);
  });

  it("lists anew at the next sweep where an account did not answer", async () => {
    const { github, app } = world();
    const issue = open(github);
    github.access = "unanswered";
    expect(await app.swept()).toEqual([]);
    github.access = "given";
    expect(await app.swept()).toEqual([issue]);
  });

  it("lists anew where an account is no longer suspended once that is told, and not before the hour else", async () => {
    const { github, app } = world();
    const issue = open(github);
    github.access = "suspended";
    expect(await app.swept()).toEqual([]);
    github.access = "given";
    expect(await app.swept()).toEqual([]);
    await app.sweep.account(github.repository.account);
    expect(app.woken).toEqual([issue]);
  });

  it("leaves a repository that the app has lost alone until it is listed again", async () => {
    const { clock, github, app } = world();
    const issue = open(github);
    github.faults.failNext("programIssues", "dormant");
    expect(await app.swept()).toEqual([]);
    const before = github.faults.reads.length;
    expect(await app.swept()).toEqual([]);
    expect(github.faults.reads).toHaveLength(before);
    await clock.advance(60 * MINUTES);
    expect(await app.swept()).toEqual([issue]);
  });

  it("wakes nobody while nothing changed: its own memory writes are no news", async () => {
    const { app } = await settled();
    expect(await app.swept()).toEqual([]);
    expect(await app.swept()).toEqual([]);
  });

  it("wakes only the program whose issue changed", async () => {
    const { clock, github, app, issue } = await settled();
    const other = open(github, "Box");
    await app.settle(other);
    await app.settle(issue);
    expect(await app.swept()).toEqual([]);
    await clock.advance(5 * MINUTES);
    github.comment(other, "writer", "Try a cube.");
    expect(await app.swept()).toEqual([other]);
  });

  it("wakes all when somebody else moved the memory branch", async () => {
    const { github, app, issue } = await settled();
    const other = open(github, "Box");
    await app.settle(other);
    github.pushCommit("memory/autoloop", { "carton.md": "mine" }, { author: "writer" });
    expect(await app.swept()).toEqual([issue, other]);
  });

  it("wakes a known program that is no longer listed, once, and lets it rest for good", async () => {
    const { clock, github, app, issue } = await settled();
    github.closeIssue(issue);
    expect(await app.swept()).toEqual([issue]);
    await app.settle(issue);
    expect(await app.swept()).toEqual([]);
    await clock.advance(48 * 60 * MINUTES);
    expect(await app.swept()).toEqual([]);
    github.reopenIssue(issue);
    expect(await app.swept()).toEqual([issue]);
  });

  it("looks at a listed program once an hour: not everything that matters shows on its issue", async () => {
    const { clock, app, issue } = await settled();
    await clock.advance(60 * MINUTES);
    expect(await app.swept()).toEqual([issue]);
  });

  it("keeps looking while the repository's configuration is broken, which its issue does not show", async () => {
    const { github, app, issue } = await settled();
    github.pushCommit("main", { ".github/autoloop.yml": "agent: [\n" });
    await app.settle(issue);
    expect(await app.swept()).toEqual([issue]);
    github.pushCommit("main", { ".github/autoloop.yml": "agent: tuner\n" });
    await app.settle(issue);
    expect(await app.swept()).toEqual([]);
  });

  it("finds a program that was closed while no process was there", async () => {
    const { clock, github, app } = world();
    github.openIssue({ title: "A bug" });
    const issue = open(github);
    await app.settle(issue);
    github.closeIssue(issue);

    const heir = aProcess(github, clock);
    const anywhere = await heir.swept();
    expect(anywhere).toHaveLength(1);
    await heir.settle(anywhere[0] ?? issue);
    expect(await heir.swept()).toEqual([issue]);
    await heir.settle(issue);
    expect(github.comments(issue).some(({ body }) => body.includes("⏹️ Stopped"))).toBe(true);
    expect(await heir.swept()).toEqual([]);
  });

  it("asks two things a time after the first, and in two sweeps everything", async () => {
    const { clock, github, app, issue } = await settled();
    const asked = async () => {
      const before = github.faults.reads.length;
      await app.swept();
      return github.faults.reads.slice(before);
    };
    expect(await asked()).toEqual(["programIssues", "memoryHead"]);
    expect(await asked()).toEqual(["programIssues", "recentComments"]);
    expect(await asked()).toEqual(["programIssues", "memoryHead"]);
    await clock.advance(5 * MINUTES);
    const elsewhere = github.openIssue({ title: "A bug" });
    github.comment(elsewhere, "maintainer", "/autoloop carton: status");
    expect(await app.swept()).toEqual([issue]);
    expect(await app.swept()).toEqual([]);
    github.pushCommit("memory/autoloop", { "carton.md": "mine" }, { author: "writer" });
    expect(await app.swept()).toEqual([]);
    expect(await app.swept()).toEqual([issue]);
  });

  it("wakes as background what it finds, and as urgent what a person or a webhook waits for", async () => {
    const { clock, github, app, issue } = await settled();
    github.comment(issue, "writer", "Try a cube.");
    expect(await app.swept()).toContain(issue);
    expect([...app.urgent]).toEqual([]);
    await app.sweep.repository(github.repository);
    expect([...app.urgent]).toEqual([issue]);
    app.urgent.clear();
    await app.settle(issue);
    await clock.advance(5 * MINUTES);
    const elsewhere = github.openIssue({ title: "A bug" });
    github.comment(elsewhere, "maintainer", "/autoloop carton: status");
    await app.swept();
    await app.swept();
    expect([...app.urgent]).toEqual([issue]);
  });

  it("asks everything when a webhook calls for it", async () => {
    const { github, app } = await settled();
    const before = github.faults.reads.length;
    await app.sweep.repository(github.repository);
    expect(github.faults.reads.slice(before)).toEqual(["programIssues", "memoryHead", "recentComments"]);
  });

  it("hears no commands where no program was ever adopted", async () => {
    const { github, app } = world();
    await app.swept();
    await app.swept();
    await app.swept();
    expect(github.faults.reads).not.toContain("recentComments");
  });

  it("skips a repository that cannot be read and says so; a defect is not skipped", async () => {
    const { clock, github } = world();
    open(github);
    const { log, lines } = memoryLog();
    const app = aProcess(github, clock, { log });
    github.faults.failNext("programIssues", "terminal");
    expect(await app.swept()).toEqual([]);
    expect(lines).toMatchObject([
      { level: "warn", fields: { owner: "octo", repo: "carton", kind: "terminal" } },
    ]);
    expect(await app.swept()).toHaveLength(1);
    const broken = () => {
      throw new TypeError("a defect");
    };
    const { index, rests } = aProcess(github, clock);
    const defect = createSweep({
      forge: github.forge,
      index,
      mentions: createMentions(),
      idle: rests,
      clock,
      log,
      wake: broken,
      discover: broken,
      isWaiting: broken,
    });
    await expect(defect.everything()).rejects.toThrow("a defect");
  });

  it("believes the list of repositories for an hour, and lists anew for an installation", async () => {
    const { clock, github, app } = world();
    const listings = () => github.faults.reads.filter((method) => method === "repositories").length;
    await app.swept();
    await app.swept();
    expect(listings()).toBe(1);
    await app.sweep.account(github.repository.account);
    expect(listings()).toBe(2);
    await clock.advance(60 * MINUTES);
    await app.swept();
    expect(listings()).toBe(3);
  });

  it("sweeps only the installation or repository that it is asked for", async () => {
    const { github, app } = world();
    const issue = open(github);
    await app.sweep.account("99");
    expect(app.woken).toEqual([]);
    await app.sweep.repository(github.repository);
    expect(app.woken).toEqual([issue]);
    github.faults.failNext("programIssues", "retryable");
    await expect(app.sweep.repository(github.repository)).rejects.toThrow("planned failure");
  });
});
