// Programs that are files on the default branch: each gets its one issue, and the file is what runs.

import { describe, expect, it } from "vitest";
import { createIdleCache } from "../../src/reconcile/idle-cache.ts";
import { createMentions } from "../../src/reconcile/read/mentions.ts";
import { createProgramIndex } from "../../src/reconcile/read/program-index.ts";
import { createSweep } from "../../src/reconcile/repository/sweep.ts";
import { CrashError } from "../support/github/fake-faults.ts";
import { PROGRAM_TEXT } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { RepositoryLoop, WATCH_MS } from "../support/loop/repository-loop.ts";

const DIRECTORY = ".autoloop/programs/carton/program.md";
const BARE = ".autoloop/programs/carton.md";
const TITLE = "[Autoloop: carton]";
const GUARD = "[Autoloop: carton] Action required: configure your program";
const UNFINISHED = PROGRAM_TEXT.replace("Use less cardboard.", "REPLACE THIS with your goal.");

/** A repository at rest with a program in this file. */
async function withFile(path = BARE, text = PROGRAM_TEXT) {
  const loop = new RepositoryLoop();
  loop.push({ [path]: text });
  await loop.rest();
  const [issue = 0] = loop.issuesTitled(TITLE);
  return { loop, issue };
}

/** An issue that says it carries a program file. */
function withIssueOf({ github }: RepositoryLoop, author: string, title: string): number {
  return github.openIssue({ title, body: "Old.", author, labels: ["autoloop-program"] });
}

describe("a program file", () => {
  it.each([
    [DIRECTORY, "carton"],
    [BARE, "carton"],
    [".autoloop/program.md", "program"],
    [".autoloop/programs/Tile_Cache.program.md", "tile-cache"],
  ])("%s gets its one issue and runs as %s", async (path, name) => {
    const { loop } = await withFile(path);
    const issues = [...loop.github.issues.values()];
    expect(issues).toMatchObject([
      {
        title: `[Autoloop: ${name}]`,
        state: "open",
        author: { login: "autoloop[bot]" },
        labels: ["autoloop-program", "autoloop", "automation"],
      },
    ]);
    expect(issues[0]?.body).toContain(PROGRAM_TEXT.trim());
    const state = loop.state(name);
    expect(state).toMatchObject({ status: "active", source: { kind: "file", path } });
    expect(state.definition?.approved_by).toEqual({ login: "default branch", id: null, permission: "write" });
    expect(state.counts.accepted + state.counts.rejected + state.counts.errors).toBeGreaterThan(0);
    expect(loop.own(issues[0]?.number ?? 0, "AUTOLOOP:STATUS")).toHaveLength(1);
  });

  it("is left alone in peace: a second look writes nothing", async () => {
    const { loop, issue } = await withFile();
    const before = loop.github.writes.length;
    loop.restart();
    expect(await loop.discover()).toEqual({ kind: "done" });
    await loop.settle(issue);
    expect(loop.github.writes.length).toBe(before);
  });

  it("is not opened before the app has watched for as long as a list may lag", async () => {
    const loop = new RepositoryLoop();
    loop.push({ [BARE]: PROGRAM_TEXT });
    expect(await loop.discover()).toEqual({ kind: "again", ms: WATCH_MS });
    expect(loop.github.issues.size).toBe(0);
  });

  it("is no program when it is a README or lies deeper", async () => {
    const loop = new RepositoryLoop();
    loop.push({
      ".autoloop/programs/README.md": PROGRAM_TEXT,
      ".autoloop/programs/carton/notes/program.md": PROGRAM_TEXT,
      ".autoloop/programs/carton/notes.md": PROGRAM_TEXT,
    });
    await loop.rest();
    expect(loop.github.issues.size).toBe(0);
  });

  it.each(["before", "after"] as const)("gets one issue, whenever the app dies %s a write", async (when) => {
    for (let write = 1; write <= 12; write += 1) {
      const loop = new RepositoryLoop();
      loop.push({ [BARE]: PROGRAM_TEXT });
      await loop.clock.advance(WATCH_MS);
      if (when === "before") loop.github.faults.crashBeforeWrite(write);
      else loop.github.faults.crashAfterWrite(write);
      try {
        await loop.rest();
      } catch (error) {
        expect(error).toBeInstanceOf(CrashError);
      }
      loop.github.faults.calm();
      loop.restart();
      await loop.rest();
      expect(loop.issuesTitled(TITLE)).toHaveLength(1);
      expect(loop.github.issues.size).toBe(1);
      expect(loop.state().status).toBe("active");
    }
  });

  it("is opened by one of two replicas that look at the same moment", async () => {
    const loop = new RepositoryLoop();
    const claimed = new Set<string>();
    loop.claims = { claim: async (what) => !claimed.has(what) && claimed.add(what).size > 0 };
    const replicas = [loop.another(), loop.another()];
    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.clock.advance(WATCH_MS);
    const outcomes = await Promise.all(replicas.map((one) => one.repository(loop.github.repository)));
    expect(loop.issuesTitled(TITLE)).toHaveLength(1);
    expect(outcomes).toContainEqual({ kind: "again", ms: WATCH_MS });
  });

  it("is not asked for twice when GitHub gave no answer", async () => {
    const loop = new RepositoryLoop();
    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.clock.advance(WATCH_MS);
    loop.github.faults.failNext("openIssue", "ambiguous");
    await expect(loop.discover()).rejects.toThrow("no answer");
    await loop.rest();
    expect(loop.issuesTitled(TITLE)).toHaveLength(1);
  });

  it("takes an issue that is there, of the app or of somebody with write access", async () => {
    for (const title of [
      TITLE,
      `[Autoloop] [Autoloop] ${TITLE}`.replace("[Autoloop] ", ""),
      `[Autoloop] ${TITLE}`,
    ]) {
      const loop = new RepositoryLoop();
      const issue = loop.github.openIssue({
        title,
        body: "Mine.",
        author: "writer",
        labels: ["autoloop-program"],
      });
      loop.push({ [BARE]: PROGRAM_TEXT });
      await loop.rest();
      expect(loop.github.issues.size).toBe(1);
      expect(loop.state()).toMatchObject({ name: "carton", issue, source: { kind: "file" } });
      expect(loop.github.issue(issue).body).toBe("Mine.");
    }
  });

  it.each([
    [BARE, "carton"],
    [".autoloop/program.md", "program"],
  ])("%s takes the issue that an older edition's bot opened for it", async (path, name) => {
    const loop = new RepositoryLoop();
    const issue = withIssueOf(loop, "github-actions[bot]", `[Autoloop: ${name}]`);
    loop.push({ [path]: PROGRAM_TEXT });
    await loop.rest();
    expect(loop.github.issues.size).toBe(1);
    expect(loop.state(name)).toMatchObject({ issue, source: { kind: "file", path } });
  });

  it.each(["stranger", "robot[bot]"])("is not taken over by an issue of its title by %s", async (author) => {
    const loop = new RepositoryLoop();
    const theirs = withIssueOf(loop, author, TITLE);
    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.rest();
    expect(loop.state().issue).not.toBe(theirs);
    expect(loop.state().status).toBe("active");
  });

  it("stays stopped when a person closed its issue, before or after it began", async () => {
    const { loop, issue } = await withFile();
    loop.github.closeIssue(issue);
    await loop.rest();
    loop.restart();
    await loop.rest();
    expect(loop.github.issue(issue).state).toBe("closed");
    expect(loop.github.issues.size).toBe(1);
    expect(loop.state().status).toBe("stopped");

    const early = new RepositoryLoop();
    early.push({ [BARE]: PROGRAM_TEXT });
    await early.clock.advance(WATCH_MS);
    await early.discover();
    early.github.closeIssue(1);
    early.restart();
    await early.rest();
    expect(early.github.issues.size).toBe(1);
  });
});

describe("a changed program file", () => {
  it("is the new definition, wakes its program and is shown on the issue", async () => {
    const { loop, issue } = await withFile();
    loop.takeWoken();
    const changed = PROGRAM_TEXT.replace("Use less cardboard.", "Use much less cardboard.");
    loop.push({ [BARE]: changed });
    await loop.discover();
    expect(loop.takeWoken()).toEqual([issue]);
    await loop.rest();
    expect(loop.state()).toMatchObject({
      epoch: 1,
      definition: { parsed: { goal: "Use much less cardboard." } },
    });
    expect(loop.github.issue(issue).body).toContain("Use much less cardboard.");
  });

  it("opens a new epoch when it measures something else", async () => {
    const { loop } = await withFile();
    loop.push({ [BARE]: PROGRAM_TEXT.replace("node evaluate.mjs", "node evaluate.mjs --all") });
    await loop.rest();
    expect(loop.state().epoch).toBe(2);
  });

  it("does not change a body that a person edited", async () => {
    const { loop, issue } = await withFile();
    loop.github.editIssue(issue, "writer", { body: "My own words." });
    loop.push({ [BARE]: PROGRAM_TEXT.replace("Use less", "Use hardly any") });
    await loop.rest();
    expect(loop.github.issue(issue).body).toBe("My own words.");
    expect(loop.state().definition?.parsed.goal).toBe("Use hardly any cardboard.");
  });

  it("that cannot run stops new iterations and says why", async () => {
    const { loop, issue } = await withFile();
    loop.push({ [BARE]: UNFINISHED });
    await loop.rest();
    expect(loop.own(issue, "This program cannot run yet")).toHaveLength(1);
    expect(loop.own(issue, "on the default branch; it is read again")).toHaveLength(1);
    expect(loop.state().definition?.parsed.goal).toBe("Use less cardboard.");
  });

  it("that is gone stops the loop, and the issue says so until it is back", async () => {
    const { loop, issue } = await withFile();
    loop.push({ [BARE]: null });
    await loop.rest();
    expect(loop.state()).toMatchObject({
      status: "stopped",
      ended: { reason: `The program file ${BARE} was deleted.` },
    });
    expect(loop.own(issue, "The program file is gone")).toHaveLength(1);

    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.clock.advance(60_000);
    loop.github.removeLabel(issue, "autoloop-program");
    await loop.rest();
    loop.github.addLabel(issue, "maintainer", "autoloop-program");
    await loop.rest();
    expect(loop.state().status).toBe("active");
    expect(loop.own(issue, "The program file is gone")).toHaveLength(0);
    expect(loop.github.issues.size).toBe(1);
  });
});

describe("two programs of one name", () => {
  it("as directory and bare file are one: the directory wins, with a warning", async () => {
    const { loop, issue } = await withFile();
    loop.push({ [DIRECTORY]: PROGRAM_TEXT.replace("Use less cardboard.", "From the directory.") });
    await loop.rest();
    expect(loop.github.issues.size).toBe(1);
    expect(loop.state().definition?.parsed.goal).toBe("From the directory.");
    expect(loop.own(issue, "AUTOLOOP:STATUS")[0]).toMatch(/carton\.md.*is not read/);
    loop.push({ [BARE]: null });
    await loop.rest();
    expect(loop.state().status).toBe("active");
    expect(loop.own(issue, "AUTOLOOP:STATUS")[0]).not.toContain("is not read");
  });

  it("as issue and file: the issue that runs keeps the name, the file waits and says so", async () => {
    const loop = new RepositoryLoop();
    const first = loop.openProgram();
    await loop.settle(first);
    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.rest();
    const [guard = 0] = loop.issuesTitled(GUARD);
    expect(loop.github.issue(guard).body).toContain(`is taken by the program of issue ${first}`);
    expect(loop.github.issue(guard).labels).toEqual(["autoloop", "automation"]);
    expect(loop.state()).toMatchObject({ issue: first, source: { kind: "issue" } });
  });

  it("as file and issue: the second gets its number behind the name", async () => {
    const { loop, issue } = await withFile();
    const second = loop.openProgram();
    await loop.rest();
    expect(loop.state()).toMatchObject({ issue, source: { kind: "file" } });
    expect(loop.state(`carton-${second}`)).toMatchObject({ issue: second, source: { kind: "issue" } });
  });

  it("the single file counts only where there is no other program", async () => {
    const loop = new RepositoryLoop();
    loop.push({ ".autoloop/program.md": PROGRAM_TEXT, [BARE]: PROGRAM_TEXT });
    await loop.rest();
    expect([...loop.github.issues.values()].map(({ title }) => title)).toEqual([TITLE]);

    const issues = new RepositoryLoop();
    issues.openProgram();
    issues.push({ ".autoloop/program.md": PROGRAM_TEXT });
    await issues.rest();
    expect(issues.github.issues.size).toBe(1);
  });
});

describe("a program file that is not configured", () => {
  it("gets one request, edited in place, that becomes the program's issue", async () => {
    const { loop } = await withFile(BARE, UNFINISHED);
    const [guard = 0] = loop.issuesTitled(GUARD);
    expect(loop.github.issues.size).toBe(1);
    expect(loop.github.issue(guard).labels).toEqual(["autoloop", "automation"]);
    expect(loop.github.issue(guard).body).toContain("a placeholder is left");
    loop.restart();
    await loop.rest();
    expect(loop.github.issues.size).toBe(1);

    loop.push({ [BARE]: UNFINISHED.replace("node evaluate.mjs", "REPLACE_WITH_COMMAND") });
    await loop.rest();
    expect(loop.github.issue(guard).body).toContain("REPLACE_WITH_COMMAND");

    loop.push({ [BARE]: PROGRAM_TEXT });
    await loop.rest();
    expect(loop.github.issues.size).toBe(1);
    expect(loop.github.issue(guard)).toMatchObject({
      title: TITLE,
      labels: ["autoloop", "automation", "autoloop-program"],
    });
    expect(loop.state()).toMatchObject({ issue: guard, status: "active" });
  });

  it("is not asked for again when a person closed the request", async () => {
    const { loop } = await withFile(BARE, UNFINISHED);
    loop.github.closeIssue(1);
    loop.push({ [BARE]: `${UNFINISHED}\nMore.\n` });
    await loop.rest();
    expect(loop.github.issues.size).toBe(1);
    expect(loop.github.issue(1).state).toBe("closed");
  });

  it("mentions nobody and holds nothing live", async () => {
    const { loop } = await withFile(
      BARE,
      `${PROGRAM_TEXT}\n## Notes\n\n@everybody fixes #1 <!-- AUTOLOOP:STATUS -->\n`,
    );
    const { body } = loop.github.issue(1);
    expect(body).not.toContain("<!--");
    expect(body.indexOf("@everybody")).toBeGreaterThan(body.indexOf("```"));
  });
});

describe("the sweep", () => {
  it("has program files looked for at first and once an hour, and not in between", async () => {
    const loop = new RepositoryLoop();
    const { clock, github } = loop;
    const asked: string[] = [];
    const sweep = createSweep({
      ...{
        forge: github.forge,
        index: createProgramIndex(),
        mentions: createMentions(),
        idle: createIdleCache(),
        clock,
      },
      ...{ log: memoryLog().log, wake: () => undefined },
      discover: ({ name }) => asked.push(name),
      isWaiting: () => false,
    });
    await sweep.everything();
    await clock.advance(59 * 60_000);
    await sweep.everything();
    expect(asked).toEqual(["carton"]);
    await clock.advance(60_000);
    await sweep.everything();
    expect(asked).toEqual(["carton", "carton"]);
  });
});
