import { describe, expect, it } from "vitest";
import { memoryPath } from "../../src/domain/program/names.ts";
import { plan } from "../../src/plan/plan.ts";
import { NOTHING_FOUND, peopleIn } from "../../src/plan/world.ts";
import { decide, type ObserveDeps } from "../../src/reconcile/decide.ts";
import { createCheckRunActions } from "../../src/reconcile/read/check-run-actions.ts";
import { JournalReader } from "../../src/reconcile/read/journal-reader.ts";
import { createMentions } from "../../src/reconcile/read/mentions.ts";
import { createProgramIndex } from "../../src/reconcile/read/program-index.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import { POLICY, PROGRAM_TEXT } from "../support/loop/loop.ts";

/** A world with eyes of a process that remembers nothing, and a process that did whatever came before. */
function world(executor = new FakeExecutor()) {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
  const { forge, memory } = github;
  const eyes: ObserveDeps = {
    ...{ forge, memory, executor, clock },
    index: createProgramIndex(),
    mentions: createMentions(),
    checkRunActions: createCheckRunActions(),
    journals: new JournalReader(),
    policyFor: (config) => ({ policy: { ...POLICY, agent: config?.agent ?? "tuner" }, problems: [] }),
    workflowFor: () => null,
    newId: () => "id",
  };
  return {
    ...{ clock, github, eyes, app: aProcess(github, clock, { executor }) },
    sees: async (issue: number) => (await decide(eyes, github.key(issue), NOTHING_FOUND)).observation,
    looks: () => github.faults.reads.filter((method) => method === "look").length,
  };
}

function open(github: FakeGithub, title = "Carton"): number {
  const issue = github.openIssue({ title, body: PROGRAM_TEXT });
  github.addLabel(issue, "maintainer", "autoloop-program");
  return issue;
}

describe(decide, () => {
  it("sees an issue that is no program yet under the name it would get", async () => {
    const { github, sees } = world();
    expect(await sees(open(github, "[Autoloop: Fast Box]"))).toMatchObject({
      name: "fast-box",
      journal: "absent",
      stateFile: "absent",
      results: "absent",
      registry: "absent",
      run: { state: "absent" },
    });
  });

  it("sees a program with its journal, files and registry, in one look once its name is known", async () => {
    const { github, app, sees, looks } = world();
    const issue = open(github);
    await app.settle(issue);
    const seen = await sees(issue);
    expect(seen).toMatchObject({ name: "carton", journal: { program: "carton", state: { issue } } });
    expect(seen.stateFile).toContain("# Autoloop: carton");
    expect(seen.registry).toMatchObject({ programs: [{ name: "carton" }] });
    const before = looks();
    await sees(issue);
    expect(looks() - before).toBe(1);
  });

  it("keeps to the frozen name, whatever the title says by now", async () => {
    const { github, app, sees } = world();
    const issue = open(github);
    await app.settle(issue);
    github.editIssue(issue, "maintainer", { title: "[Autoloop: something-else]" });
    expect(await sees(issue)).toMatchObject({ name: "carton", journal: { state: { issue } } });
  });

  it("never takes another issue's journal for its own, also without a registry and with a wrong index", async () => {
    const { github, app, sees, eyes } = world();
    const first = open(github);
    await app.settle(first);
    const second = open(github);
    github.pushCommit("memory/autoloop", { [memoryPath.registry()]: null });
    expect(await sees(second)).toMatchObject({ name: `carton-${second}`, journal: "absent" });
    eyes.index.learn(github.key(second), "carton");
    expect(await sees(second)).toMatchObject({ name: `carton-${second}`, journal: "absent" });
  });

  it("sees the file of a program that another process adopts between two of its looks", async () => {
    const { github, app, sees } = world();
    const path = ".autoloop/programs/tile.md";
    github.pushCommit("main", { [path]: PROGRAM_TEXT });
    const issue = open(github, "[Autoloop: tile]");
    await app.settle(issue);
    const head = github.branches()["memory/autoloop"] ?? "";
    github.deleteBranch("memory/autoloop");
    let looks = 0;
    github.faults.inject(({ method }) => {
      looks += method === "look" ? 1 : 0;
      if (looks === 2) github.moveBranch("memory/autoloop", head);
      return null;
    });
    expect((await sees(issue)).program).toMatchObject({ source: { kind: "file", path }, text: PROGRAM_TEXT });
  });

  it("finds a free name where another title took the name with the number, too", async () => {
    const { github, app, sees } = world();
    const [first, second, third] = [open(github), open(github, "Carton 3"), open(github)];
    await app.settle(first);
    await app.settle(second);
    expect(await sees(third)).toMatchObject({ name: "carton-3-3", journal: "absent" });
    github.pushCommit("memory/autoloop", { [memoryPath.registry()]: null });
    expect(await sees(third)).toMatchObject({ name: "carton-3-3", journal: "absent" });
  });

  it("sees a journal that cannot be read as broken, never as absent", async () => {
    const { github, app, sees } = world();
    const issue = open(github);
    await app.settle(issue);
    const path = memoryPath.segment("carton", 1);
    github.pushCommit("memory/autoloop", { [path]: "torn" });
    expect((await sees(issue)).journal).toEqual({ broken: expect.stringContaining("is torn") });
  });

  it("reads the newest segment, and no file that only looks like one", async () => {
    const { github, app, sees } = world();
    const issue = open(github);
    await app.settle(issue);
    github.pushCommit("memory/autoloop", { "journal/carton/2.jsonl": "x", "journal/carton/notes.txt": "x" });
    expect(await sees(issue)).toMatchObject({ journal: { segment: 1 } });
    github.pushCommit("memory/autoloop", { [memoryPath.segment("carton", 2)]: "x" });
    expect((await sees(issue)).journal).toEqual({ broken: expect.stringContaining("segment 2") });
  });

  it("does without a registry that cannot be read", async () => {
    const { github, app, sees } = world();
    const issue = open(github);
    await app.settle(issue);
    github.pushCommit("memory/autoloop", { [memoryPath.registry()]: "nonsense" });
    expect(await sees(issue)).toMatchObject({ name: "carton", registry: "absent" });
  });

  it("asks the executor about the run in flight, and nobody about a run of another executor", async () => {
    const endless = new FakeExecutor((request) =>
      request.kind === "baseline" ? aReport(request, 760) : "running",
    );
    const { github, app, sees, eyes } = world(endless);
    const issue = open(github);
    await app.settle(issue);
    expect((await sees(issue)).run).toEqual({ state: "running" });
    const other = { ...eyes, executor: Object.assign(new FakeExecutor(), { name: "actions" }) };
    const { observation } = await decide(other, github.key(issue), NOTHING_FOUND);
    const doubt = { code: "other-executor", executor: "local" };
    expect(observation.run).toMatchObject({ state: "unknown", doubt });
  });

  it("reads the repository's configuration and says what is wrong with it", async () => {
    const { github, eyes } = world();
    const issue = open(github);
    github.pushCommit("main", { ".github/autoloop.yml": "agent: claude\nnonsense: 1\n" });
    const { policy, observation } = await decide(eyes, github.key(issue), NOTHING_FOUND);
    expect(policy.agent).toBe("claude");
    expect(observation.config.problems).toMatchObject([{ key: "nonsense" }]);
  });

  it("asks for the roles of those who matter now", async () => {
    const { github, sees } = world();
    const issue = open(github);
    github.comment(issue, "stranger", "Hello");
    expect([...peopleIn(await sees(issue))]).toMatchObject([["maintainer", { permission: "maintain" }]]);
  });

  it.each(["look", "memory.read", "standing", "readText"])(
    "fails when %s fails: nothing becomes absent",
    async (method) => {
      const { github, app, sees } = world();
      const issue = open(github);
      await app.settle(issue);
      github.editIssue(issue, "writer", { body: `${PROGRAM_TEXT}\nMore.` });
      github.pushCommit("main", { ".github/autoloop.yml": "agent: claude\n" });
      github.faults.failNext(method, "retryable");
      await expect(sees(issue)).rejects.toThrow("planned failure");
    },
  );

  it("plans again with what the planner asked for, and at last with all of it", async () => {
    const { github, eyes } = world();
    const issue = open(github);
    const asked: (readonly string[])[] = [];
    const planner: typeof plan = (...world) => {
      const planned = plan(...world);
      asked.push(planned.reads.map(({ type }) => type));
      return planned;
    };
    const { plan: decided } = await decide(eyes, github.key(issue), NOTHING_FOUND, { planner });
    expect(asked).toEqual([["people"], []]);
    expect(decided.actions[0]).toMatchObject({ rule: "memory", action: { type: "memory.commit" } });
  });

  it("gives up on a planner that asks without end", async () => {
    const { github, eyes } = world();
    const issue = open(github);
    const insatiable: typeof plan = (...world) => ({
      ...plan(...world),
      reads: [{ type: "people", logins: [] }],
    });
    await expect(decide(eyes, github.key(issue), NOTHING_FOUND, { planner: insatiable })).rejects.toThrow(
      "still asks",
    );
  });
});
