// What becomes of a program when something happens to its issue: the rows of docs/issue-events.md that are about the
// issue itself, with the real app as a process. Transferring and converting cannot be played on the sandbox: for the
// app both look like deleting.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { canonicalBranch } from "../../src/domain/program/names.ts";
import { iterationOf } from "../../src/text/format/markers.ts";
import { nextSecond, type Person } from "../support/e2e/person.ts";
import {
  ownComments,
  reactions,
  statusComments,
  untilEnded,
  untilReacted,
  untilResting,
  untilState,
  untilStatus,
} from "../support/e2e/shown.ts";
import { closeStages, ONE_BY_ONE, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Rests after its baseline and one kept iteration. */
const TEXT = program({ schedule: "every 1h", frontmatter: "ci: none" });

/** Raises the value; that of the program `patient` waits for the note `go`. */
const agent = (notes: string) => `
if grep -q '"program":"patient"' "$AUTOLOOP_CONTEXT"; then
  echo began >> ${notes}/started
  until [ -e ${notes}/go ]; do sleep 0.05; done
fi
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
    people: { boss: "admin", triager: "triage", writer: "write" },
    files: { ".github/autoloop.yml": "concurrency: 10\n" },
  });
  maintainer = stage.person("maintainer");
  stranger = stage.person("stranger");
  triager = stage.person("triager");
  writer = stage.person("writer");
  await stage.start();
});

afterAll(closeStages);

/** A program at rest. */
async function resting(title: string): Promise<number> {
  const issue = await maintainer.opens(title, TEXT, ["autoloop-program"]);
  await untilResting(stage, title.toLowerCase());
  await nextSecond();
  return issue;
}

const stopped = (name: string, reason: string) =>
  untilState(
    stage,
    name,
    "it is stopped",
    ({ status, ended }) => status === "stopped" && ended?.reason === reason,
  );

/** Iterations that the app commented on. */
async function told(issue: number): Promise<readonly number[]> {
  return (await ownComments(stage, issue)).flatMap(({ body }) => iterationOf(body)?.number ?? []);
}

describe.concurrent("a program's issue", () => {
  it("retitled: name, branch and pull request stay what they were", async () => {
    const issue = await resting("Retitled");
    await stranger.tries("PATCH", `/issues/${issue}`, { title: "Hijacked" });
    await maintainer.edits(issue, { title: "[Autoloop: something-else]" });
    await writer.says(issue, "/autoloop run");
    await untilEnded(stage, "retitled", 2);
    await until("everything is shown", async () => (await told(issue)).length === 3);
    await expectWhole(stage, await readWorld(stage, issue, "retitled"));
    expect(await eventsOf(stage, "something-else")).toEqual([]);
    expect(await stage.reading.branches()).not.toContain(canonicalBranch("something-else"));
  });

  it("locked: the loop goes on without a word, and says after unlocking what was missed", async () => {
    const issue = await resting("Locked");
    const before = await ownComments(stage, issue);
    await maintainer.locks(issue);
    const command = await writer.says(issue, "/autoloop run");
    await untilEnded(stage, "locked", 2);
    await untilStatus(stage, issue, /\b7\b.*iteration 2/s);
    expect((await ownComments(stage, issue)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await reactions(stage, command)).toEqual([]);

    await maintainer.unlocks(issue);
    await until("iteration 2 is told", async () => (await told(issue)).includes(2));
    expect(await told(issue)).toEqual([0, 1, 2]);
    expect(await untilReacted(stage, command)).toEqual(["rocket"]);
  });

  it("closed while an iteration is in flight: stopped; the run is recorded and not used", async () => {
    const issue = await stranger.opens("Patient", TEXT);
    await nextSecond();
    await maintainer.labels(issue);
    await until("the agent has begun", async () => (await stage.agentsBegun()) > 0);
    await stranger.edits(issue, { state: "closed" });
    await stopped("patient", "The issue was closed.");
    await stage.leave("go");
    await untilStatus(stage, issue, /⏹️ Stopped/);
    expect(await eventsOf(stage, "patient")).toContainEqual(
      expect.objectContaining({
        type: "iteration.error",
        iteration: 1,
        reason: expect.stringContaining("Stopped before it ended."),
      }),
    );
    expect(await stage.reading.branches()).not.toContain(canonicalBranch("patient"));

    // Its author may reopen what they closed themselves, and starts nothing by that.
    await nextSecond();
    await stranger.edits(issue, { state: "open" });
    await nextSecond();
    expect(await stopped("patient", "The issue was closed.")).toMatchObject({ last_iteration: 1 });
    await maintainer.unlabels(issue);
    await nextSecond();
    await maintainer.labels(issue);
    const again = await untilState(stage, "patient", "it runs again", ({ status }) => status === "active");
    expect(again.run?.trigger).toBe("label");
  });

  it("closed and reopened by somebody with write access: a new run, and numbers, best and branch go on", async () => {
    const issue = await resting("Reopened");
    const first = await untilEnded(stage, "reopened");
    await writer.edits(issue, { state: "closed" });
    await stopped("reopened", "The issue was closed.");
    await untilStatus(stage, issue, /⏹️ Stopped/);
    await nextSecond();
    await writer.edits(issue, { state: "open" });
    const second = await untilState(stage, "reopened", "it is on again", ({ status }) => status === "active");
    expect(second.run?.id).not.toBe(first.run?.id);
    expect(second).toMatchObject({ best: first.best, branch: first.branch, last_iteration: 1, epoch: 1 });
    await writer.says(issue, "/autoloop run");
    await untilEnded(stage, "reopened", 2);
    await until("everything is shown", async () => (await told(issue)).length === 3);
    await expectWhole(stage, await readWorld(stage, issue, "reopened"));
  });

  it("unlabelled: stopped until somebody with write access puts the label on again", async () => {
    const issue = await resting("Unlabelled");
    await triager.unlabels(issue);
    await stopped("unlabelled", "The label autoloop-program was taken off.");
    await untilStatus(stage, issue, /⏹️ Stopped/);
    await nextSecond();
    await triager.labels(issue);
    const command = await triager.says(issue, "/autoloop status");
    expect(await untilReacted(stage, command)).toEqual(["+1"]);
    await stopped("unlabelled", "The label autoloop-program was taken off.");
    await writer.unlabels(issue);
    await nextSecond();
    await writer.labels(issue);
    await untilState(stage, "unlabelled", "it is on again", ({ status }) => status === "active");
    expect(await statusComments(stage, issue)).toHaveLength(1);
  });

  it("deleted: stopped, the journal says so, and branch and pull request stay", async () => {
    const issue = await resting("Deleted");
    await stage.person("boss").deletes(issue);
    await stopped("deleted", "The issue is gone.");
    expect(await stage.reading.branches()).toContain("autoloop/deleted");
    expect((await stage.reading.pulls()).filter(({ head }) => head.ref === "autoloop/deleted")).toHaveLength(
      1,
    );
    expect(await eventsOf(stage, "deleted")).toContainEqual(
      expect.objectContaining({ type: "loop.stop", by: null, reason: "The issue is gone." }),
    );
  });
});
