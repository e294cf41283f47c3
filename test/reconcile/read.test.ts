// Each question of the planner and its answer, over a fake GitHub.

import { describe, expect, it } from "vitest";
import { Retryable, RoleUnread } from "../../src/domain/errors.ts";
import type { Read } from "../../src/plan/read.ts";
import { type Answer, read } from "../../src/reconcile/read.ts";
import { FakeGithub } from "../support/github/fake-github.ts";
import { SOME_WORKFLOW } from "../support/github/fake-readiness.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { FakeExecutor } from "../support/loop/fake-executor.ts";
import { POLICY } from "../support/loop/loop.ts";

function world() {
  const github = new FakeGithub({ clock: new FakeClock(), files: { "src/carton.mjs": "1\n" } });
  const issue = github.openIssue({ title: "Carton", body: "" });
  const main = github.branches().main ?? "";
  const deps = {
    forge: github.forge,
    executor: new FakeExecutor(),
    policyFor: () => ({ policy: POLICY, problems: [] }),
    workflowFor: () => SOME_WORKFLOW,
  };
  return { github, issue, main, answers: (asked: Read) => read(deps, github.key(issue), asked) };
}

describe(read, () => {
  it.each<[Read, Answer]>([
    [{ type: "legacy", issues: [] }, { legacy: { value: { pulls: [], issues: [] } } }],
    [{ type: "requiredChecks", branch: "main" }, { requiredChecks: { value: [] } }],
    [{ type: "people", logins: [] }, { people: { value: new Map() } }],
    [
      { type: "formerRun", nonce: "n", place: "here", startedAt: "2026-01-01T00:00:00Z" },
      { former: { value: { state: "absent" } } },
    ],
  ])("answers %j", async (asked, answer) => {
    expect(await world().answers(asked)).toEqual(answer);
  });

  it("says who wrote a file of the memory branch last", async () => {
    const { github, answers } = world();
    github.pushCommit("memory/autoloop", { "carton.md": "x" }, { author: "maria" });
    expect(await answers({ type: "lastEditor", path: "carton.md" })).toEqual({ editor: { value: "maria" } });
  });

  it("reads files of the memory branch", async () => {
    const { github, answers } = world();
    github.pushCommit("memory/autoloop", { "x.tsv": "one", "y.tsv": "two" });
    const tree = github.git.get(github.branches()["memory/autoloop"] ?? "").tree;
    const files = ["x.tsv", "y.tsv"].map((path) => ({ path, id: tree.get(path)?.id ?? "" }));
    expect(await answers({ type: "olderResults", files })).toEqual({
      olderResults: { value: ["one", "two"] },
    });
  });

  it("reads conversations that are there, and leaves out those that are gone", async () => {
    const { github, answers } = world();
    const other = github.openIssue({ title: "Talk", body: "" });
    github.comment(other, "writer", "Hello");
    const { conversations } = await answers({ type: "conversations", issues: [other, 99] });
    expect(conversations).toMatchObject({ value: [{ issue: other, comments: [{ body: "Hello" }] }] });
  });

  it("reads the files of a commit, what its failing checks say, and the roles of people", async () => {
    const { main, answers, github } = world();
    expect(await answers({ type: "baseFiles", commit: main })).toEqual({
      base: { value: new Map([["src/carton.mjs", "100644"]]) },
    });
    github.setChecks(main, [{ name: "test", state: "failure" }]);
    const said = await answers({ type: "failures", head: main, checks: ["test"] });
    expect(said).toMatchObject({ failures: { value: [{ name: "test" }] } });
    const people = await answers({ type: "people", logins: ["maintainer"] });
    expect(people).toMatchObject({ people: { value: new Map([["maintainer", expect.anything()]]) } });
  });

  it("says what must be ready, or that the app may not look", async () => {
    const { github, answers } = world();
    const asked = { type: "readiness", definition: null } as const;
    const { readiness } = await answers(asked);
    const checks = readiness === undefined || readiness === "unread" ? [] : readiness.value;
    expect(checks).toContainEqual(expect.objectContaining({ name: "label" }));
    github.faults.failNext("readiness", "terminal");
    expect(await answers(asked)).toEqual({ readiness: { value: "refused" } });
  });

  it("names whose role cannot be read, and throws a pause or a defect as it is", async () => {
    const { github, answers } = world();
    const thrown = (error: Error) => {
      github.forge.standing = () => Promise.reject(error);
      return answers({ type: "people", logins: ["maria"] }).catch((caught: unknown) => caught);
    };
    const untold = new Retryable("no answer");
    const unread = await thrown(untold);
    expect(unread).toBeInstanceOf(RoleUnread);
    expect(unread).toMatchObject({ login: "maria", cause: untold });
    for (const error of [new Retryable("slow down", 90_000), new TypeError("a defect")])
      expect(await thrown(error)).toBe(error);
  });

  it("hides no failure: what cannot be read is never absent", async () => {
    const { github, answers } = world();
    github.faults.failNext("readiness", "retryable");
    await expect(answers({ type: "readiness", definition: null })).rejects.toThrow("planned failure");
    github.faults.failNext("standing", "retryable");
    await expect(answers({ type: "people", logins: ["maria"] })).rejects.toThrow("planned failure");
  });
});
