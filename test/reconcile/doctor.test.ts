// `/autoloop doctor`: what must be ready in the repository is read when somebody asks, and never otherwise.

import { describe, expect, it } from "vitest";
import { Loop } from "../support/loop/loop.ts";

async function running(loop = new Loop()) {
  const issue = loop.openProgram();
  await loop.settle(issue);
  await loop.clock.advance(60_000);
  return { loop, github: loop.github, issue };
}

async function asks(loop: Loop, issue: number, body = "/autoloop doctor", on = issue): Promise<void> {
  loop.github.comment(on, "writer", body);
  await loop.clock.advance(1_000);
  await loop.settle(issue);
}

const answers = (loop: Loop, issue: number) => loop.own(issue, "<!-- autoloop:v1 answer ");
const reads = ({ github }: Loop) =>
  github.faults.reads.filter((read) => read === "readiness" || read === "access").length;

describe("/autoloop doctor", () => {
  it("shows what must be ready in the repository", async () => {
    const { loop, github, issue } = await running();
    github.settings.labels.delete("autoloop-program");
    await asks(loop, issue);
    const [answer = ""] = answers(loop, issue);
    expect(answer).toContain("❌ **Label:**");
    expect(answer).toContain("✅ **CI:**");
    expect(answer).toContain("✅ **Memory branch:**");
    expect(answer).toContain("➖ **Workflow:**");
  });

  it("reads it once for one question, and never for any other look", async () => {
    const { loop, issue } = await running();
    await loop.hours(issue, 3);
    await asks(loop, issue, "/autoloop status");
    await asks(loop, issue, "/autoloop help");
    expect(reads(loop)).toBe(0);
    await asks(loop, issue);
    expect(reads(loop)).toBe(2);
    await loop.hours(issue, 3);
    loop.restart();
    await loop.settle(issue);
    expect(reads(loop)).toBe(2);
  });

  it("asks what the program asks: its agent, its CI", async () => {
    const { loop, issue } = await running(new Loop({ policy: { executor: "actions" } }));
    await asks(loop, issue, "/autoloop set ci none");
    await asks(loop, issue, "/autoloop set agent gemini");
    await asks(loop, issue);
    const [answer = ""] = answers(loop, issue);
    expect(answer).toContain("➖ **CI:**");
    expect(answer).toContain("node autoloop.mjs workflow --agent gemini");
    expect(answer).toContain("`AGENT_KEY` or `AGENT_TOKEN`");
  });

  it("knows the workflow that is installed", async () => {
    const { loop, github, issue } = await running(new Loop({ policy: { executor: "actions" } }));
    github.pushCommit("main", { ".github/workflows/autoloop.yml": "# version 1\n" });
    await asks(loop, issue);
    expect(answers(loop, issue)[0]).toContain("❌ **Workflow:**");
    expect(answers(loop, issue)[0]).toContain("run `node autoloop.mjs workflow --agent tuner` in a clone");
    github.pushCommit("main", { ".github/workflows/autoloop.yml": "# version 2\n" });
    await asks(loop, issue);
    expect(answers(loop, issue)[1]).toContain("✅ **Workflow:**");
  });

  it("answers on a pull request, too", async () => {
    const { loop, issue } = await running();
    await loop.hours(issue, 2);
    const pull = loop.state().pull?.number ?? 0;
    loop.github.comment(pull, "writer", "/autoloop doctor");
    await loop.clock.advance(1_000);
    await loop.sweep();
    expect(loop.own(pull, "### Doctor")).toEqual([expect.stringContaining("✅ **CI:**")]);
  });

  it("answers after a crash between the question and its answer", async () => {
    const { loop, github, issue } = await running();
    github.comment(issue, "writer", "/autoloop doctor");
    await loop.clock.advance(1_000);
    github.faults.crashAfterWrite(1);
    await loop.reconcile(issue);
    github.faults.calm();
    loop.restart();
    await loop.settle(issue);
    expect(answers(loop, issue)).toEqual([expect.stringContaining("✅ **CI:**")]);
  });

  it("never keeps a program from going on: what the app may not see is said", async () => {
    const { loop, github, issue } = await running();
    github.faults.failNext("readiness", "terminal");
    await asks(loop, issue);
    expect(answers(loop, issue)).toEqual([expect.stringContaining("does not let Autoloop look")]);
    github.settings.granted.delete("checks");
    await asks(loop, issue);
    expect(answers(loop, issue)[1]).toContain("❌ **Permissions:** Autoloop lacks `checks: write`");
  });

  it("waits for a host that does not answer", async () => {
    const { loop, github, issue } = await running();
    github.faults.failNext("readiness", "retryable");
    await asks(loop, issue);
    expect(answers(loop, issue)).toEqual([expect.stringContaining("✅ **CI:**")]);
  });
});
