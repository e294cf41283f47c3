// Who starts a program and who stands behind its text, with the real app as a process: nothing of a text runs before
// somebody with write access approved exactly that text.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { memoryPath } from "../../src/domain/program/names.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { nextSecond, type Person } from "../support/e2e/person.ts";
import {
  notices,
  ownComments,
  statusComments,
  untilEnded,
  untilNotice,
  untilReacted,
  untilState,
  untilStatus,
} from "../support/e2e/shown.ts";
import { closeStages, MEASURE, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Rests after its baseline and one iteration. */
const TEXT = program({ schedule: "every 1h", frontmatter: "ci: none" });
const HASH = sha256(TEXT);
/** Says the same thing, measured in the same way. */
const REWORDED = TEXT.replace("as large as it can be", "much larger");
const MEASURED_TWICE = TEXT.replace(
  MEASURE,
  MEASURE.replace("$(cat", "$((2 * $(cat").replace("txt)", "txt)))"),
);
const CONFIG = ".github/autoloop.yml";
const TEMPLATE = ".github/ISSUE_TEMPLATE/autoloop-program.md";

let stage: Stage;
let maintainer: Person;
let stranger: Person;
let triager: Person;
let writer: Person;

beforeAll(async () => {
  stage = await Stage.open({
    environment: ONE_BY_ONE,
    people: { triager: "triage", writer: "write" },
    files: {
      [CONFIG]: "concurrency: 10\n",
      [TEMPLATE]: readFileSync(new URL("../../templates/autoloop-program.md", import.meta.url), "utf8"),
    },
  });
  [maintainer, stranger, triager, writer] = ["maintainer", "stranger", "triager", "writer"].map((login) =>
    stage.person(login),
  ) as [Person, Person, Person, Person];
  await stage.start();
});

afterAll(closeStages);

/** Hashes of the definitions that iterations were bound to, one for each start. */
async function ran(name: string): Promise<readonly string[]> {
  const events = await eventsOf(stage, name);
  return events.flatMap((event) => (event.type === "iteration.start" ? [event.definition] : []));
}

async function approvedBy(name: string) {
  const events = await eventsOf(stage, name);
  return events.flatMap((event) => (event.type === "program.defined" ? [event.approved_by] : []));
}

describe.concurrent("the label", () => {
  it("by somebody with write access adopts a stranger's issue, and its text runs", async () => {
    const issue = await stranger.opens("By a stranger", TEXT);
    await nextSecond();
    await writer.labels(issue);
    await untilEnded(stage, "by-a-stranger");
    expect(await approvedBy("by-a-stranger")).toMatchObject([{ login: "writer", permission: "write" }]);
    expect(await ran("by-a-stranger")).toEqual([HASH, HASH]);
    await untilStatus(stage, issue, /🟢 Active/);
    expect(await statusComments(stage, issue)).toHaveLength(1);
    expect(await notices(stage, issue, "approval")).toEqual([]);
  });

  it.each([
    {
      title: "By triage",
      open: async () => {
        const issue = await stranger.opens("By triage", TEXT);
        await triager.labels(issue);
        return issue;
      },
    },
    {
      title: "By another app",
      open: async () => {
        const issue = await stranger.opens("By another app", TEXT);
        await stage.otherApp.labels(issue);
        return issue;
      },
    },
    {
      title: "By a template",
      open: () => stranger.opensFromTemplate("Autoloop program", "By a template", TEXT),
    },
  ])(
    "$title gets one comment that says who can approve, and nothing runs before",
    async ({ title, open }) => {
      const name = title.toLowerCase().replaceAll(" ", "-");
      const issue = await open();
      const waiting = await untilNotice(stage, issue, "approval", /`\/autoloop approve`/);
      const refused = await triager.says(issue, "/autoloop approve");
      await stranger.says(issue, "/autoloop approve");
      await nextSecond();
      expect(await ownComments(stage, issue)).toEqual([waiting]);
      expect(await eventsOf(stage, name)).toEqual([]);

      await nextSecond();
      if (title === "By triage") {
        const approval = await writer.says(issue, "/autoloop approve");
        expect(await untilReacted(stage, approval)).toEqual(["+1"]);
        expect(await untilReacted(stage, refused)).toEqual(["confused"]);
      } else {
        await maintainer.unlabels(issue);
        await nextSecond();
        await maintainer.labels(issue);
      }
      await untilEnded(stage, name);
      expect(await ran(name)).toEqual([HASH, HASH]);
      const solved = await untilNotice(stage, issue, "approval", /no longer is/);
      expect(solved.id).toBe(waiting.id);
      expect(await notices(stage, issue, "approval")).toHaveLength(1);
    },
  );
});

describe.concurrent("the text", () => {
  it("is pinned: a stranger's edit waits, nothing new starts, and what runs next is what was approved", async () => {
    const name = "pinned";
    const issue = await stranger.opens("Pinned", TEXT);
    await nextSecond();
    await maintainer.labels(issue);
    await untilEnded(stage, name);
    await nextSecond();
    await stranger.edits(issue, { body: REWORDED });
    const waiting = await untilNotice(stage, issue, "approval", /No iteration starts before/);
    const run = await writer.says(issue, "/autoloop run");
    expect(await untilReacted(stage, run)).toEqual(["rocket"]);
    await untilStatus(stage, issue, /No iteration starts before this is mended/);
    expect(await ran(name)).toEqual([HASH, HASH]);

    await nextSecond();
    await writer.says(issue, "/autoloop approve");
    const state = await untilEnded(stage, name, 2);
    expect(state).toMatchObject({ epoch: 1, definition: { hash: sha256(REWORDED) } });
    expect(await ran(name)).toEqual([HASH, HASH, sha256(REWORDED)]);
    for (const text of [TEXT, REWORDED])
      expect(await stage.reading.file("memory/autoloop", memoryPath.definition(name, sha256(text)))).toBe(
        text,
      );
    expect((await untilNotice(stage, issue, "approval", /no longer is/)).id).toBe(waiting.id);
  });

  it("edited by somebody with write access approves itself; another evaluation opens a new epoch", async () => {
    const name = "measured-anew";
    const issue = await stranger.opens("Measured anew", TEXT);
    await nextSecond();
    await maintainer.labels(issue);
    await untilEnded(stage, name);
    await nextSecond();
    await writer.edits(issue, { body: MEASURED_TWICE });
    await untilNotice(stage, issue, "epoch", /approved by `writer`/);
    await writer.says(issue, "/autoloop run");
    const state = await untilState(
      stage,
      name,
      "a new baseline",
      ({ epoch, baseline }) => epoch === 2 && baseline !== null,
    );
    expect(state).toMatchObject({ baseline: 12, definition: { approved_by: { login: "writer" } } });
    const events = await eventsOf(stage, name);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "iteration.start", iteration: 2, kind: "baseline" }),
    );
    const said = await untilNotice(stage, issue, "epoch", /approved by `writer`/);
    expect(said.body).toContain("Up to iteration 1 it went from 5 to 6.");
    expect(await notices(stage, issue, "approval")).toEqual([]);
  });
});

describe("`unapproved-edits: continue`", () => {
  it("lets the text that was approved last go on running, and says so", async () => {
    const name = "going-on";
    const issue = await stranger.opens("Going on", TEXT);
    await nextSecond();
    await maintainer.labels(issue);
    await untilEnded(stage, name);
    await maintainer.commits("main", CONFIG, "concurrency: 10\nunapproved-edits: continue\n");
    await nextSecond();
    await stranger.edits(issue, { body: REWORDED });
    await untilNotice(stage, issue, "approval", /the text that was approved last goes on running/);
    await writer.says(issue, "/autoloop run");
    await untilEnded(stage, name, 2);
    expect(await ran(name)).toEqual([HASH, HASH, HASH]);

    await nextSecond();
    await writer.edits(issue, { body: `${REWORDED}\n` });
    await untilState(
      stage,
      name,
      "the edit is approved",
      ({ definition }) => definition?.hash === sha256(`${REWORDED}\n`),
    );
    await until("one comment about approval, solved", async () =>
      (await notices(stage, issue, "approval")).every(({ body }) => body.includes("no longer is")),
    );
    expect(await notices(stage, issue, "approval")).toHaveLength(1);
  });
});
