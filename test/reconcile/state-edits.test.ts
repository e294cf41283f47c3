import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReconciler } from "../../src/reconcile/reconcile.ts";
import { decodeEvents } from "../../src/text/journal/journal.ts";
import { parseStateFile } from "../../src/text/state-file/state-file.ts";
import { Loop } from "../support/loop/loop.ts";

const PATH = "carton.md";

/** A program that runs and rests before its next hour. */
async function running(): Promise<{ loop: Loop; issue: number }> {
  const loop = new Loop();
  const issue = loop.openProgram();
  await loop.hours(issue, 2);
  return { loop, issue };
}

const fileOf = (loop: Loop) => loop.github.memoryFile(PATH) ?? "";

/** A person commits another text of the state file. */
function edit(loop: Loop, author: string, change: (text: string) => string | null): void {
  loop.github.pushCommit("memory/autoloop", { [PATH]: change(fileOf(loop)) }, { author });
}

const row = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);

const edits = (loop: Loop) =>
  decodeEvents(loop.github.memoryFile("journal/carton/000001.jsonl") ?? "").flatMap((event) =>
    event.type === "state.edited" ? [event] : [],
  );

describe(createReconciler, () => {
  it("pauses and goes on as somebody with write access says in the state file", async () => {
    const { loop, issue } = await running();
    edit(loop, "writer", (text) => row("Pause Reason", "the release")(row("Paused", "true")(text)));
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({
      status: "paused",
      pause: { kind: "state-edited", by: { login: "writer", permission: "write" } },
    });
    expect(loop.state().pause?.reason).toContain("the release");
    expect(parseStateFile(fileOf(loop))).toMatchObject({ paused: true });
    expect(edits(loop)).toMatchObject([
      { by: { login: "writer" }, fields: ["Paused", "Pause Reason"], put_back: [] },
    ]);
    const started = loop.executor.started.length;
    await loop.hours(issue, 3);
    expect(loop.executor.started).toHaveLength(started);

    edit(loop, "maintainer", row("Paused", "false"));
    await loop.settle(issue);
    expect(loop.state()).toMatchObject({ status: "active", pause: null });
    expect(parseStateFile(fileOf(loop))).toMatchObject({ paused: false, pauseReason: null });
    expect(loop.own(issue, "kind=put-back")).toEqual([]);
  });

  it("changes the reason of a pause, and completes a program", async () => {
    const { loop, issue } = await running();
    edit(loop, "writer", row("Paused", "true"));
    await loop.settle(issue);
    edit(loop, "maintainer", row("Pause Reason", "a holiday"));
    await loop.settle(issue);
    expect(loop.state().pause).toMatchObject({ kind: "state-edited", by: { login: "maintainer" } });
    expect(loop.state().pause?.reason).toContain("a holiday");

    edit(loop, "writer", row("Completed", "true"));
    await loop.settle(issue);
    expect(loop.state().status).toBe("completed");
    expect(loop.github.issue(issue).labels).toContain("autoloop-completed");
    expect(parseStateFile(fileOf(loop))).toMatchObject({ completed: true, paused: false });
  });

  it.each([
    ["somebody without write access", "stranger", "Paused", "true"],
    ["an app that is not Autoloop", "github-actions[bot]", "Paused", "true"],
    ["somebody who cannot be told", "", "Completed", "true"],
    ["a maintainer who claims a result", "maintainer", "Best Metric", "1"],
    ["a maintainer who miscounts", "maintainer", "Iteration Count", "many"],
  ])("puts back what was changed by %s, and says so once", async (_, author, field, value) => {
    const { loop, issue } = await running();
    const before = fileOf(loop);
    edit(loop, author, row(field, value));
    await loop.settle(issue);
    expect(fileOf(loop)).toBe(before);
    expect(loop.state().status).toBe("active");
    expect(edits(loop)).toMatchObject([{ fields: [field], put_back: [field] }]);
    edit(loop, author, row(field, value));
    await loop.settle(issue);
    const [notice, ...more] = loop.own(issue, "kind=put-back");
    expect(more).toEqual([]);
    expect(notice).toContain(field);

    const writes = loop.github.writes.length;
    loop.restart();
    await loop.reconcile(issue);
    expect(loop.github.writes.slice(writes)).toEqual([]);
  });

  it.each<[string, (text: string) => string | null]>([
    ["deleted", () => null],
    ["emptied", () => ""],
    ["without a row", (text) => text.replace(/^\| Paused .*\n/m, "")],
    ["with a row twice", (text) => text.replace(/^(\| Paused .*\n)/m, "$1$1")],
    ["without the table", (text) => text.replace(/^\|.*\n/gm, "")],
    ["with a table of nonsense", (text) => text.replace(/^\| Field .*$/m, "| | | |||")],
    ["of bytes that are no table", () => "| Paused\u0000 | true |\r## Machine State"],
  ])("never stops for a file %s, and brings the machine's parts back", async (_, change) => {
    const { loop, issue } = await running();
    const before = parseStateFile(fileOf(loop));
    edit(loop, "stranger", change);
    await loop.hours(issue, 1);
    const { hasTable, paused, iterationCount } = parseStateFile(fileOf(loop));
    expect([hasTable, paused, iterationCount]).toEqual([true, false, Number(before.iterationCount) + 1]);
    expect(loop.own(issue, "kind=put-back")).toEqual([]);
  });

  it("brings a deleted state file back byte for byte", async () => {
    const { loop, issue } = await running();
    const before = fileOf(loop);
    edit(loop, "maintainer", () => null);
    await loop.settle(issue);
    expect(fileOf(loop)).toBe(before);
  });

  it("keeps both a person's edit of a section and its own write, whichever comes between", async () => {
    const piece = fc.stringMatching(/^[A-Za-zäß ,.*_`-]{1,40}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: piece, write: fc.nat({ max: 1 }) }), { minLength: 1, maxLength: 4 }),
        async (people) => {
          const loop = new Loop();
          const issue = loop.openProgram();
          await loop.settle(issue);
          const before = Number(parseStateFile(fileOf(loop)).iterationCount);
          let said = "";
          for (const { text, write } of people) {
            said += `- ${text}\n`;
            beforeWrite(loop, write, () => {
              edit(loop, "writer", (file) =>
                file.replace(
                  /(## 📚 Lessons Learned\n\n)[\s\S]*?(\n---)/,
                  (_, head, tail) => head + said + tail,
                ),
              );
            });
            await loop.hours(issue, 1);
          }
          const { iterationCount, sections } = parseStateFile(fileOf(loop));
          expect(iterationCount).toBe(before + people.length);
          const lessons = sections.find(({ title }) => title.includes("Lessons"))?.body;
          expect(lessons).toBe(`\n${said}\n---\n\n`);
          expect(edits(loop)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("gives what people write under Current Priorities to the agent, and never the placeholder", async () => {
    const { loop, issue } = await running();
    const prompts = () => loop.executor.started.map(({ prompt }) => prompt);
    expect(prompts().join("\n")).not.toContain("the agent explores freely");
    edit(loop, "writer", (text) =>
      text.replace("*(nothing set: the agent explores freely)*", "Look at the depth first."),
    );
    await loop.hours(issue, 1);
    expect(prompts().at(-1)).toContain("Look at the depth first.");
  });
});

/** Lets a person act between the app's look and the `n`-th of its next memory commits (from 0). */
function beforeWrite({ github }: Loop, n: number, act: () => void): void {
  const original = github.memory.commit.bind(github.memory);
  let left = n;
  github.memory.commit = (repository, request) => {
    if (left === 0) act();
    left -= 1;
    return original(repository, request);
  };
}
