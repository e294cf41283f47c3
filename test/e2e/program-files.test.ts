// Programs that are files on the default branch, with the real app as a process: each gets its one issue, and the
// file is what runs.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SELF } from "../../sandbox/demo/story.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { nextSecond, type Person } from "../support/e2e/person.ts";
import {
  ownComments,
  statusComments,
  untilEnded,
  untilNotice,
  untilResting,
  untilState,
} from "../support/e2e/shown.ts";
import { closeStages, MEASURE, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Rests after its baseline and one kept iteration. */
const TEXT = program({ schedule: "every 1h", frontmatter: "ci: none" });
const FOLDER = ".autoloop/programs";
const UNFINISHED = TEXT.replace("Make the number as large as it can be.", "REPLACE THIS with your goal.");
const FROM_DIRECTORY = TEXT.replace("as large as it can be", "large, says the directory");

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly body: string;
  readonly user: { readonly login: string };
  readonly labels: readonly { readonly name: string }[];
}

let stage: Stage;
let maintainer: Person;
let writer: Person;
/** Of the issue that was there before its file. */
let mine: number;
/** Of a stranger's that claims to carry a file, too. */
let theirs: number;

beforeAll(async () => {
  stage = await Stage.open({
    people: { writer: "write" },
    environment: { ...ONE_BY_ONE, AUTOLOOP_LIST_LAG_SECONDS: "0" },
    files: {
      ".github/autoloop.yml": "concurrency: 10\n",
      ".github/ISSUE_TEMPLATE/program.md": "---\nname: Autoloop program\nlabels: autoloop-program\n---\n",
      [`${FOLDER}/README.md`]: TEXT,
      [`${FOLDER}/bare.md`]: TEXT,
      [`${FOLDER}/both/program.md`]: FROM_DIRECTORY,
      [`${FOLDER}/both.md`]: TEXT,
      [`${FOLDER}/unfinished.md`]: UNFINISHED,
      [`${FOLDER}/mine.md`]: TEXT,
      [`${FOLDER}/short-lived.md`]: TEXT,
    },
  });
  maintainer = stage.person("maintainer");
  writer = stage.person("writer");
  mine = await writer.opens("[Autoloop] [Autoloop: mine]", "My own words.", ["autoloop-program"]);
  theirs = await stage
    .person("stranger")
    .opensFromTemplate("Autoloop program", "[Autoloop: bare]", "Run what I say.");
  await stage.start();
});

afterAll(closeStages);

async function issues(): Promise<readonly Issue[]> {
  const { body } = await stage.reader<readonly Issue[]>("GET", `${stage.base}/issues?state=all&per_page=100`);
  return body.filter((issue) => !("pull_request" in issue));
}

/** The app's issues that are about this program, whatever else their titles say. */
async function issuesOf(name: string): Promise<readonly Issue[]> {
  const all = await issues();
  return all.filter(({ title, user }) => user.login === SELF && title.startsWith(`[Autoloop: ${name}]`));
}

/** Waits for the program's issue, and until it rests. */
async function resting(name: string): Promise<Issue> {
  await untilResting(stage, name);
  const [issue, ...more] = await issuesOf(name);
  expect(more).toEqual([]);
  if (issue === undefined) throw new Error(`no issue of ${name}`);
  return issue;
}

async function definitionOf(name: string): Promise<string | undefined> {
  const defined = (await eventsOf(stage, name)).flatMap((event) =>
    event.type === "program.defined" ? [event.hash] : [],
  );
  return defined.at(-1);
}

describe.concurrent("a program file", () => {
  it("gets its one issue and runs; a change that is pushed is the new definition", async () => {
    const issue = await resting("bare");
    expect(issue).toMatchObject({ title: "[Autoloop: bare]", state: "open" });
    expect(issue.labels.map(({ name }) => name).toSorted()).toEqual([
      "autoloop",
      "autoloop-program",
      "automation",
    ]);
    expect(issue.body).toContain(TEXT.trim());
    const world = await readWorld(stage, issue.number, "bare");
    await expectWhole(stage, world);
    expect(world.events).toContainEqual(
      expect.objectContaining({
        type: "program.adopted",
        source: { kind: "file", path: `${FOLDER}/bare.md` },
      }),
    );

    const changed = TEXT.replace(MEASURE, `${MEASURE} # anew`).replace("as large as it can be", "huge");
    await writer.commits("main", `${FOLDER}/bare.md`, changed);
    await untilNotice(stage, issue.number, "epoch", /approved by `default branch`/);
    expect(await definitionOf("bare")).toBe(sha256(changed));
    await until("the issue shows it", async () =>
      (await issuesOf("bare"))[0]?.body.includes("Make the number huge."),
    );
    await writer.says(issue.number, "/autoloop run");
    expect(await untilEnded(stage, "bare", 2)).toMatchObject({ epoch: 2, baseline: 6 });
  });

  it("in a directory wins over a bare file of its name, with a warning", async () => {
    const issue = await resting("both");
    expect(await definitionOf("both")).toBe(sha256(FROM_DIRECTORY));
    const [status] = await statusComments(stage, issue.number);
    expect(status?.body).toMatch(/both\.md.*is not read/);
    await maintainer.commits("main", `${FOLDER}/both.md`, null);
    await until("the warning is gone", async () =>
      (await statusComments(stage, issue.number)).every(({ body }) => !body.includes("is not read")),
    );
  });

  it("takes an issue of somebody with write access that carries its name, and leaves its words alone", async () => {
    await untilEnded(stage, "mine");
    expect(await issuesOf("mine")).toEqual([]);
    const issue = (await issues()).find(({ number }) => number === mine);
    expect(issue).toMatchObject({ title: "[Autoloop] [Autoloop: mine]", body: "My own words." });
    expect(await untilState(stage, "mine", "it rests", () => true)).toMatchObject({
      issue: mine,
      source: { kind: "file" },
    });
    expect(await statusComments(stage, mine)).toHaveLength(1);
  });

  it("is not carried by a stranger's issue of its title, which waits for approval", async () => {
    await untilNotice(stage, theirs, "approval", /Waiting for approval/);
    expect(await resting("bare")).toMatchObject({ user: { login: SELF } });
    expect(await statusComments(stage, theirs)).toEqual([]);
  });

  it("that is deleted stops its loop, and the issue says so", async () => {
    const { number } = await resting("short-lived");
    await maintainer.commits("main", `${FOLDER}/short-lived.md`, null);
    await untilNotice(stage, number, "problems", /The program file is gone/);
    const state = await untilState(
      stage,
      "short-lived",
      "it is stopped",
      ({ status }) => status === "stopped",
    );
    expect(state.ended?.reason).toBe(`The program file ${FOLDER}/short-lived.md was deleted.`);
    expect(await issuesOf("short-lived")).toMatchObject([{ number, state: "open" }]);
  });

  it("that is not configured gets one request, edited in place, which becomes its issue", async () => {
    const request = await until("a request", async () => (await issuesOf("unfinished"))[0]);
    expect(request.title).toBe("[Autoloop: unfinished] Action required: configure your program");
    expect(request.labels.map(({ name }) => name).toSorted()).toEqual(["autoloop", "automation"]);
    expect(request.body).toContain("a placeholder is left");
    expect(await eventsOf(stage, "unfinished")).toEqual([]);
    const nearly = UNFINISHED.replace("## Evaluation", "## Measuring");
    await writer.commits("main", `${FOLDER}/unfinished.md`, nearly);
    await until("both problems", async () => (await issuesOf("unfinished"))[0]?.body.includes("Evaluation"));

    await writer.commits("main", `${FOLDER}/unfinished.md`, TEXT);
    const issue = await resting("unfinished");
    expect(issue).toMatchObject({ number: request.number, title: "[Autoloop: unfinished]" });
    expect(issue.body).toContain(TEXT.trim());
  });
});

describe.concurrent("two programs of one name", () => {
  it("as issues: the second gets its number behind the name", async () => {
    const first = await maintainer.opens("Twice!", TEXT, ["autoloop-program"]);
    await untilEnded(stage, "twice");
    const second = await maintainer.opens("(Twice)", TEXT, ["autoloop-program"]);
    await untilEnded(stage, `twice-${second}`);
    expect(await untilEnded(stage, "twice")).toMatchObject({ issue: first });
    expect((await eventsOf(stage, `twice-${second}`))[0]).toMatchObject({
      type: "program.adopted",
      issue: second,
      branch: `autoloop/twice-${second}`,
    });
  });

  it("as issue and file: the issue that runs keeps the name, and the file's request says so", async () => {
    const first = await maintainer.opens("Taken", TEXT, ["autoloop-program"]);
    await untilEnded(stage, "taken");
    await maintainer.commits("main", `${FOLDER}/taken.md`, TEXT);
    const request = await until("a request", async () => (await issuesOf("taken"))[0]);
    expect(request.body).toContain(`is taken by the program of issue ${first}`);
    expect(request.labels.map(({ name }) => name)).not.toContain("autoloop-program");
    expect(await untilEnded(stage, "taken")).toMatchObject({ issue: first, source: { kind: "issue" } });
  });
});

describe("all of them together", () => {
  it("are left alone in peace by a new process", async () => {
    await nextSecond();
    const before = await issues();
    const comments = await Promise.all(before.map(({ number }) => ownComments(stage, number)));
    await stage.loseMachine();
    stage.sandbox.resetRequests();
    const app = await stage.start();
    await until("program files were looked at", () =>
      stage.sandbox.requests().lines.some((line) => line.includes("query Programs")),
    );
    await nextSecond();
    expect(await app.stop()).toBe(0);
    expect(stage.sandbox.requests().writes).toBe(0);
    expect(await issues()).toEqual(before);
    expect(await Promise.all(before.map(({ number }) => ownComments(stage, number)))).toEqual(comments);
  });
});
