// A repository that an older edition ran for months (fixtures/upgrade), with the real app as a process: the first
// pass takes it over, a second one changes nothing.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SELF } from "../../sandbox/demo/story.ts";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { isMovedComment } from "../../src/text/comments/moved-comment.ts";
import { hasStatusMarker } from "../../src/text/format/markers.ts";
import { parseStateFile } from "../../src/text/state-file/state-file.ts";
import { ownComments, stateOf, untilEnded } from "../support/e2e/shown.ts";
import { closeStages, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

const NAME = "parcel-sorter";
const LEGACY = `autoloop/${NAME}-4f1d9c2`;
const OLD_BOT = "github-actions[bot]";

const fixture = (file: string) =>
  readFileSync(new URL(`../../fixtures/upgrade/${file}`, import.meta.url), "utf8");

/** Measures how many buckets there are; fewer than on the older edition's branch is better still. */
const FILES = {
  ".github/autoloop.yml": "ci: none\n",
  "src/sort.mjs": "export const BUCKETS = 256;\n",
  "evaluate.mjs":
    'import { BUCKETS } from "./src/sort.mjs";\nconsole.log(JSON.stringify({ sort_ms: BUCKETS + 50 }));\n',
};

interface Pull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly user: { readonly login: string };
  readonly head: { readonly ref: string; readonly sha: string };
}

let stage: Stage;
let issue: number;
let oldIssues: readonly number[];
let oldPull: number;
let oldStatus: number;

beforeAll(async () => {
  stage = await Stage.open({ files: FILES, agent: () => 'echo "export const BUCKETS = 32;" > src/sort.mjs' });
  const { otherApp: bot } = stage;
  issue = await stage.openProgram("Parcel sorter", fixture("program.md"));
  oldIssues = [
    await bot.opens(`[Autoloop: ${NAME}] Steering`, "Steer here."),
    await bot.opens(`[Autoloop: ${NAME}] Experiment Log 2025-12`, "All runs."),
  ];
  await bot.branches(LEGACY);
  await bot.commits(LEGACY, "src/sort.mjs", "export const BUCKETS = 64;\n");
  oldPull = await bot.asksToPull(LEGACY, `[Autoloop: ${NAME}] Sort by bucket`, "By the older edition.");
  await bot.branches(MEMORY_BRANCH);
  await bot.commits(MEMORY_BRANCH, memoryPath.state(NAME), fixture(`${NAME}.md`));
  oldStatus = await bot.says(issue, fixture("status-comment.md"));
  expect([issue, ...oldIssues, oldPull]).toEqual([1, 2, 3, 4]);
  await stage.start();
  await untilEnded(stage, NAME, 44);
  await until("the pull request tells of iteration 44", async () => (await pulls())[0]?.body.includes("32"));
}, 180_000);

afterAll(closeStages);

const file = () => stage.reading.file(MEMORY_BRANCH, memoryPath.state(NAME));

async function pulls(): Promise<readonly Pull[]> {
  return (await stage.reader<readonly Pull[]>("GET", `${stage.base}/pulls?state=all`)).body;
}

describe("a repository of the older edition", () => {
  it("goes on with the facts of its state file, which keeps its history and what people wrote", async () => {
    expect((await eventsOf(stage, NAME))[0]).toMatchObject({
      type: "program.adopted",
      branch: LEGACY,
      imported: { iterations: 42, best: 118.5, pull_request: oldPull, last_run: "2025-12-31T21:40:12.000Z" },
    });
    const before = parseStateFile(fixture(`${NAME}.md`));
    const after = parseStateFile(await file());
    expect(after).toMatchObject({ problems: [], issue, branch: LEGACY, bestMetric: 82 });
    for (const title of ["Lessons Learned", "Population"]) {
      const bodyOf = ({ sections }: typeof before) => sections.find((one) => one.title.includes(title))?.body;
      expect(bodyOf(after)).toBe(bodyOf(before));
    }
    expect(await file()).not.toMatch(/Steering Issue|Experiment Log/);
    expect(await file()).toContain("Two passes instead of three");
    expect(await file()).toContain("Iters 1–40");
  });

  it("has its status comment of another bot edited in place, and no second one", async () => {
    const marked = (await stage.reading.comments(issue)).filter(({ body }) => hasStatusMarker(body));
    expect(marked).toMatchObject([{ id: oldStatus, user: { login: OLD_BOT } }]);
    expect(marked[0]?.body).toMatch(/🟢 Active.*\b82\b/s);
  });

  it("has its branch measured anew, and goes on in the pull request that is open", async () => {
    const state = await stateOf(stage, NAME);
    expect(state?.recent.map(({ number, kind, verdict, metric }) => [number, kind, verdict, metric])).toEqual(
      [
        [43, "baseline", "accepted", 114],
        [44, "improve", "accepted", 82],
      ],
    );
    expect(await pulls()).toMatchObject([
      {
        number: oldPull,
        state: "open",
        title: `[Autoloop: ${NAME}]`,
        user: { login: OLD_BOT },
        head: { ref: LEGACY },
      },
    ]);
    expect((await stage.reading.branches()).toSorted()).toEqual([LEGACY, "main", MEMORY_BRANCH]);
    expect(await stage.reading.file(LEGACY, "src/sort.mjs")).toBe("export const BUCKETS = 32;\n");
  });

  it("has its other issues pointed to the program, each once, and left alone", async () => {
    for (const old of oldIssues) {
      const comments = await stage.reading.comments(old);
      expect(comments.map(({ user, body }) => [user.login, isMovedComment(body)])).toEqual([[SELF, true]]);
      expect(comments[0]?.body).toContain(`lives on issue #${issue} now`);
    }
  });

  it("is not changed by a second pass", async () => {
    const world = async () => ({
      heads: (await stage.reader("GET", `${stage.base}/git/matching-refs/heads/`)).body,
      issues: (await stage.reader("GET", `${stage.base}/issues?state=all`)).body,
      comments: await Promise.all([issue, ...oldIssues].map((one) => stage.reading.comments(one))),
      own: await ownComments(stage, issue),
    });
    const before = await world();
    await stage.loseMachine();
    stage.sandbox.resetRequests();
    const app = await stage.start();
    await until("the program was looked at", () =>
      stage.sandbox.requests().lines.some((line) => line.includes("query Look")),
    );
    expect(await app.stop()).toBe(0);
    expect(stage.sandbox.requests().writes).toBe(0);
    expect(await world()).toEqual(before);
  });
});
