// What people and their evaluations get wrong, all in one repository at the same time: each gives one clear message
// or a recorded error, and the good program beside them is not disturbed.
//
// An evaluation that hangs is ended by a time limit of whole minutes, too long for this suite: the runner's own
// tests (test/runner/measure/evaluation.test.ts) hold that it is ended with all that it started.

import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SELF } from "../../sandbox/demo/story.ts";
import { closeStages, MEASURE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

const GOOD = program({ frontmatter: "max-iterations: 1" });
const FENCED = `\`\`\`bash\n${MEASURE}\n\`\`\``;
const DEEP = `x: ${"[".repeat(900)}${"]".repeat(900)}`;
/** A text of as many characters as GitHub takes. */
const padded = (text: string) => text + "m".repeat(65_536 - text.length);
/** Of no other process on the machine. */
const FORKED = "86341.25";

/** Text, and what its one message must name. */
const REFUSED: Readonly<Record<string, readonly [string, RegExp]>> = {
  "an empty body": ["", /Goal|Evaluation|Target/],
  "no evaluation": [GOOD.replace(FENCED, "By feeling."), /Evaluation/],
  "an unclosed fence": [GOOD.replace("\n```\n", "\n"), /fence|close/i],
  "65,536 characters of nothing": [padded(""), /Goal|Evaluation|Target/],
  "65,536 opening brackets": ["[".repeat(65_536), /Goal|Evaluation|Target/],
  "deep YAML": [program({ frontmatter: DEEP }), /frontmatter|nest/i],
  "a target-metric that is no number": [program({ frontmatter: "target-metric: .nan" }), /target-metric/],
  "a schedule of no time": [program().replace("every 1s", "every 0m"), /schedule/],
};

const RUN: Readonly<Record<string, string>> = {
  "two evaluations": `${GOOD}\n\`\`\`bash\necho '{"score": 1000}'\n\`\`\`\n`,
  "CRLF line ends": GOOD.replaceAll("\n", "\r\n"),
  "a byte order mark": `\uFEFF${GOOD}`,
  "65,536 characters in all": padded(`${GOOD}\n## Evolution Strategy\n\n`),
};

/** Script, and what the error must say. */
const BROKEN: Readonly<Record<string, readonly [string, RegExp]>> = {
  text: ["echo The score is very good", /score|metric|JSON/],
  NaN: ["echo '{\"score\": NaN}'", /score|metric|JSON|number/],
  nothing: ["true", /printed nothing|no (?:metric|output)|score/],
  "100,000 lines": ["seq 100000", /score|metric|JSON/],
  "an exit code": [`${MEASURE}\nexit 7`, /exit code 7/],
  "forks that stay": [`for n in $(seq 30); do sleep ${FORKED} & done`, /score|metric|nothing/],
};

const issues = new Map<string, number>();
const issue = (title: string): number => issues.get(title) ?? 0;
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ files: { ".github/autoloop.yml": "concurrency: 10\n" } });
  await stage.start();
  const open = async (title: string, body: string) => issues.set(title, await stage.openProgram(title, body));
  for (const [title, [body]] of Object.entries(REFUSED)) await open(title, body);
  for (const [title, [evaluation]] of Object.entries(BROKEN))
    await open(title, program({ frontmatter: "max-iterations: 1", evaluation }));
  await open("The good one", GOOD);
  for (const [title, body] of Object.entries(RUN)) await open(title, body);
  for (const title of ["The good one", ...Object.keys(RUN)]) await completed(stage, issue(title));
  for (const title of Object.keys(BROKEN)) {
    const pauses = async () =>
      (await eventsOf(stage, nameOf(title))).some(
        (event) => event.type === "loop.pause" && event.kind === "baseline",
      );
    await until(`a question about ${title}`, pauses);
  }
}, 180_000);

afterAll(closeStages);

/** As the app names a program of that title. */
const nameOf = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

const own = async (title: string) =>
  (await stage.reading.comments(issue(title))).filter(({ user }) => user.login === SELF);

describe("a program beside them", () => {
  it("reaches its first kept iteration", async () => {
    const world = await readWorld(stage, issue("The good one"), "the-good-one");
    await expectWhole(stage, world);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "iteration.accept", iteration: 1, metric: 6 }),
    );
  });
});

describe("a text that cannot run", () => {
  it.each(Object.entries(REFUSED))("gets one clear message: %s", async (title, [, named]) => {
    const comments = await until(`a message about ${title}`, async () => {
      const found = await own(title);
      return found.length > 0 && found;
    });
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain("This program cannot run yet");
    expect(comments[0]?.body).toMatch(named);
  });

  it("gets its message edited in place while it is mended, and then runs", async () => {
    const title = "a schedule of no time";
    const [before] = await own(title);
    const path = `${stage.base}/issues/${issue(title)}`;
    await stage.maintainer("PATCH", path, { body: GOOD.replace("every 1s", "every 0m").replace(FENCED, "") });
    const both = async () =>
      (await own(title)).find(({ body }) => /schedule/.test(body) && /Evaluation/.test(body));
    expect((await until("both problems are named", both)).id).toBe(before?.id);
    expect(await own(title)).toHaveLength(1);

    await stage.maintainer("PATCH", path, { body: GOOD });
    await completed(stage, issue(title));
    expect((await own(title)).find(({ id }) => id === before?.id)?.body).toContain("mended");
  });
});

describe("a text that is unusual and right", () => {
  it.each(Object.keys(RUN))("runs: %s", async (title) => {
    const world = await readWorld(stage, issue(title), nameOf(title));
    await expectWhole(stage, world);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "iteration.accept", iteration: 1, metric: 6 }),
    );
    expect(world.notices.map(({ kind }) => kind)).toEqual(["completed"]);
  });
});

describe("an evaluation that gives no number", () => {
  it.each(Object.entries(BROKEN))("is a recorded error: %s", async (title, [, said]) => {
    const events = await eventsOf(stage, nameOf(title));
    const ends = events.filter(({ type }) => /^iteration\.(?:accept|reject|error)$/.test(type));
    expect(ends).toMatchObject([
      { type: "iteration.error", iteration: 0, reason: expect.stringMatching(said) },
    ]);
    const told = (await own(title)).filter(({ body }) => body.includes("the baseline could not be measured"));
    expect(told).toHaveLength(1);
  });

  it("leaves nothing alive", async () => {
    expect(await processesWith(FORKED)).toEqual([]);
  });
});

/** Command lines of all processes that hold this word. */
async function processesWith(word: string): Promise<readonly string[]> {
  const lines = (await readdir("/proc").catch(() => []))
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
  return (await Promise.all(lines)).filter((line) => line.split("\0").includes(word));
}
