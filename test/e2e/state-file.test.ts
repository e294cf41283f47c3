// The state file both ways, with the real app as a process: what people write into its sections stays byte for byte,
// what they change in its table is a command or is put back, and it always shows what the journal says.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import { parseStateFile } from "../../src/text/state-file/state-file.ts";
import { nextSecond, type Person } from "../support/e2e/person.ts";
import {
  notices,
  untilEnded,
  untilNotice,
  untilResting,
  untilState,
  untilStatus,
} from "../support/e2e/shown.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

const NAME = "number";
const PATH = memoryPath.state(NAME);
/** Blanks, tabs, no line end, HTML, other scripts: what an editor may leave behind. */
const LESSONS = "\n  - Steps of `1`\tare  slow.   \n- Größer ist besser 🙂 <!-- mine -->\n\n\n* * *\n";
const POPULATION = "## 🧬 Population\n\n| id | fitness |\n|--|--|\n| `c1` | 3 |\n\n";

let stage: Stage;
let maintainer: Person;
let writer: Person;
let issue: number;

beforeAll(async () => {
  stage = await Stage.open({
    people: { writer: "write" },
    files: { ".github/autoloop.yml": "ci: none\n" },
  });
  maintainer = stage.person("maintainer");
  writer = stage.person("writer");
  await stage.start();
  issue = await maintainer.opens("Number", program({ schedule: "every 1h", frontmatter: "" }), [
    "autoloop-program",
  ]);
  await untilResting(stage, NAME);
}, 180_000);

afterAll(closeStages);

const file = () => stage.reading.file(MEMORY_BRANCH, PATH);

/** Commits another text of the state file. */
async function changes(who: Person, change: (text: string) => string): Promise<void> {
  await nextSecond();
  await who.commits(MEMORY_BRANCH, PATH, change(await file()));
}

const row = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);

async function edits() {
  return (await eventsOf(stage, NAME)).flatMap((event) => (event.type === "state.edited" ? [event] : []));
}

/** Text of a section, without its heading. */
async function section(title: string): Promise<string | undefined> {
  return parseStateFile(await file()).sections.find((one) => one.title.includes(title))?.body;
}

describe("the state file", () => {
  it("pauses the program when somebody with write access says so in its table, and lets it go on", async () => {
    await changes(writer, (text) => row("Pause Reason", "the release")(row("Paused", "true")(text)));
    const paused = await untilState(stage, NAME, "it is paused", ({ status }) => status === "paused");
    expect(paused.pause).toMatchObject({
      kind: "state-edited",
      reason: "Changed in the state file by writer: the release",
      by: { login: "writer", permission: "write" },
    });
    await untilStatus(stage, issue, /⏸️ Paused/);
    await untilNotice(stage, issue, "paused", /Paused by `writer`/);
    expect(await edits()).toMatchObject([
      { by: { login: "writer" }, fields: ["Paused", "Pause Reason"], put_back: [] },
    ]);
    expect(parseStateFile(await file())).toMatchObject({ paused: true, problems: [] });

    await changes(maintainer, row("Paused", "false"));
    await untilState(stage, NAME, "it goes on", ({ status }) => status === "active");
    await untilStatus(stage, issue, /🟢 Active/);
    expect(parseStateFile(await file())).toMatchObject({ paused: false, pauseReason: null });
    expect(await notices(stage, issue, "put-back")).toEqual([]);
  });

  it("gets back what nobody may claim, and one comment says so", async () => {
    const before = await file();
    await changes(maintainer, row("Best Metric", "9000"));
    const notice = await untilNotice(stage, issue, "put-back", /Best Metric/);
    await until("it is put back", async () => (await file()) === before);
    await changes(stage.otherApp, row("Paused", "true"));
    await untilNotice(stage, issue, "put-back", /Paused/);
    await until("it is put back", async () => (await file()) === before);
    expect((await edits()).slice(2)).toMatchObject([
      { by: { login: "maintainer" }, fields: ["Best Metric"], put_back: ["Best Metric"] },
      { by: { login: "github-actions[bot]" }, fields: ["Paused"], put_back: ["Paused"] },
    ]);
    expect((await notices(stage, issue, "put-back")).map(({ id }) => id)).toEqual([notice.id]);
    expect(await untilEnded(stage, NAME)).toMatchObject({ status: "active", best: { metric: 6 } });
  });

  it("keeps every byte that people wrote into its sections while the rest goes on", async () => {
    await changes(writer, (text) =>
      text
        .replace(/(## 📚 Lessons Learned\n)[\s\S]*?(\n---)/, (_, head, tail) => head + LESSONS + tail)
        .replace("## 📊 Iteration History", `${POPULATION}## 📊 Iteration History`),
    );
    const said = [await section("Lessons"), await section("Population")];
    expect(said[0]).toContain(LESSONS);
    await maintainer.says(issue, "/autoloop run");
    await untilEnded(stage, NAME, 2);
    expect([await section("Lessons"), await section("Population")]).toEqual(said);
    expect(parseStateFile(await file())).toMatchObject({ bestMetric: 7, problems: [] });
    expect(await edits()).toHaveLength(4);
  });
});
