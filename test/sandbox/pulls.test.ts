// Pull requests and what people do with them: the three ways of merging, closing, retargeting, and branches that go
// away or are rewritten.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { branchWith, commitFiles, type Delivery, headOf, startWorld, type World } from "./world.ts";

let world: World;
let base: string;
let count = 0;

// One world is enough: every test merges into a branch of its own.
beforeAll(async () => {
  world = await startWorld({ ci: "off", people: { boss: "admin" } });
});

beforeEach(async () => {
  count += 1;
  base = `base-${count}`;
  await branchWith(world, base, { "base.txt": "base" });
});

afterAll(() => world.close());

interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly parents: readonly { readonly sha: string }[];
  readonly author: { readonly name: string };
  readonly committer: { readonly name: string };
}

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly merged: boolean;
  readonly draft: boolean;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string };
  readonly message?: string;
  readonly errors?: readonly { readonly message: string }[];
}

const commit = async (sha: string | null) =>
  (await world.app<Commit>("GET", `${world.base}/git/commits/${sha}`)).body;
const pull = async (number: number) => (await world.app<Pull>("GET", `${world.base}/pulls/${number}`)).body;
const change = (number: number, body: object, api = world.maintainer) =>
  api<Pull>("PATCH", `${world.base}/pulls/${number}`, body);
const merge = (number: number, body: object = {}, api = world.maintainer) =>
  api<{ sha: string; message: string }>("PUT", `${world.base}/pulls/${number}/merge`, body);
const of = (action: string, number: number) => (one: Delivery) =>
  one.event === "pull_request" &&
  one.action === action &&
  (one.payload.pull_request as Pull).number === number;

/** A pull request of two commits into a base that went on meanwhile. */
async function opened(draft = false) {
  const branch = `work-${count}`;
  const start = (await headOf(world, base)) ?? "";
  await world.app("POST", `${world.base}/git/refs`, { ref: `refs/heads/${branch}`, sha: start });
  const first = await commitFiles(world, branch, start, { "one.txt": "1" });
  const second = await commitFiles(world, branch, first, { "two.txt": "2" });
  const onto = await commitFiles(world, base, start, { "later.txt": "l" });
  const body = { title: "Better", body: "b", head: branch, base, draft };
  const { number } = (await world.app<Pull>("POST", `${world.base}/pulls`, body)).body;
  return { branch, start, first, second, onto, number };
}

async function files(branch: string): Promise<readonly string[]> {
  const path = `${world.base}/git/trees/${await headOf(world, branch)}`;
  return (await world.app<{ tree: { path: string }[] }>("GET", path)).body.tree.map((entry) => entry.path);
}

describe("a merge", () => {
  it("is a commit with both sides as parents", async () => {
    const { number, onto, second } = await opened();
    const { status, body } = await merge(number);
    expect([status, body]).toEqual([
      200,
      { sha: await headOf(world, base), merged: true, message: "Pull Request successfully merged" },
    ]);
    const made = await commit(body.sha);
    expect(made.parents.map(({ sha }) => sha)).toEqual([onto, second]);
    expect(made.message).toBe(`Merge pull request #${number} from acme/work-${count}\n\nBetter`);
    expect(await files(base)).toEqual(
      expect.arrayContaining(["one.txt", "two.txt", "later.txt", "base.txt"]),
    );
    expect(await pull(number)).toMatchObject({ ...{ state: "closed", merged: true, head: { sha: second } } });
    const { payload } = await world.hooks.first(of("closed", number));
    expect(payload.pull_request).toMatchObject({ merged: true });
  });

  it("squashed is one commit on the base with the words of all", async () => {
    const { number, onto, second } = await opened();
    const { body } = await merge(number, { merge_method: "squash" });
    const made = await commit(body.sha);
    expect(made.parents.map(({ sha }) => sha)).toEqual([onto]);
    expect(made).toMatchObject({
      message: `Better (#${number})\n\n* change one.txt\n\n* change two.txt`,
      committer: { name: "GitHub" },
    });
    expect(await files(base)).toEqual(expect.arrayContaining(["one.txt", "two.txt", "later.txt"]));
    expect(await pull(number)).toMatchObject({ merged: true, head: { sha: second } });
    const compared = await world.app("GET", `${world.base}/compare/${base}...work-${count}`);
    expect(compared.body).toMatchObject({ status: "diverged", ahead_by: 2 });
  });

  it("squashed of a single commit has that commit's words", async () => {
    const { number, first } = await opened();
    await world.maintainer("PATCH", `${world.base}/git/refs/heads/work-${count}`, {
      sha: first,
      force: true,
    });
    const { body } = await merge(number, { merge_method: "squash" });
    expect((await commit(body.sha)).message).toBe(`change one.txt (#${number})`);
  });

  it("rebased is each commit anew on the base, by its author", async () => {
    const { number, onto, first, second } = await opened();
    const { body } = await merge(number, { merge_method: "rebase" });
    const top = await commit(body.sha);
    const under = await commit(top.parents[0]?.sha ?? "");
    expect([top.message, under.message, under.parents[0]?.sha]).toEqual([
      "change two.txt",
      "change one.txt",
      onto,
    ]);
    expect([top.sha, under.sha]).not.toEqual([second, first]);
    expect(top.author).toEqual((await commit(second)).author);
    expect(await files(base)).toEqual(expect.arrayContaining(["one.txt", "two.txt", "later.txt"]));
  });

  it("takes its words from whoever merges", async () => {
    const { number } = await opened();
    const said = { commit_title: "Title", commit_message: "Body", merge_method: "squash" };
    expect((await commit((await merge(number, said)).body.sha)).message).toBe("Title\n\nBody");
  });

  it("is refused for a head that moved, an unknown method, a draft and a conflict", async () => {
    const { number, first, branch, second } = await opened(true);
    expect((await merge(number)).status).toBe(405);
    await change(number, { draft: false });
    expect(await merge(number, { sha: first })).toMatchObject({
      status: 409,
      body: { message: "Head branch was modified. Review and try the merge again." },
    });
    expect((await merge(number, { merge_method: "fold" })).status).toBe(422);
    await commitFiles(world, branch, second, { "later.txt": "not l" });
    for (const merge_method of ["merge", "squash", "rebase"]) {
      expect((await merge(number, { merge_method })).status).toBe(405);
    }
    expect(await pull(number)).toMatchObject({ state: "open", merged: false });
  });

  it("waits for what its base requires, except for administrators", async () => {
    const { number, second } = await opened();
    const checks = [
      { context: "ci / test", app: "github-actions" },
      { context: "deploy", app: null },
    ];
    world.sandbox.protect("ruleset", base, { checks, strict: false });
    const refusal = async () => (await merge(number)).body.message;
    expect(await refusal()).toBe("2 of 2 required status checks are expected.");
    const run = { name: "ci / test", head_sha: second, conclusion: "success" };
    await world.app("POST", `${world.base}/check-runs`, run);
    await world.maintainer("POST", `${world.base}/statuses/${second}`, {
      context: "deploy",
      state: "success",
    });
    expect(await refusal()).toBe('Required status check "ci / test" is expected.');
    await world.sandbox.api(world.sandbox.tokens.ci)("POST", `${world.base}/check-runs`, run);
    world.sandbox.protect("branch-protection", base, { checks: [], strict: true });
    world.sandbox.protect("ruleset", base, { checks, strict: true });
    expect(await refusal()).toBe("Head branch is not up to date with the base branch.");
    const boss = world.sandbox.api(String(world.sandbox.tokens.boss));
    expect((await merge(number, {}, boss)).status).toBe(200);
  });

  it("past the button counts too", async () => {
    const { number, branch, second } = await opened(true);
    const merged = await world.maintainer<{ sha: string }>("POST", `${world.base}/merges`, {
      base,
      head: branch,
    });
    expect(await headOf(world, base)).toBe(merged.body.sha);
    expect(await pull(number)).toMatchObject({ state: "closed", merged: true, head: { sha: second } });
  });
});

describe("a pull request", () => {
  it("is there once, however many open it at the same moment", async () => {
    const branch = `at-once-${count}`;
    await branchWith(world, branch, { "new.txt": "new" });
    const opened = await Promise.all(
      Array.from({ length: 4 }, () =>
        world.app<Pull>("POST", `${world.base}/pulls`, { title: "Mine", head: branch, base }),
      ),
    );
    expect(opened.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422, 422, 422]);
  });

  it("can be closed and opened again", async () => {
    const { number, second } = await opened();
    await change(number, { state: "closed" });
    expect(await pull(number)).toMatchObject({ state: "closed", merged: false });
    expect(await change(number, { state: "open" })).toMatchObject({
      status: 200,
      body: { head: { sha: second } },
    });
    await world.hooks.first(of("reopened", number));
  });

  it.each([
    ["deleted", "branch has been deleted."],
    ["rewritten", "branch was force-pushed or recreated."],
    ["merged", "The pull request cannot be reopened."],
  ])("cannot be opened again once it was %s", async (what, words) => {
    const { number, branch, first } = await opened();
    const ref = `${world.base}/git/refs/heads/${branch}`;
    if (what === "merged") await merge(number);
    else await change(number, { state: "closed" });
    if (what === "deleted") await world.maintainer("DELETE", ref);
    if (what === "rewritten") {
      await world.maintainer("PATCH", ref, { sha: first, force: true });
      await commitFiles(world, branch, first, { "other.txt": "o" });
    }
    const { status, body } = await change(number, { state: "open" });
    expect([status, body.errors?.[0]?.message]).toEqual([422, expect.stringContaining(words)]);
  });

  it("can be given another base that is there and lacks its commits", async () => {
    const { number, branch, second } = await opened();
    expect((await change(number, { base: "nowhere" })).status).toBe(422);
    expect(await headOf(world, "nowhere")).toBeNull();
    await world.app("POST", `${world.base}/git/refs`, { ref: `refs/heads/same-${count}`, sha: second });
    expect((await change(number, { base: `same-${count}` })).body.errors?.[0]?.message).toBe(
      `There are no new commits between base branch 'same-${count}' and head branch '${branch}'`,
    );
    expect((await change(number, { base: "main" })).body).toMatchObject({ base: { ref: "main" } });
    const { payload } = await world.hooks.first(of("edited", number));
    expect(payload.changes).toMatchObject({ base: { ref: { from: base } } });
  });

  it("is made ready and a draft again by people, not by apps", async () => {
    const { number } = await opened(true);
    await change(number, { draft: false }, world.app);
    expect(await pull(number)).toMatchObject({ draft: true });
    await change(number, { draft: false });
    await world.hooks.first(of("ready_for_review", number));
    await change(number, { draft: true });
    await world.hooks.first(of("converted_to_draft", number));
    expect(await pull(number)).toMatchObject({ draft: true });
  });

  it("follows a branch that is rewritten, and closes with one that has nothing left", async () => {
    const { number, branch, first, start } = await opened();
    const force = (sha: string) =>
      world.maintainer("PATCH", `${world.base}/git/refs/heads/${branch}`, { sha, force: true });
    await force(first);
    expect(await pull(number)).toMatchObject({ state: "open", head: { sha: first } });
    const { payload } = await world.hooks.first(
      ({ event, payload }) =>
        event === "push" &&
        payload.ref === `refs/heads/${branch}` &&
        payload.after === first &&
        payload.forced === true,
    );
    expect(payload).toMatchObject({ deleted: false, sender: { login: "maintainer" } });
    await force(start);
    expect(await pull(number)).toMatchObject({ state: "closed", merged: false });
  });

  it("is closed with its base", async () => {
    const { number, second } = await opened();
    await world.maintainer("DELETE", `${world.base}/git/refs/heads/${base}`);
    expect(await pull(number)).toMatchObject({ state: "closed", merged: false, head: { sha: second } });
  });
});
