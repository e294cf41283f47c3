// The issue "Set up Autoloop": where there is one, what it says, when it is done, and that there is never a second.

import { describe, expect, it } from "vitest";
import { SETUP_ISSUES_PER_HOUR } from "../../../src/domain/limits.ts";
import type { Repository } from "../../../src/domain/repository/view.ts";
import { ownClaims } from "../../../src/queue/claims.ts";
import { dryRun } from "../../../src/reconcile/dry-run.ts";
import { createIdleCache } from "../../../src/reconcile/idle-cache.ts";
import { createMentions } from "../../../src/reconcile/read/mentions.ts";
import { createProgramIndex } from "../../../src/reconcile/read/program-index.ts";
import { createSetup } from "../../../src/reconcile/repository/setup-issue.ts";
import { createSweep } from "../../../src/reconcile/repository/sweep.ts";
import { CrashError } from "../../support/github/fake-faults.ts";
import { FakeGithub } from "../../support/github/fake-github.ts";
import { SOME_WORKFLOW } from "../../support/github/fake-readiness.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";
import { FakeExecutor } from "../../support/loop/fake-executor.ts";
import { POLICY, PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { memoryLog } from "../../support/loop/memory-log.ts";
import { RepositoryLoop, WATCH_MS } from "../../support/loop/repository-loop.ts";

const TITLE = "Set up Autoloop";
const HOUR = 60 * 60_000;

/** A repository that was chosen for the app, without a label, and without CI; a process that watched long enough. */
async function chosen({ watched = true } = {}) {
  const loop = new RepositoryLoop();
  const { settings } = loop.github;
  settings.selection = "selected";
  settings.labels.delete("autoloop-program");
  settings.defaultChecks = [];
  if (watched) await loop.clock.advance(WATCH_MS);
  return loop;
}

/** The same with its issue; `issue()` is how it is now. */
async function asked() {
  const loop = await chosen();
  await loop.rest();
  const [number = 0, ...more] = loop.issuesTitled(TITLE);
  expect(more).toEqual([]);
  return { loop, github: loop.github, number, issue: () => loop.github.issue(number) };
}

function makeReady(github: FakeGithub): void {
  github.settings.defaultChecks = [{ name: "test", app: "github-actions", own: false, state: "success" }];
}

async function withProgram({ loop, github }: { loop: RepositoryLoop; github: FakeGithub }) {
  makeReady(github);
  loop.openProgram();
  await loop.discover();
}

describe("Set up Autoloop", () => {
  it("is one issue that says what is missing and how to make a first program, with the label made", async () => {
    const { github, issue } = await asked();
    expect(issue()).toMatchObject({
      ...{ state: "open", author: { login: "autoloop[bot]" }, labels: ["autoloop", "automation"] },
    });
    expect(issue().body).toContain("✅ **Permissions:**");
    expect(issue().body).toContain("✅ **Label:**");
    expect(issue().body).toContain("❌ **CI:**");
    expect(issue().body).toContain("➖ **Workflow:**");
    expect(issue().body).toContain("issues/new?template=autoloop-program.yml");
    expect(github.settings.labels.has("autoloop-program")).toBe(true);
    expect(github.writes.map(({ method }) => method)).toEqual(["createLabel", "openIssue"]);
  });

  it("is not opened before the app has watched for as long as a list may lag", async () => {
    const loop = await chosen({ watched: false });
    expect(await loop.discover()).toEqual({ kind: "again", ms: WATCH_MS });
    expect(loop.github.writes).toEqual([]);
  });

  it("is not opened while another replica may just have opened it", async () => {
    const loop = await chosen();
    loop.claims = { claim: async () => false };
    loop.restart();
    await loop.clock.advance(WATCH_MS);
    expect(await loop.discover()).toEqual({ kind: "again", ms: WATCH_MS });
    expect(loop.github.writes).toEqual([]);
  });

  it("is left in peace: further looks write nothing", async () => {
    const { loop, github } = await asked();
    const before = github.writes.length;
    for (let hour = 0; hour < 3; hour += 1) {
      loop.restart();
      expect(await loop.discover()).toEqual({ kind: "done" });
      await loop.clock.advance(HOUR);
    }
    expect(github.writes.length).toBe(before);
  });

  it("is edited in place when something changed, and closed when nothing is missing and a program is there", async () => {
    const { loop, github, number, issue } = await asked();
    makeReady(github);
    await loop.discover();
    expect(issue()).toMatchObject({ state: "open", body: expect.stringContaining("✅ **CI:**") });
    loop.openProgram();
    await loop.discover();
    expect(issue()).toMatchObject({
      state: "closed",
      body: expect.stringContaining("✅ **First program:**"),
    });
    expect(github.comments(number)).toEqual([]);
    const before = github.writes.length;
    github.settings.defaultChecks = [];
    await loop.discover();
    expect(github.writes.length).toBe(before);
    expect(loop.issuesTitled(TITLE)).toEqual([number]);
  });

  it("does not wait for what the app cannot see", async () => {
    const { loop, github, issue } = await asked();
    github.settings.rules = ["pull_request"];
    await withProgram({ loop, github });
    expect(issue()).toMatchObject({
      state: "closed",
      body: expect.stringContaining("❔ **Memory branch:**"),
    });
  });

  it("stays closed when a person closed it, whatever is missing", async () => {
    const { loop, github, number, issue } = await asked();
    github.closeIssue(number, "maintainer");
    const before = github.writes.length;
    github.settings.granted.delete("issues");
    loop.restart();
    await loop.clock.advance(HOUR);
    await loop.rest();
    expect(issue().state).toBe("closed");
    expect(github.writes.length).toBe(before);
  });

  it("stays open when a person opened it again, and goes on telling", async () => {
    const { loop, github, number, issue } = await asked();
    await withProgram({ loop, github });
    github.reopenIssue(number, "maintainer");
    github.settings.defaultChecks = [];
    await loop.discover();
    expect(issue()).toMatchObject({ state: "open", body: expect.stringContaining("❌ **CI:**") });
    makeReady(github);
    await loop.discover();
    expect(issue()).toMatchObject({ state: "open", body: expect.stringContaining("✅ **CI:**") });
  });

  it("is found by its marker under another title, and by its title without its marker", async () => {
    const { loop, github, number, issue } = await asked();
    const { body } = issue();
    github.editIssue(number, "maintainer", { title: "Later" });
    await loop.discover();
    expect(issue()).toMatchObject({ title: "Later", body });
    github.editIssue(number, "maintainer", { title: TITLE, body: "Mine now." });
    await loop.discover();
    expect(issue().body).toBe(body);
    expect(github.issues.size).toBe(1);
  });

  it("is not mistaken for somebody else's issue that says the same", async () => {
    const { loop, github, number, issue } = await asked();
    const { body, labels } = issue();
    github.deleteIssue(number);
    const copy = github.openIssue({ title: TITLE, body, labels, author: "maintainer" });
    github.settings.granted.delete("pull_requests");
    await loop.clock.advance(HOUR);
    await loop.rest();
    expect(loop.issuesTitled(TITLE)).toHaveLength(2);
    expect(github.issue(copy)).toMatchObject({ state: "open", body });
  });

  it("is left alone once somebody made a program of it", async () => {
    const { loop, github, number, issue } = await asked();
    const { body } = issue();
    github.addLabel(number, "maintainer", "autoloop-program");
    makeReady(github);
    await loop.discover();
    expect(issue()).toMatchObject({ state: "open", body });
  });
});

describe("nobody is asked to set up Autoloop", () => {
  it("where the app came with all repositories of an organisation, before there is a program", async () => {
    const loop = await chosen();
    loop.github.settings.selection = "all";
    await loop.rest();
    expect(loop.github.issues.size).toBe(0);
    expect(loop.github.faults.reads).not.toContain("readiness");
    const program = loop.openProgram();
    await loop.discover();
    expect(loop.issuesTitled(TITLE)).toEqual([program + 1]);
  });

  it("where a program file is all it takes to want it, but nothing is missing", async () => {
    const loop = new RepositoryLoop();
    loop.push({ ".autoloop/programs/carton.md": PROGRAM_TEXT });
    await loop.rest();
    expect(loop.issuesTitled(TITLE)).toEqual([]);
    expect(loop.issuesTitled("[Autoloop: carton]")).toHaveLength(1);
  });

  it("where issues are switched off", async () => {
    const loop = await chosen();
    loop.github.settings.issues = "off";
    expect(await loop.discover()).toEqual({ kind: "done" });
    expect(loop.github.writes).toEqual([]);
  });

  it("by a closed program", async () => {
    const loop = await chosen();
    loop.github.settings.selection = "all";
    loop.github.closeIssue(loop.openProgram());
    await loop.discover();
    expect(loop.issuesTitled(TITLE)).toEqual([]);
  });
});

describe("crashes and company", () => {
  it.each(["before", "after"] as const)(
    "come to one issue, whenever the app dies %s a write",
    async (when) => {
      for (let write = 1; write <= 4; write += 1) {
        const loop = await chosen();
        const { github } = loop;
        const live = async () => {
          await loop.rest();
          makeReady(github);
          await loop.discover();
          if (loop.issuesTitled("Carton").length === 0) loop.openProgram();
          await loop.discover();
        };
        if (when === "before") github.faults.crashBeforeWrite(write);
        else github.faults.crashAfterWrite(write);
        await expect(live()).rejects.toBeInstanceOf(CrashError);
        github.faults.calm();
        loop.restart();
        await live();
        expect(loop.issuesTitled(TITLE)).toHaveLength(1);
        expect(github.issue(loop.issuesTitled(TITLE)[0] ?? 0).state).toBe("closed");
        expect(github.settings.labels.has("autoloop-program")).toBe(true);
      }
    },
  );

  it("come to one issue when GitHub gave no answer", async () => {
    const loop = await chosen();
    loop.github.faults.failNext("openIssue", "ambiguous");
    await expect(loop.discover()).rejects.toThrow("no answer");
    await loop.rest();
    expect(loop.issuesTitled(TITLE)).toHaveLength(1);
  });

  it("come to one issue while GitHub's list does not show it yet", async () => {
    const { clock, all, begin } = organisation(1, "selected");
    const [github] = all;
    if (github === undefined) throw new Error("no repository");
    const setup = begin();
    await clock.advance(WATCH_MS);
    const stale = await github.forge.lookAtRepository(github.repository);
    expect(await setup.repository(github.repository, stale)).toEqual({ kind: "done" });
    expect(await setup.repository(github.repository, stale)).toEqual({ kind: "again", ms: WATCH_MS });
    expect(github.issues.size).toBe(1);
  });

  it("of two processes that opened one each leave one open, the first", async () => {
    const { loop, github, number } = await asked();
    const { title, body, labels } = github.issue(number);
    const twin = github.openIssue({ title, body, labels, author: github.self });
    await loop.rest();
    expect(github.issue(number).state).toBe("open");
    expect(github.issue(twin).state).toBe("closed");
    const before = github.writes.length;
    await loop.discover();
    expect(github.writes.length).toBe(before);
  });

  it("of a second process changes nothing", async () => {
    const { loop, github } = await asked();
    const other = loop.another();
    const before = github.writes.length;
    expect(await other.repository(github.repository)).toEqual({ kind: "done" });
    makeReady(github);
    await other.repository(github.repository);
    await loop.discover();
    expect(github.writes.slice(before).map(({ method }) => method)).toEqual(["editIssue"]);
  });

  it("with a repository that refuses the issue leaves it at that", async () => {
    const loop = await chosen();
    loop.github.faults.failNext("openIssue", "terminal");
    await expect(loop.discover()).rejects.toThrow("planned failure");
    expect(loop.github.issues.size).toBe(0);
  });
});

/** Many repositories of one installation, as one process sees them. */
function organisation(count: number, selection: "all" | "selected") {
  const clock = new FakeClock();
  const { log, lines } = memoryLog();
  const all = Array.from({ length: count }, (_, index) => {
    const repository = { account: "1", owner: "octo", name: `repository-${index}` };
    const github = new FakeGithub({ clock, repository });
    github.settings.selection = selection;
    github.settings.defaultChecks = [];
    return github;
  });
  const portsOf = ({ name }: Repository) => {
    const found = all.find(({ repository }) => repository.name === name);
    if (found === undefined) throw new Error(`no repository ${name}`);
    return { forge: found.forge, memory: found.memory, executor: new FakeExecutor() };
  };
  const begin = (isDry = false) => {
    const of = (repository: Repository) => (isDry ? dryRun(portsOf(repository)) : portsOf(repository)).forge;
    return createSetup({
      claims: ownClaims,
      listLagMs: 180_000,
      ...{ clock, log, workflowFor: () => SOME_WORKFLOW },
      policyFor: () => ({ policy: POLICY, problems: [] }),
      forge: {
        access: (repository) => of(repository).access(repository),
        readiness: (repository) => of(repository).readiness(repository),
        readText: (repository, id) => of(repository).readText(repository, id),
        createLabel: (repository, label) => of(repository).createLabel(repository, label),
        openIssue: (repository, text) => of(repository).openIssue(repository, text),
        editIssue: (key, change) => of(key).editIssue(key, change),
      },
    });
  };
  return {
    ...{ clock, all, begin, lines },
    /** One look at every repository. */
    async look(setup: ReturnType<typeof begin>): Promise<void> {
      for (const { forge, repository } of all)
        await setup.repository(repository, await forge.lookAtRepository(repository));
    },
    issues: () => all.filter(({ issues }) => issues.size > 0).length,
    reads: (method: string) =>
      all.flatMap(({ faults }) => faults.reads).filter((read) => read === method).length,
  };
}

describe("an organisation", () => {
  it("of 500 repositories gets no issue and costs no look when the app came with all of them", async () => {
    const { clock, look, begin, issues, reads } = organisation(500, "all");
    const setup = begin();
    await clock.advance(WATCH_MS);
    await look(setup);
    expect(issues()).toBe(0);
    expect(reads("readiness")).toBe(0);
  });

  it("that chose 100 repositories gets a few issues an hour, also from processes that die", async () => {
    const { clock, look, begin, issues, reads } = organisation(100, "selected");
    for (let life = 0; life < 4; life += 1) {
      const setup = begin();
      await look(setup);
      await clock.advance(WATCH_MS);
      await look(setup);
      await look(setup);
      expect(issues()).toBe(SETUP_ISSUES_PER_HOUR);
    }
    expect(reads("readiness")).toBeLessThan(20 * SETUP_ISSUES_PER_HOUR);
    await clock.advance(HOUR);
    const setup = begin();
    await look(setup);
    await clock.advance(WATCH_MS);
    await look(setup);
    expect(issues()).toBe(2 * SETUP_ISSUES_PER_HOUR);
  });

  it("has its issue told in the log, and known as long as it is open", async () => {
    const { clock, all, look, begin, lines } = organisation(1, "selected");
    const [github] = all;
    if (github === undefined) throw new Error("no repository");
    github.settings.labels.clear();
    const setup = begin();
    const isOpen = () => setup.isOpen(github.repository);
    await clock.advance(WATCH_MS);
    await look(setup);
    expect(isOpen()).toBe(false);
    await look(setup);
    expect(isOpen()).toBe(true);
    makeReady(github);
    await look(setup);
    github.closeIssue(1, "maintainer");
    await look(setup);
    expect(isOpen()).toBe(false);
    expect(setup.isOpen({ ...github.repository, name: "other" })).toBe(false);
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ["did", { action: "label.create", what: "create the label autoloop-program" }],
      ["did", { action: "issue.open", what: 'open the issue "Set up Autoloop"' }],
      ["did", { action: "issue.edit", what: "edit issue #1 (body)" }],
    ]);
  });

  it("is only told what would be done in a dry run", async () => {
    const { clock, all, look, begin, lines } = organisation(1, "selected");
    all[0]?.settings.labels.clear();
    const setup = begin(true);
    await clock.advance(WATCH_MS);
    await look(setup);
    expect(all[0]?.writes).toEqual([]);
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      ["would create the label autoloop-program", { action: "label.create" }],
      ['would open the issue "Set up Autoloop"', { action: "issue.open" }],
    ]);
  });
});

describe("news of an installation", () => {
  it("has the repositories looked at again that wait for being set up, and no others", async () => {
    const { loop, github } = await asked();
    const looked: string[] = [];
    const waiting = new Set([github.repository.name]);
    const sweep = createSweep({
      ...{
        forge: github.forge,
        index: createProgramIndex(),
        mentions: createMentions(),
        idle: createIdleCache(),
      },
      ...{ clock: loop.clock, log: memoryLog().log, wake: () => undefined },
      discover: ({ name }) => looked.push(name),
      isWaiting: ({ name }) => waiting.has(name),
    });
    await sweep.everything();
    await sweep.account("1");
    expect(looked).toEqual(["carton", "carton"]);
    waiting.clear();
    await sweep.account("1");
    expect(looked).toHaveLength(2);
  });
});
