// An installation that version 0.1.0 ran until the upgrade: six programs (fixtures/upgrade/first-reader) with what its
// reader made of their texts, most of it wrong. The real app as a process takes over, and people answer what it asks.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventBody } from "../../src/domain/journal/event.ts";
import { canonicalBranch, MEMORY_BRANCH, memoryPath } from "../../src/domain/program/names.ts";
import type { Definition } from "../../src/domain/program/program.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { parseRegistry, rowOf, withRow } from "../../src/text/journal/registry.ts";
import { READER } from "../../src/text/program/program.ts";
import { renderStateFile } from "../../src/text/state-file/state-file.ts";
import { notices, stateOf, untilEnded, untilNotice, untilReacted } from "../support/e2e/shown.ts";
import { closeStages, Stage } from "../support/e2e/stage.ts";
import { eventsOf } from "../support/e2e/world.ts";
import { JournalBuilder, MAINTAINER, written } from "../support/plan/journal.ts";

const NAMES = ["scope", "anywhere", "smaller", "metric", "unclear", "plain"] as const;
type Name = (typeof NAMES)[number];

/** Those of whose text the first reader took something else for said. */
const ASKED = ["smaller", "metric", "unclear"] as const;

const fixture = (file: string) =>
  readFileSync(new URL(`../../fixtures/upgrade/first-reader/${file}`, import.meta.url), "utf8");

/** Raises its program's number, and takes along what two of the texts forbid. */
const agent = () => `
name=$(sed -n 's/.*"program":"\\([a-z]*\\)".*/\\1/p' "$AUTOLOOP_CONTEXT")
echo $(($(cat src/$name/value.txt) + 1)) > value && mv value src/$name/value.txt
for forbidden in src/$name/harness.txt src/$name/golden.txt; do
  if [ -e $forbidden ]; then echo lax > $forbidden; fi
done
`;

const FILES = {
  ".github/autoloop.yml": "ci: none\nconcurrency: 10\n",
  ...Object.fromEntries(NAMES.map((name) => [`src/${name}/value.txt`, "5\n"])),
  "src/scope/harness.txt": "strict\n",
  "src/anywhere/golden.txt": "golden\n",
};

let stage: Stage;
const issues = new Map<string, number>();
const issue = (name: Name) => issues.get(name) ?? 0;

/** What 0.1.0 had written when it was stopped: the baseline is measured. */
function leftBehind(name: Name, number: number, text: string) {
  const definition = JSON.parse(fixture(`${name}.json`)) as Definition;
  const hash = sha256(text);
  const history = new JournalBuilder(name)
    .adopted(number)
    .event({ type: "program.defined", hash, definition, approved_by: MAINTAINER, epoch: 1 })
    .started()
    .baseline(5);
  return { ...written(history), hash, state: history.state };
}

beforeAll(async () => {
  stage = await Stage.open({ files: FILES, agent });
  const { otherApp: old } = stage;
  await old.branches(MEMORY_BRANCH);
  let registry: string | null = null;
  for (const name of NAMES) {
    const text = fixture(`${name}.md`);
    const number = await stage.openProgram(name, text);
    issues.set(name, number);
    const { state, segments, hash } = leftBehind(name, number, text);
    for (const { number: segment, text: lines } of segments)
      await old.commits(MEMORY_BRANCH, memoryPath.segment(name, segment), lines);
    await old.commits(MEMORY_BRANCH, memoryPath.definition(name, hash), text);
    await old.commits(MEMORY_BRANCH, memoryPath.state(name), renderStateFile(null, state));
    registry = withRow(registry === null ? null : parseRegistry(registry), rowOf(state, null));
  }
  await old.commits(MEMORY_BRANCH, memoryPath.registry(), registry ?? "");
  await stage.start();
}, 180_000);

afterAll(closeStages);

/** The definitions that this version wrote down. */
async function defined(name: Name): Promise<readonly (EventBody & { type: "program.defined" })[]> {
  const events = await eventsOf(stage, name);
  return events.filter((event) => event.type === "program.defined").slice(1);
}

/** How the iterations ended that began after the upgrade. */
async function ends(name: Name) {
  const state = await stateOf(stage, name);
  return state?.recent.slice(1).map(({ kind, verdict, metric }) => [kind, verdict, metric]);
}

const asked = (name: Name) => untilNotice(stage, issue(name), "paused", /as it ran \| as it is read today/);
const maintainer = () => stage.person("maintainer");

describe("a program that 0.1.0 read", () => {
  it.each([
    ["scope", "src/scope/harness.txt", ["src/scope/value.txt"], ["src/scope/harness.txt"]],
    ["anywhere", "src/anywhere/golden.txt", ["src/anywhere/**"], ["golden.txt"]],
  ] as const)(
    "too widely is narrowed without a question (%s): the file is never changed",
    async (name, file, targets, excluded) => {
      const { recent, status, epoch } = await untilEnded(stage, name);
      expect([status, epoch]).toEqual(["active", 1]);
      expect(recent.at(-1)).toMatchObject({ verdict: "error", reason: expect.stringContaining(file) });
      expect(await defined(name)).toMatchObject([
        { epoch: 1, reader: READER, hash: sha256(fixture(`${name}.md`)), definition: { targets, excluded } },
      ]);
      expect(await stage.reading.branches()).not.toContain(canonicalBranch(name));
      expect(await notices(stage, issue(name), "paused")).toEqual([]);
    },
  );

  it("as it is read today goes on", async () => {
    await untilEnded(stage, "plain");
    expect(await ends("plain")).toEqual([["improve", "accepted", 6]]);
    expect(await defined("plain")).toMatchObject([{ epoch: 1, reader: READER }]);
    expect(await stage.reading.file(canonicalBranch("plain"), "src/plain/value.txt")).toBe("6\n");
  });

  it.each(ASKED)(
    "otherwise stands still before anything runs, and shows both readings (%s)",
    async (name) => {
      await asked(name);
      const state = await stateOf(stage, name);
      expect(state).toMatchObject({ status: "paused", pause: { kind: "definition" }, last_iteration: 0 });
      expect(await defined(name)).toEqual([]);
    },
  );

  it("in the wrong direction goes on in the right one when somebody approves that, measured anew", async () => {
    expect((await asked("smaller")).body).toContain("| Better is | `higher` | `lower` |");
    await maintainer().says(issue("smaller"), "/autoloop approve");
    await untilEnded(stage, "smaller", 2);
    // Six is no better than five any more.
    expect(await ends("smaller")).toEqual([
      ["baseline", "accepted", 5],
      ["improve", "rejected", 6],
    ]);
    expect(await defined("smaller")).toMatchObject([
      { epoch: 2, reader: READER, approved_by: { login: "maintainer" }, definition: { direction: "lower" } },
    ]);
    expect(await stage.reading.branches()).not.toContain(canonicalBranch("smaller"));
  });

  it("by another metric goes on by the named one when somebody resumes it, measured anew", async () => {
    expect((await asked("metric")).body).toContain("| Metric | – | `score` |");
    await maintainer().says(issue("metric"), "/autoloop resume");
    await untilEnded(stage, "metric", 2);
    expect(await ends("metric")).toEqual([
      ["baseline", "accepted", 5],
      ["improve", "accepted", 6],
    ]);
    expect(await defined("metric")).toMatchObject([{ epoch: 2, definition: { metric: "score" } }]);
  });

  it("where it guessed waits for an edit, whatever else is said, and goes on by itself with it", async () => {
    expect((await asked("unclear")).body).toMatch(
      /\| Better is \| `higher` \| not understood \|[\s\S]*says no direction/,
    );
    await untilReacted(stage, await maintainer().says(issue("unclear"), "/autoloop resume"));
    expect(await stateOf(stage, "unclear")).toMatchObject({ status: "paused" });
    const said = fixture("unclear.md").replace("`score`.", "`score`. Higher is better.");
    await maintainer().edits(issue("unclear"), { body: said });
    await untilEnded(stage, "unclear");
    // Nothing that is measured changed: the baseline of before holds.
    expect(await ends("unclear")).toEqual([["improve", "accepted", 6]]);
    expect(await defined("unclear")).toMatchObject([{ epoch: 1, reader: READER, hash: sha256(said) }]);
  });
});
