import { describe, expect, it } from "vitest";
import { LABEL, memoryPath } from "../../src/domain/program/names.ts";
import { type Explanation, explainNamed } from "../../src/reconcile/explain.ts";
import { createCheckRunActions } from "../../src/reconcile/read/check-run-actions.ts";
import { JournalReader } from "../../src/reconcile/read/journal-reader.ts";
import { createMentions } from "../../src/reconcile/read/mentions.ts";
import { createProgramIndex } from "../../src/reconcile/read/program-index.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { aProcess } from "../support/loop/app-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { POLICY, PROGRAM_TEXT } from "../support/loop/loop.ts";

function world() {
  const clock = new FakeClock();
  const github = new FakeGithub({ clock, files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n" } });
  const executor = new FakeExecutor();
  const issue = github.openIssue({ title: "Carton", body: PROGRAM_TEXT });
  github.addLabel(issue, "maintainer", LABEL.program);
  const explains = (number = issue, name = github.repository.name) =>
    explainNamed(
      {
        ...{ forge: github.forge, memory: github.memory, executor, clock },
        index: createProgramIndex(),
        mentions: createMentions(),
        checkRunActions: createCheckRunActions(),
        journals: new JournalReader(),
        policyFor: () => ({ policy: POLICY, problems: [] }),
        workflowFor: () => null,
        newId: () => "none",
      },
      github.repository.owner,
      name,
      number,
    );
  return { clock, github, executor, issue, explains, app: aProcess(github, clock, { executor }) };
}

/** The rules that would do something. What is only noted waits for the next reason to write. */
function busy(found: Explanation | "absent") {
  if (found === "absent") throw new Error("no such program");
  const acting = found.steps.filter(({ actions }) => actions.length > 0);
  return { ...found, steps: acting.map(({ rule }) => rule) };
}

describe(explainNamed, () => {
  it("tells which rules would act, and writes and starts nothing", async () => {
    const { github, executor, explains } = world();
    const branches = github.branches();
    expect(busy(await explains())).toMatchObject({
      ...{ program: "carton", status: "not adopted", run: "absent" },
      steps: ["dispatch", "memory", "acknowledge", "status"],
    });
    expect([github.writes, executor.started]).toEqual([[], []]);
    expect(github.branches()).toEqual(branches);
  });

  it("tells of a program at rest where it stands, and that no rule would act", async () => {
    const { issue, app, explains } = world();
    await app.settle(issue);
    expect(busy(await explains())).toMatchObject({ program: "carton", status: "active", steps: [] });
  });

  it("tells that a journal cannot be trusted", async () => {
    const { github, issue, app, explains } = world();
    await app.settle(issue);
    github.pushCommit("memory/autoloop", { [memoryPath.segment("carton", 1)]: "torn" });
    expect(busy(await explains())).toMatchObject({ status: "unreadable" });
  });

  it("tells nothing of what is not there", async () => {
    const { explains } = world();
    expect(await explains(99)).toBe("absent");
    expect(await explains(1, "elsewhere")).toBe("absent");
  });
});
