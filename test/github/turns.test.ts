import { describe, expect, it } from "vitest";
import { connectGithub, localBudget } from "../../src/github/forge.ts";
import type { Client } from "../../src/github/http/octokit.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";

const REPOSITORY = { account: "7", owner: "octo", name: "carton" };

/** The adapter over a GitHub that takes every write, of which `sent` tells what it was about. */
function world() {
  const clock = new FakeClock();
  const sent: string[] = [];
  const client: Client = {
    request: async (_, parameters) => {
      sent.push(String(parameters.body ?? parameters.ref));
      return { status: 201, headers: {}, data: { id: 1, sha: "a" } };
    },
    graphql: async () => {
      sent.push("commit");
      return { createCommitOnBranch: { commit: { oid: "a" } } };
    },
  };
  const connection = { asApp: async () => client, asInstallation: async () => client };
  const github = connectGithub({ connection, clock, budget: localBudget(clock) });
  return { clock, sent, ...github };
}

describe("writes of one installation", () => {
  it("take turns by program, those to the repository of a program included", async () => {
    const { clock, sent, forge, memory } = world();
    await clock.advance(3_600_000);
    const busy = { ...REPOSITORY, issue: 1 };
    const other = { ...REPOSITORY, issue: 2 };
    const commit = { expectedHead: "b", message: "m", files: [] };
    const all = Promise.all([
      ...[1, 2, 3, 4].map((n) => forge.postComment(busy, `busy ${n}`)),
      memory.commit(busy, commit),
      memory.commit(other, commit),
      forge.createBranch(other, "autoloop/other", "c"),
      forge.createBranch(REPOSITORY, "nobody's", "c"),
    ]);
    await clock.advance(10_000);
    await all;
    expect(sent).toEqual([
      ...["busy 1", "commit", "refs/heads/nobody's"],
      ...["busy 2", "refs/heads/autoloop/other", "busy 3", "busy 4", "commit"],
    ]);
  });

  it("end what one call has begun, however many wait", async () => {
    const { clock, sent, forge, memory } = world();
    await clock.advance(3_600_000);
    const spent = Array.from({ length: 16 }, (_, n) =>
      forge.postComment({ ...REPOSITORY, issue: 100 + n }, "x"),
    );
    await clock.advance(16_000);
    await Promise.all(spent);
    sent.length = 0;
    // From here on one write each ten seconds. The first commit of a memory branch is a tree, a commit and a ref.
    const program = { ...REPOSITORY, issue: 1 };
    const first = memory.commit(program, { expectedHead: "absent", message: "m", files: [] });
    const others = Array.from({ length: 9 }, (_, n) =>
      forge.postComment({ ...REPOSITORY, issue: 200 + n }, "other").catch(() => undefined),
    );
    await clock.advance(60_000);
    await Promise.all(others);
    expect(await first).toMatchObject({ head: "a" });
    expect(sent.filter((what) => what !== "other")).toHaveLength(3);
  });
});
