// What a look costs: which requests are made in which situation, and none that nobody needs.

import { describe, expect, it } from "vitest";
import { LABEL, memoryPath } from "../../src/domain/program/names.ts";
import { decide } from "../../src/reconcile/decide.ts";
import { Loop, PROGRAM_TEXT } from "../support/loop/loop.ts";
import { RepositoryLoop } from "../support/loop/repository-loop.ts";
import { upgradeWorld } from "../support/loop/upgrade.ts";

const HOUR = 3_600_000;
const LOOK = ["look", "memory.read"] as const;
/** A process that knows nothing yet learns from the first what to ask of the second. */
const FIRST_LOOK = [...LOOK, ...LOOK] as const;

/** What one reconcile reads. */
async function readsOf(loop: Loop, issue: number): Promise<readonly string[]> {
  loop.github.faults.reads.length = 0;
  await loop.reconcile(issue);
  return [...loop.github.faults.reads];
}

/** A program whose second iteration is committed, and CI is silent. */
async function waiting() {
  const loop = new Loop({ green: false });
  const issue = loop.openProgram();
  for (let round = 0; round < 8; round += 1) await loop.reconcile(issue);
  await loop.clock.advance(HOUR);
  for (let round = 0; round < 4; round += 1) await loop.reconcile(issue);
  return { loop, issue };
}

describe(decide, () => {
  it("asks for no more than a role where an issue is new", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    expect(await readsOf(loop, issue)).toEqual([...FIRST_LOOK, "standing"]);
  });

  it("looks once where nothing happened and no run is in flight", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    await loop.settle(issue);
    expect(await readsOf(loop, issue)).toEqual(LOOK);
    loop.github.closeIssue(issue, "maintainer");
    await loop.settle(issue);
    expect(await readsOf(loop, issue)).toEqual(LOOK);
  });

  it("looks at the run in flight, and at the files of its base once it has something to hand in", async () => {
    const loop = new Loop({ green: false });
    const issue = loop.openProgram();
    await loop.reconcile(issue);
    // The first change may begin with the end of the baseline, so it must be known whether its base is red.
    const [, ...known] = [...LOOK, "run.look", "filesAt"] as const;
    // What was shown at the end of the baseline brought the second look with it.
    expect(await readsOf(loop, issue)).toEqual([...LOOK, "run.look", "checksAt", ...known]);
  });

  it("asks which checks are required once CI has spoken, and what failed once it refused", async () => {
    const green = await waiting();
    expect(await readsOf(green.loop, green.issue)).toEqual([...LOOK, "run.look", "filesAt"]);
    green.loop.paint("success");
    expect((await readsOf(green.loop, green.issue)).slice(0, 5)).toEqual([
      ...LOOK,
      "run.look",
      "requiredChecks",
      "filesAt",
    ]);
    const red = await waiting();
    red.loop.paint("failure");
    expect((await readsOf(red.loop, red.issue)).slice(0, 6)).toEqual([
      ...LOOK,
      "run.look",
      "requiredChecks",
      "failures",
      "filesAt",
    ]);
  });

  it("reads a program's file with each look, and looks twice after a new start", async () => {
    const loop = new RepositoryLoop();
    loop.push({ ".autoloop/programs/carton.md": PROGRAM_TEXT });
    await loop.rest();
    const [issue = 0] = loop.issuesTitled("[Autoloop: carton]");
    expect(await readsOf(loop, issue)).toEqual([...LOOK, "readText"]);
    loop.restart();
    expect(await readsOf(loop, issue)).toEqual([...FIRST_LOOK, "readText"]);
    expect(await readsOf(loop, issue)).toEqual([...LOOK, "readText"]);
  });

  it("looks twice after a new start at a program of the issue's own text", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    await loop.settle(issue);
    loop.restart();
    expect(await readsOf(loop, issue)).toEqual(FIRST_LOOK);
    expect(await readsOf(loop, issue)).toEqual(LOOK);
  });

  it("reads where a command stands until it has nothing more to do about it", async () => {
    const loop = new Loop();
    const issue = loop.openProgram();
    await loop.settle(issue);
    const other = loop.github.openIssue({ title: "Talk" });
    loop.github.comment(other, "maintainer", "/autoloop carton: pause");
    await loop.sweep();
    expect(loop.state().status).toBe("paused");
    expect(await readsOf(loop, issue)).toEqual(LOOK);
    loop.github.comment(other, "maintainer", "/autoloop carton: resume");
    await loop.clock.advance(HOUR);
    await loop.sweep();
    expect(loop.state().status).toBe("active");
    expect((await readsOf(loop, issue)).filter((read) => read === "thread")).toEqual([]);
  });

  it("looks at what an older edition left until it is taken over, and never again", async () => {
    const loop = new Loop();
    const issue = upgradeWorld(loop.github);
    expect((await readsOf(loop, issue)).slice(0, 8)).toEqual([
      ...FIRST_LOOK,
      ...["look", "look", "openPulls", "standing"],
    ]);
    await loop.settle(issue);
    expect(await readsOf(loop, issue)).toEqual(LOOK);
  });
});

describe("a program file that an issue may carry", () => {
  const TITLE = "[Autoloop: carton]";
  const PATH = ".autoloop/programs/carton.md";

  /** An issue beside a file of its name, and whether the repository's files were asked for. */
  async function beside(change: (loop: Loop, issue: number) => void, title = TITLE, by = "maintainer") {
    const loop = new Loop();
    loop.github.pushCommit("main", { [PATH]: PROGRAM_TEXT });
    const issue = loop.github.openIssue({ title, body: "Hello.", author: by });
    change(loop, issue);
    const reads = await readsOf(loop, issue);
    const adopted = loop.github.memoryFile(memoryPath.segment("carton", 1)) ?? "";
    return { isAsked: reads.includes("lookAtRepository"), isFile: adopted.includes(PATH) };
  }
  const label = ({ github }: Loop, issue: number) => github.addLabel(issue, "maintainer", LABEL.program);

  it("is looked for where a labelled issue has its name", async () => {
    expect(await beside(label)).toEqual({ isAsked: true, isFile: true });
  });

  it.each<[string, (loop: Loop, issue: number) => void, string]>([
    ["without the label", () => undefined, TITLE],
    [
      "that is closed",
      (loop, issue) => {
        label(loop, issue);
        loop.github.closeIssue(issue, "maintainer");
      },
      TITLE,
    ],
    ["of another kind of title", label, "Carton"],
  ])("is not looked for beside an issue %s", async (_, change, title) => {
    expect(await beside(change, title)).toEqual({ isAsked: false, isFile: false });
  });

  it("is not carried by an issue that somebody without a say opened", async () => {
    expect(await beside(label, TITLE, "passer-by")).toEqual({ isAsked: true, isFile: false });
  });
});
