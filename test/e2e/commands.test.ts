// Every command once, with the real app as a process: what it does, and the reaction that says so. The grammar and
// the whole matrix of rights are tested as values (test/text/command, test/domain/authority.test.ts).

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { installationToken } from "../../sandbox/api.ts";
import { iterationOf, sameStatus } from "../../src/text/format/markers.ts";
import { nextSecond, Person } from "../support/e2e/person.ts";
import {
  answers,
  notices,
  ownComments,
  reactions,
  statusComments,
  untilEnded,
  untilNotice,
  untilReacted,
  untilResting,
  untilState,
  untilStatus,
} from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Rests after its baseline and one kept iteration. */
const TEXT = program({ schedule: "every 1h", frontmatter: "ci: none" });

/** Raises the value and leaves its prompt behind. */
const agent = (notes: string) => `
name=$(sed -n 's/.*"program":"\\([a-z-]*\\)","iteration":\\([0-9]*\\).*/\\1-\\2/p' "$AUTOLOOP_CONTEXT")
cp "$AUTOLOOP_PROMPT" "${notes}/prompt-$name.md"
echo $(($(cat src/value.txt) + 1)) > src/value.txt
`;

let stage: Stage;
let maintainer: Person;
let stranger: Person;
let triager: Person;
let writer: Person;

beforeAll(async () => {
  stage = await Stage.open({
    agent,
    environment: ONE_BY_ONE,
    people: { triager: "triage", writer: "write" },
    files: { ".github/autoloop.yml": "concurrency: 10\n" },
  });
  maintainer = stage.person("maintainer");
  stranger = stage.person("stranger");
  triager = stage.person("triager");
  writer = stage.person("writer");
  await stage.start();
});

afterAll(closeStages);

/** A program at rest, whose issue the maintainer opened. */
async function resting(title: string): Promise<number> {
  const issue = await maintainer.opens(title, TEXT, ["autoloop-program"]);
  await untilResting(stage, title.toLowerCase());
  return issue;
}

/** Says it and waits for the app's reaction. */
async function said(who: Person, issue: number, words: string): Promise<readonly string[]> {
  return untilReacted(stage, await who.says(issue, words));
}

async function heard(name: string) {
  return (await eventsOf(stage, name)).flatMap((event) => (event.type === "command.received" ? [event] : []));
}

/** Ticks a box of the status comment, which the app must not be about to edit. */
async function ticks(who: Person, issue: number, box: string): Promise<void> {
  const marked = (mark: string) => `- [${mark}] <!-- autoloop:${box} -->`;
  const { id, body } = await untilStatus(stage, issue, new RegExp(`- \\[ \\] <!-- autoloop:${box} -->`));
  await who.rewrites(id, body.replace(marked(" "), marked("x")));
}

async function unticked(issue: number): Promise<void> {
  await until("no box is ticked", async () =>
    (await statusComments(stage, issue)).every(({ body }) => !body.includes("- [x]")),
  );
}

describe.concurrent("a question", () => {
  it("is answered in a comment of its own, below it", async () => {
    const issue = await resting("Asked");
    const answered = (what: RegExp) =>
      until(`an answer that says ${what}`, async () =>
        (await answers(stage, issue)).find(({ body }) => what.test(body)),
      );
    expect(await said(triager, issue, "/autoloop status")).toEqual(["+1"]);
    const first = await answered(/Status of asked/);
    expect(await said(writer, issue, "/autoloop doctor")).toEqual(["+1"]);
    await answered(/\*\*CI:\*\*/);
    expect(await said(writer, issue, "/AutoLoop  asked: help")).toEqual(["+1"]);
    await answered(/\/autoloop set KEY VALUE/);
    expect(await said(writer, issue, "/autoloop resum")).toEqual(["confused"]);
    await answered(/Did you mean `\/autoloop resume`\?/);
    expect(await said(writer, issue, "/autoloop other: pause")).toEqual(["confused"]);
    const last = await answered(/There is no program `other` here/);
    expect(last.id).toBeGreaterThan(first.id);
    expect(await answers(stage, issue)).toHaveLength(5);
    expect((await heard("asked")).map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
      "status done",
      "doctor done",
      "help done",
      "unknown unusable",
      "pause unusable",
    ]);
  });
});

describe.concurrent("an order", () => {
  it("`pause`, `run`, `resume`, `stop`, `retry`, `approve` does what it says, and its reaction tells", async () => {
    const issue = await resting("Ordered");
    expect(await said(triager, issue, "/autoloop pause until @everyone is back")).toEqual(["+1"]);
    const notice = await untilNotice(stage, issue, "paused", /Paused by `triager`/);
    expect(notice.body).toContain("until `@everyone` is back");
    await untilStatus(stage, issue, /⏸️ Paused/);
    expect(await said(writer, issue, "/autoloop run")).toEqual(["rocket"]);
    await until("an answer", async () => (await answers(stage, issue))[0]?.body.includes("/autoloop resume"));
    expect(await untilEnded(stage, "ordered")).toMatchObject({ status: "paused", last_iteration: 1 });

    expect(await said(writer, issue, "/autoloop resume")).toEqual(["+1"]);
    expect(await untilEnded(stage, "ordered", 2)).toMatchObject({ status: "active", requested: null });
    expect(await said(triager, issue, "/autoloop stop")).toEqual(["+1"]);
    await untilStatus(stage, issue, /⏹️ Stopped/);
    expect(await said(writer, issue, "/autoloop retry")).toEqual(["rocket"]);
    expect(await untilEnded(stage, "ordered", 3)).toMatchObject({
      status: "active",
      run: { trigger: "command" },
    });
    expect(await said(writer, issue, "/autoloop approve")).toEqual(["+1"]);
    expect((await heard("ordered")).map(({ verb, by }) => `${verb} ${by.login} ${by.permission}`)).toEqual([
      "pause triager triage",
      "run writer write",
      "resume writer write",
      "stop triager triage",
      "retry writer write",
      "approve writer write",
    ]);
  });

  it("in free words is an instruction for exactly one iteration, which starts at once", async () => {
    const issue = await resting("Instructed");
    expect(await said(writer, issue, "/autoloop try a walrus")).toEqual(["rocket"]);
    await untilEnded(stage, "instructed", 2);
    expect(await said(writer, issue, "/autoloop run")).toEqual(["rocket"]);
    await untilEnded(stage, "instructed", 3);
    expect(await stage.note("prompt-instructed-2.md")).toContain("try a walrus");
    expect(await stage.note("prompt-instructed-3.md")).not.toContain("walrus");
    const told = await until("all comments", async () => {
      const all = (await ownComments(stage, issue)).filter(({ body }) => iterationOf(body) !== null);
      return all.length === 4 && all;
    });
    expect(told.map(({ body }) => /steered by/i.test(body))).toEqual([false, false, true, false]);
  });

  it("`set` counts instead of the text, is shown, and is checked like the text", async () => {
    const issue = await resting("Set");
    expect(await said(writer, issue, "/autoloop set schedule every 2h")).toEqual(["+1"]);
    await untilStatus(stage, issue, /`schedule`: `every 2h` by `writer`/);
    expect(await said(writer, issue, "/autoloop set schedule every 0m")).toEqual(["confused"]);
    expect(await said(writer, issue, "/autoloop set metric other")).toEqual(["confused"]);
    await until("an answer", async () =>
      (await answers(stage, issue))[1]?.body.includes("edit the text of the issue instead"),
    );
    expect(await said(writer, issue, "/autoloop set target-metric 6")).toEqual(["+1"]);
    await untilNotice(stage, issue, "completed", /target metric of 6 is reached/);
    const { overrides } = await untilState(
      stage,
      "set",
      "it is completed",
      ({ status }) => status === "completed",
    );
    expect(overrides).toEqual([
      { key: "schedule", value: "every 2h", by: "writer" },
      { key: "target-metric", value: "6", by: "writer" },
    ]);
  });
});

describe.concurrent("what is no order", () => {
  it("comes from somebody who may not: one 😕, a line in the journal, and no comment", async () => {
    const issue = await resting("Refused");
    const before = await ownComments(stage, issue);
    const refused: readonly (readonly [Person, string])[] = [
      [triager, "/autoloop resume"],
      [triager, "/autoloop retry"],
      [triager, "/autoloop set ci none"],
      [triager, "/autoloop approve"],
      [triager, "/autoloop rewrite everything"],
    ];
    const unheard = await Promise.all(
      ["status", "puase", "pause", "run"].map((verb) => stranger.says(issue, `/autoloop ${verb}`)),
    );
    const shown = await Promise.all(refused.map(([who, words]) => said(who, issue, words)));
    expect(shown).toEqual(refused.map(() => ["confused"]));
    expect((await heard("refused")).map(({ outcome }) => outcome)).toEqual(refused.map(() => "refused"));
    for (const comment of unheard) expect(await reactions(stage, comment)).toEqual([]);
    expect((await ownComments(stage, issue)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await untilEnded(stage, "refused")).toMatchObject({
      ...{ status: "active", requested: null, overrides: [], last_iteration: 1 },
    });
  });

  it("comes from an app, this one included, or is only quoted", async () => {
    const issue = await resting("Unheard");
    const { url, privateKey } = stage.sandbox;
    const self = new Person(
      stage.sandbox.api(await installationToken(url, stage.sandbox, privateKey)),
      stage.base,
    );
    const comments = [
      await self.says(issue, "/autoloop stop"),
      await stage.otherApp.says(issue, "/autoloop stop"),
      await stranger.says(issue, "> /autoloop stop"),
      await triager.says(issue, "```\n/autoloop stop\n```"),
    ];
    expect(await said(triager, issue, "/autoloop status")).toEqual(["+1"]);
    expect((await heard("unheard")).map(({ verb }) => verb)).toEqual(["status"]);
    for (const comment of comments) expect(await reactions(stage, comment)).toEqual([]);
    expect(await untilEnded(stage, "unheard")).toMatchObject({ status: "active" });
  });

  it("was edited into a comment later: it counts once, and everybody behind the comment must have the right", async () => {
    const issue = await resting("Edited");
    const own = await writer.says(issue, "Nice.");
    expect(await untilReacted(stage, own)).toEqual(["eyes"]);
    await nextSecond();
    await writer.rewrites(own, "/autoloop pause");
    await untilState(stage, "edited", "it is paused", ({ status }) => status === "paused");
    await until("its reaction", async () => (await reactions(stage, own)).includes("+1"));
    expect(await said(maintainer, issue, "/autoloop resume")).toEqual(["+1"]);
    const theirs = await stranger.says(issue, "Nice.");
    await nextSecond();
    await writer.rewrites(theirs, "/autoloop pause");
    expect(await untilReacted(stage, theirs)).toEqual(["confused"]);
    expect(await untilEnded(stage, "edited")).toMatchObject({ status: "active" });
    expect((await heard("edited")).map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual([
      "pause done",
      "resume done",
      "pause refused",
    ]);
  });
});

describe.concurrent("a check box of the status comment", () => {
  it("acts when somebody with write access ticks it, and is unticked", async () => {
    const issue = await resting("Boxes");
    await ticks(writer, issue, "run-now");
    await untilResting(stage, "boxes", 2);
    await unticked(issue);
    await ticks(writer, issue, "pause");
    await untilNotice(stage, issue, "paused", /Paused by `writer`/);
    await unticked(issue);
    await ticks(maintainer, issue, "resume");
    await untilStatus(stage, issue, /🟢 Active/);
    expect((await heard("boxes")).map(({ verb, by }) => `${verb} ${by.login}`)).toEqual([
      "run writer",
      "pause writer",
      "resume maintainer",
    ]);
    expect(await statusComments(stage, issue)).toHaveLength(1);
  });

  it("ticked by anybody else does nothing and is taken back", async () => {
    const issue = await resting("Claws");
    const [status] = await statusComments(stage, issue);
    const path = `/issues/comments/${status?.id}`;
    // GitHub itself lets nobody without write access edit the comments of others, but any app that may write issues.
    for (const who of [stranger, triager])
      expect(await who.tries("PATCH", path, { body: "- [x]" })).toBe(403);
    await ticks(stage.otherApp, issue, "pause");
    await unticked(issue);
    const [after, ...more] = await statusComments(stage, issue);
    expect([after?.id, more]).toEqual([status?.id, []]);
    expect(sameStatus(after?.body ?? "", status?.body ?? "")).toBe(true);
    expect(await untilEnded(stage, "claws")).toMatchObject({ status: "active", pause: null });
    expect(await notices(stage, issue, "paused")).toEqual([]);
    // An app has no role, so nothing of what it wants is written down.
    expect(await heard("claws")).toEqual([]);
  });
});
