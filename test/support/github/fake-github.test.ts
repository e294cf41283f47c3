import { describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import { FakeClock } from "../loop/fake-clock.ts";
import { CrashError } from "./fake-faults.ts";
import { FakeGithub } from "./fake-github.ts";

function world() {
  const github = new FakeGithub({ clock: new FakeClock() });
  const key = github.key(github.openIssue({ title: "one" }));
  const bodies = () => github.comments(key.issue).map(({ body }) => body);
  return { github, key, bodies };
}

describe("FakeGithub", () => {
  it("records the app's writes that took effect, and nothing that people do", async () => {
    const { github, key } = world();
    github.comment(key.issue, "maintainer", "by a person");
    await github.forge.postComment(key, "by the app");
    await expect(github.forge.postComment({ ...key, issue: 99 }, "nowhere")).rejects.toBeInstanceOf(Terminal);
    expect(github.writes).toEqual([
      { at: "2026-01-01T00:00:00Z", method: "postComment", args: [key, "by the app"] },
    ]);
  });

  it("fails once where it was told to, with or without effect", async () => {
    const { github, key, bodies } = world();
    github.faults.failNext("postComment", "retryable");
    github.faults.failNext("postComment", "ambiguous");
    await expect(github.forge.postComment(key, "one")).rejects.toBeInstanceOf(Retryable);
    await expect(github.forge.postComment(key, "two")).rejects.toBeInstanceOf(Retryable);
    await github.forge.postComment(key, "three");
    expect(bodies()).toEqual(["two", "three"]);
  });

  it("dies before or after the write that was named", async () => {
    const { github, key, bodies } = world();
    github.faults.crashBeforeWrite(2);
    await github.forge.postComment(key, "one");
    await expect(github.forge.postComment(key, "two")).rejects.toBeInstanceOf(CrashError);
    github.faults.crashAfterWrite(1);
    await expect(github.forge.postComment(key, "three")).rejects.toBeInstanceOf(CrashError);
    await github.forge.postComment(key, "four");
    expect(bodies()).toEqual(["one", "three", "four"]);
  });

  it("closes pull requests with their branch, keeps merged ones, and squashes without the branch as parent", () => {
    const { github } = world();
    github.pushCommit("autoloop/a", { a: "1" });
    github.pushCommit("autoloop/b", { b: "1" });
    const [a, b] = ["autoloop/a", "autoloop/b"].map((head) => github.openPullAs("maintainer", { head }));
    if (a === undefined || b === undefined) throw new Error("no pull requests");
    github.mergePull(a, "squash");
    github.deleteBranch("autoloop/a");
    github.deleteBranch("autoloop/b");
    expect([github.pull(a).state, github.pull(b).state]).toEqual(["merged", "closed"]);
    expect(github.file("main", "a")).toBe("1");
    expect(github.commits("main")[0]?.parents).toHaveLength(1);
  });
});
