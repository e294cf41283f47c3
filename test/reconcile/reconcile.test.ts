import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import { memoryPath } from "../../src/domain/program/names.ts";
import type { ProgramView } from "../../src/domain/repository/view.ts";
import { momentOf } from "../../src/reconcile/decide.ts";
import { examineNamed } from "../../src/reconcile/read/examine.ts";
import { createMentions } from "../../src/reconcile/read/mentions.ts";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { SOME_WORKFLOW } from "../support/github/fake-readiness.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { Loop, POLICY, PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { RepositoryLoop, WATCH_MS } from "../support/loop/repository-loop.ts";
import { LEGACY_BRANCH, NAME, upgradeWorld } from "../support/loop/upgrade.ts";
import { anObservation } from "../support/plan/observation.ts";

const QUARTER = 15 * 60_000;

/** What comes of a look that throws this, and what is said about it. */
async function failing(thrown: unknown) {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: {} });
  const issue = github.openIssue({ title: "Carton", body: PROGRAM_TEXT });
  github.forge.look = () => Promise.reject(thrown);
  const { log, lines } = memoryLog();
  const outcome = await aProcess(github, clock, { log }).reconciler.reconcile(github.key(issue));
  return { outcome, said: lines.at(-1) };
}

describe(createReconciler, () => {
  it("waits as long as the host wants it to, and else as the queue does", async () => {
    expect((await failing(new Retryable("slow down", 90_000))).outcome).toEqual({
      kind: "retry",
      ms: 90_000,
    });
    expect((await failing(new Retryable("no answer"))).outcome).toEqual({ kind: "retry" });
  });

  it("says of a thing that is no error what it is", async () => {
    const { outcome, said } = await failing("a string");
    expect(outcome).toEqual({ kind: "again", ms: QUARTER });
    expect(said).toMatchObject({ level: "error", fields: { reason: "a string", kind: "defect" } });
  });

  it("looks again in a while where the host refuses even after the loop stands still", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    await loop.settle(issue);
    const { github } = loop;
    const [pull] = github.pulls();
    if (pull === undefined) throw new Error("no pull request");
    github.faults.inject(({ method }) => (method === "editPull" ? "terminal" : null));
    await loop.clock.advance(3_600_000);
    for (let round = 0; round < 10 && loop.state().pause === null; round += 1) await loop.reconcile(issue);
    expect(loop.state()).toMatchObject({ status: "paused", pause: { kind: "refused", by: null } });
    expect(await loop.reconcile(issue)).toEqual({ kind: "again", ms: QUARTER });
    github.faults.calm();
    await loop.settle(issue);
    expect(github.pull(pull.number).body).toContain(String(loop.state().best?.metric));
  });
});

describe("what a new process does without a registry", () => {
  it("finds the file of a program in its journal", async () => {
    const path = ".autoloop/programs/carton.md";
    const loop = new RepositoryLoop();
    loop.push({ [path]: PROGRAM_TEXT });
    await loop.rest();
    const [issue = 0] = loop.issuesTitled("[Autoloop: carton]");
    loop.github.pushCommit("memory/autoloop", { [memoryPath.registry()]: null });
    loop.restart();
    await loop.hours(issue, 1);
    expect(loop.state()).toMatchObject({ status: "active", source: { kind: "file", path } });
    expect(loop.github.memoryFile(memoryPath.registry())).toContain(path);
  });

  it("finds a branch of another name in its journal", async () => {
    const loop = new Loop();
    const issue = upgradeWorld(loop.github);
    await loop.reconcile(issue);
    loop.github.pushCommit("memory/autoloop", { [memoryPath.registry()]: null });
    loop.restart();
    await loop.hours(issue, 1);
    expect(loop.state(NAME)).toMatchObject({ branch: LEGACY_BRANCH, status: "active" });
    expect(Object.keys(loop.github.branches())).not.toContain(`autoloop/${NAME}`);
  });

  it("opens no second issue for a program file beside a registry that cannot be read", async () => {
    const loop = new RepositoryLoop();
    loop.push({ ".autoloop/programs/carton.md": PROGRAM_TEXT });
    await loop.rest();
    loop.github.pushCommit("memory/autoloop", { [memoryPath.registry()]: "nonsense" });
    loop.restart();
    await loop.clock.advance(WATCH_MS);
    await loop.discover();
    expect(loop.issuesTitled("[Autoloop: carton]")).toHaveLength(1);
  });
});

describe(examineNamed, () => {
  const parts = ({ forge }: FakeGithub) => ({
    forge,
    policyFor: (config: { readonly ci?: "required" | "none" | null } | null) => ({
      policy: { ...POLICY, ci: config?.ci ?? POLICY.ci },
      problems: [],
    }),
    workflowFor: () => SOME_WORKFLOW,
  });

  it("examines a repository by its name, with its own configuration", async () => {
    const github = new FakeGithub({ clock: new FakeClock(), files: {} });
    const { owner, name } = github.repository;
    const ci = async () => {
      const found = await examineNamed(parts(github), owner, name);
      return found === "absent" ? found : found.checks.find((check) => check.name === "ci")?.state;
    };
    github.settings.defaultChecks = [];
    expect(await ci()).toBe("missing");
    github.pushCommit("main", { ".github/autoloop.yml": "ci: none\n" });
    expect(await ci()).toBe("not needed");
  });

  it("finds no repository on which the app is not installed", async () => {
    const github = new FakeGithub({ clock: new FakeClock(), files: {} });
    expect(await examineNamed(parts(github), "nobody", "nothing")).toBe("absent");
  });

  it("looks on this machine for the agent that the repository asks for, where runs happen here", async () => {
    const github = new FakeGithub({ clock: new FakeClock(), files: {} });
    const { owner, name: repo } = github.repository;
    const asked: string[] = [];
    const agentHere = async (agent: string) => {
      asked.push(agent);
      return { command: agent, isThere: false, isPaid: true, keys: [] };
    };
    const found = await examineNamed({ ...parts(github), agentHere }, owner, repo);
    if (found === "absent") throw new Error("the repository is there");
    expect(asked).toEqual([POLICY.agent]);
    expect(found.checks.find(({ name }) => name === "agent")?.state).toBe("missing");
    const none = await examineNamed({ ...parts(github), agentHere: async () => null }, owner, repo);
    expect(none === "absent" || none.checks.some(({ name }) => name === "agent")).toBe(false);
  });
});

describe(createMentions, () => {
  it("forgets what was settled of a repository that it knows nothing of", () => {
    const mentions = createMentions();
    const key = { account: "1", owner: "octo", name: "carton", issue: 1 };
    const at = "2026-01-01T00:00:00Z";
    const mention = { comment: 5, issue: 9, name: null, updatedAt: at };
    mentions.settle(key, [mention]);
    const comment = { id: 5, issue: 9, body: "/autoloop status", updatedAt: at };
    mentions.learn(key, [comment], Date.parse(at));
    expect(mentions.open(key)).toEqual([mention]);
    mentions.settle(key, [mention]);
    expect(mentions.open(key)).toEqual([]);
  });
});

describe(momentOf, () => {
  const view = (updatedAt: string): ProgramView => {
    const { view: seen } = anObservation();
    return seen.issue === "absent" ? seen : { ...seen, issue: { ...seen.issue, updatedAt } };
  };
  const now = Date.parse("2026-01-01T01:00:00Z");

  it("is the clock's, where that is not behind what GitHub shows", () => {
    expect(momentOf(view("2026-01-01T00:59:59Z"), now)).toBe(now);
    expect(momentOf({ ...view("2026-01-01T02:00:00Z"), issue: "absent" }, now)).toBe(now);
  });

  it("is that of the newest change, where the clock is behind it", () => {
    expect(momentOf(view("2026-01-01T02:00:00Z"), now)).toBe(Date.parse("2026-01-01T02:00:00Z"));
  });
});
