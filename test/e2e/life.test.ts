// A program's whole life with the real app as a process: signed webhooks in, what GitHub holds at the end out.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SELF } from "../../sandbox/demo/story.ts";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { parseTrailers } from "../../src/text/comments/commit-message.ts";
import { hasStatusMarker } from "../../src/text/format/markers.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { type Commit, completed, expectWhole, readWorld, type World } from "../support/e2e/world.ts";

const BODY = program({ frontmatter: "max-iterations: 5" });
const RED = "1000\n";
/** What happens in iterations 1 to 5: kept, worse, broken, refused by CI, kept. */
const AGENT = `
iteration=$(sed -n 's/.*"iteration":\\([0-9]*\\).*/\\1/p' "$AUTOLOOP_CONTEXT")
case "$iteration" in
  2) echo 1 > src/value.txt ;;
  3) echo "out of ideas" >&2; exit 3 ;;
  4) echo 1000 > src/value.txt ;;
  *) echo "$((iteration + 10))" > src/value.txt ;;
esac
echo '{"change":"Try number '"$iteration"' for @everyone, fixes #1 [skip ci]"}' > "$AUTOLOOP_ANSWER"
`;

let stage: Stage;
let issue: number;
let world: World;
const statusIds = new Set<number>();

beforeAll(async () => {
  stage = await Stage.open({
    agent: () => AGENT,
    files: { ".github/autoloop.yml": "ci-attempts: 1\n" },
    ci: (files) => (files.get("src/value.txt") === RED ? "failure" : "success"),
  });
  await stage.start();
  issue = await stage.openProgram("A large number", BODY);
  const watching = watch();
  await completed(stage, issue);
  await watching;
  world = await readWorld(stage, issue, "a-large-number");
}, 180_000);

afterAll(closeStages);

/** Notes every id under which a status comment was ever seen. */
async function watch(): Promise<void> {
  await until("a status comment of the completed program", async () => {
    const status = (await stage.reading.comments(issue)).filter(({ body }) => hasStatusMarker(body));
    for (const { id } of status) statusIds.add(id);
    return status.some(({ body }) => body.includes("Completed"));
  });
}

describe("a program's life", () => {
  it("ends each iteration as it deserves", () => {
    const ends = world.events.flatMap((event) => {
      if (event.type === "iteration.accept") return [`${event.iteration} accepted ${event.metric}`];
      if (event.type === "iteration.reject") return [`${event.iteration} rejected: ${event.reason}`];
      if (event.type === "iteration.error") return [`${event.iteration} error: ${event.reason}`];
      return [];
    });
    expect(ends).toMatchInlineSnapshot(`
      [
        "0 accepted 5",
        "1 accepted 11",
        "2 rejected: Worse than the best so far (11).",
        "3 error: The run broke: The agent ended with exit code 3. Its last lines: out of ideas",
        "4 rejected: CI failed: ci / test.",
        "5 accepted 15",
      ]
    `);
  });

  it("leaves everything whole and in agreement with the journal", async () => {
    await expectWhole(stage, world);
  });

  it("has one branch and one pull request in the repository, and one status comment that was never another", () => {
    expect(world.branches).toEqual(["autoloop/a-large-number"]);
    expect(statusIds).toEqual(new Set(world.statusComments));
  });

  it("commits as the app, with trailers, and takes back what CI refused by another commit", async () => {
    const [last, ...older] = world.commits;
    expect(parseTrailers(last?.commit.message ?? "")).toMatchObject({ program: world.name, iteration: 5 });
    expect(world.commits.map(({ commit }) => commit.message.split("\n")[0])).toMatchInlineSnapshot(`
      [
        "[Autoloop: a-large-number] Iteration 5: Try number 5 for @ everyone, fi…",
        "[Autoloop: a-large-number] Take back iteration 4, which was not kept",
        "[Autoloop: a-large-number] Iteration 4: Try number 4 for @ everyone, fi…",
        "[Autoloop: a-large-number] Iteration 1: Try number 1 for @ everyone, fi…",
      ]
    `);
    expect(older).toHaveLength(3);
    expect(await stage.reading.file(`autoloop/${world.name}`, "src/value.txt")).toBe("15\n");
    for (const { commit, author } of world.commits) {
      expect(commit.message).not.toMatch(/@everyone|#1\b|\[skip ci\]/);
      expect(author?.login ?? commit.author.name).toBe(SELF);
      // GitHub commits, and signs, what it is asked for by `createCommitOnBranch`.
      if (parseTrailers(commit.message) !== null) expect(commit.committer.name).toBe("GitHub");
    }
  });

  it("only ever adds to its journal", async () => {
    const path = `${stage.base}/commits?sha=${encodeURIComponent(MEMORY_BRANCH)}&per_page=100`;
    const { body } = await stage.maintainer<readonly Commit[]>("GET", path);
    const journal = memoryPath.segment(world.name, 1);
    const versions = await Promise.all(body.map(({ sha }) => stage.reading.file(sha, journal)));
    expect(versions.length).toBeGreaterThan(5);
    for (const [index, newer] of versions.entries()) {
      expect(newer.startsWith(versions[index + 1] ?? "")).toBe(true);
    }
  });

  it("completes: other label, final report, the issue open and its text untouched", () => {
    expect(world.issue.labels.map(({ name }) => name)).toEqual(["autoloop-completed"]);
    expect(world.issue).toMatchObject({ state: "open", body: BODY });
    expect(world.notices.map(({ kind }) => kind)).toEqual(["completed"]);
  });
});
