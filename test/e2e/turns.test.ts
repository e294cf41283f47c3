// Two programs and one slot, with the real app as a process: never two iterations at once, and everybody gets a turn.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { until } from "../support/e2e/until.ts";
import { completed, eventsOf, expectWhole, readWorld } from "../support/e2e/world.ts";

const NAMES = ["first", "second"] as const;
const TEXT = program({ frontmatter: "max-iterations: 3" });

/** Leaves a line when it begins and one when it ends, and begins nothing before there is a note `go`. */
const agent = (notes: string) => `
name=$(sed -n 's/.*"program":"\\([a-z]*\\)".*/\\1/p' "$AUTOLOOP_CONTEXT")
echo "begin $name" >> ${notes}/turns
until [ -e ${notes}/go ]; do sleep 0.05; done
echo $(($(cat src/value.txt) + 1)) > src/value.txt
echo "end $name" >> ${notes}/turns
`;

let stage: Stage;
let lines: readonly string[];
const issues = new Map<string, number>();

beforeAll(async () => {
  stage = await Stage.open({ agent, files: { ".github/autoloop.yml": "concurrency: 1\nci: none\n" } });
  await stage.start();
  issues.set("first", await stage.openProgram("first", TEXT));
  await until("the first has the slot", async () => (await stage.note("turns")) !== "");
  issues.set("second", await stage.openProgram("second", TEXT));
  await until("the second wants it", async () => (await eventsOf(stage, "second")).length > 0);
  await stage.leave("go");
  for (const issue of issues.values()) await completed(stage, issue);
  lines = (await stage.note("turns")).trimEnd().split("\n");
}, 180_000);

afterAll(closeStages);

describe("two programs with one slot", () => {
  it("never run at the same time, and take turns: who waits longer goes first", () => {
    const rounds = ["first", "second", "first", "second", "first", "second"];
    expect(lines).toEqual(rounds.flatMap((name) => [`begin ${name}`, `end ${name}`]));
  });

  it("both come to their end", async () => {
    for (const name of NAMES) await expectWhole(stage, await readWorld(stage, issues.get(name) ?? 0, name));
  });
});
