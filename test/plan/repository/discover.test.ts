import { describe, expect, it } from "vitest";
import type { ListedIssue } from "../../../src/domain/repository/view.ts";
import {
  askedForFiles,
  type Discovery,
  discover,
  type Programs,
  wanting,
} from "../../../src/plan/repository/discover.ts";
import type { RegistryRow } from "../../../src/text/journal/registry.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { guardIssue, guardTitle, programIssue } from "../../../src/text/setup/program-issue.ts";
import { PROGRAM_TEXT } from "../../support/loop/loop.ts";
import { anObservation } from "../../support/plan/observation.ts";
import { SELF } from "../../support/plan/view-parts.ts";

const PATH = ".autoloop/programs/carton.md";

function issue(number: number, change: Partial<ListedIssue> = {}): ListedIssue {
  return {
    ...{ number, title: "[Autoloop: carton]", body: "", state: "open", labels: ["autoloop-program"] },
    ...{ author: { login: "maria", type: "User" }, edited: null, createdAt: "2026-01-01T00:00:00Z" },
    ...change,
  };
}

function programs(...issues: readonly ListedIssue[]): Programs {
  const files = [{ name: "carton", file: { path: PATH, id: "1" } }];
  return { self: SELF, files, registry: "absent", issues };
}

const texts = new Map([[PATH, PROGRAM_TEXT]]);
const decided = (...issues: readonly ListedIssue[]) =>
  discover(programs(...issues), { texts, trusted: new Set(["maria"]) }).map((one) =>
    one.type === "issue.open" ? `open ${one.text.title}` : `edit ${one.issue}`,
  );
const OPENED = ["open [Autoloop: carton]"];

describe(discover, () => {
  it("takes an issue of somebody with write access that carries the file, running or completed", () => {
    expect(decided()).toEqual(OPENED);
    expect(decided(issue(5))).toEqual([]);
    expect(decided(issue(5, { labels: ["autoloop-completed"] }))).toEqual([]);
    expect(decided(issue(5, { labels: [] }))).toEqual(OPENED);
  });

  it("takes none whose author is gone, or may not write", () => {
    expect(decided(issue(5, { author: null }))).toEqual(OPENED);
    expect(decided(issue(5, { author: { login: "stranger", type: "User" } }))).toEqual(OPENED);
    expect(askedForFiles(programs(issue(5), issue(6), issue(7, { author: null })))).toEqual(["maria"]);
  });

  it("prefers an open issue to a closed one, then the oldest", () => {
    const guard = { title: guardTitle("carton"), author: { login: SELF, type: "Bot" as const } };
    const mine = (number: number, change: Partial<ListedIssue> = {}) =>
      issue(number, { author: { login: SELF, type: "Bot" }, ...change });
    expect(decided(issue(6, { state: "closed" }), issue(7, guard))).toEqual(["edit 7"]);
    expect(decided(issue(6, { state: "closed" }))).toEqual([]);
    expect(decided(mine(9), mine(3), mine(1, { state: "closed" }))).toEqual([]);
    expect(decided(mine(3, { state: "closed" }))).toEqual([]);
  });

  it("holds a file whose text is not there for one without a text", () => {
    const [opened] = discover(programs(), { texts: new Map(), trusted: new Set() });
    expect(opened).toMatchObject({ type: "issue.open", program: "carton" });
    expect(opened?.type === "issue.open" && opened.text.labels).not.toContain("autoloop-program");
  });
});

/** Rows of programs that run already. */
function rows(...changes: readonly Partial<RegistryRow>[]): Programs["registry"] {
  return anObservation({ journal: "absent", neighbours: changes }).registry;
}

const BOT = { login: SELF, type: "Bot" } as const;
const OLD_BOT = { login: "github-actions[bot]", type: "Bot" } as const;
/** Our request to finish the file of this program. */
const guard = (number: number, change: Partial<ListedIssue> = {}) =>
  issue(number, {
    ...{ title: guardTitle("carton"), labels: ["autoloop", "automation"], author: BOT },
    ...change,
  });

describe("order of the issues that carry a file", () => {
  it("is open before closed, then by number, whatever order they are listed in", () => {
    const by = (number: number, login: string, state: "open" | "closed") =>
      issue(number, { state, author: { login, type: "User" } });
    const listed = [
      by(1, "ann", "closed"),
      by(4, "dan", "open"),
      by(3, "cleo", "closed"),
      by(2, "bob", "open"),
    ];
    const expected = ["bob", "dan", "ann", "cleo"];
    expect(askedForFiles(programs(...listed))).toEqual(expected);
    expect(askedForFiles(programs(...listed.toReversed()))).toEqual(expected);
    expect(decided(guard(9), guard(3), guard(5))).toEqual(["edit 3"]);
    expect(decided(guard(3), guard(9))).toEqual(["edit 3"]);
  });

  it("leaves out issues of other programs, whoever opened them", () => {
    expect(decided(issue(4, { title: "[Autoloop: other]", author: BOT }), guard(5))).toEqual(["edit 5"]);
    expect(decided(issue(4, { title: "Carton" }), guard(5, { author: OLD_BOT }))).toEqual(OPENED);
    const registry = rows({ name: "other", issue: 3 }, { name: "more", issue: 2 });
    const read = { texts, trusted: new Set<string>() };
    expect(discover({ ...programs(guard(3), guard(5)), registry }, read)).toMatchObject([{ issue: 5 }]);
    expect(askedForFiles({ ...programs(issue(3), issue(2)), registry })).toEqual([]);
  });

  it("takes an issue that the older edition opened without asking for its rights", () => {
    expect(decided(issue(4, { author: OLD_BOT }))).toEqual([]);
    expect(askedForFiles(programs(issue(4, { author: OLD_BOT })))).toEqual([]);
  });
});

describe("request to finish a file", () => {
  const BROKEN = PROGRAM_TEXT.replace("## Goal", "## Nothing");
  const runs = programIssue("carton", PATH, PROGRAM_TEXT);
  const asks = guardIssue("carton", PATH, parseProgram(BROKEN).problems);
  const decide = (text: string, one: ListedIssue): readonly Discovery[] =>
    discover(programs(one), { texts: new Map([[PATH, text]]), trusted: new Set() });
  const edited = (login: string | null) => ({ login, at: "2026-01-01T00:10:00Z" });

  it.each<readonly [string, string, ListedIssue, readonly Discovery[]]>([
    [
      "becomes the program's issue as soon as the file can run, and keeps the labels that people gave it",
      PROGRAM_TEXT,
      guard(5, { labels: ["autoloop", "bug"] }),
      [
        {
          type: "issue.edit",
          issue: 5,
          change: {
            title: "[Autoloop: carton]",
            body: runs.body,
            labels: ["autoloop", "bug", "autoloop-program", "automation"],
          },
        },
      ],
    ],
    [
      "becomes it without a word on labels where all are there",
      PROGRAM_TEXT,
      guard(5, { body: runs.body, labels: ["autoloop", "autoloop-program", "automation"] }),
      [{ type: "issue.edit", issue: 5, change: { title: "[Autoloop: carton]" } }],
    ],
    [
      "says what is wrong now, with its title and without the labels that were taken off",
      BROKEN,
      guard(5, { body: "Old.", labels: [] }),
      [{ type: "issue.edit", issue: 5, change: { body: asks.body } }],
    ],
    ["is left alone when it says what is true", BROKEN, guard(5, { body: asks.body, labels: ["bug"] }), []],
    ["is left alone once closed", PROGRAM_TEXT, guard(5, { state: "closed" }), []],
    ["keeps the text of a person", BROKEN, guard(5, { body: "Mine.", edited: edited("maria") }), []],
    [
      "keeps the text that nobody-knows-who wrote",
      BROKEN,
      guard(5, { body: "Whose?", edited: edited(null) }),
      [],
    ],
    [
      "changes a text that the app itself changed before",
      BROKEN,
      guard(5, { body: "Old.", edited: edited(SELF) }),
      [{ type: "issue.edit", issue: 5, change: { body: asks.body } }],
    ],
  ])("%s", (_, text, one, expected) => {
    expect(decide(text, one)).toEqual(expected);
  });

  it("is opened for a file whose name another issue's program has", () => {
    const registry = rows({ name: "other", issue: 6 }, { name: "carton", issue: 7 });
    const [opened] = discover({ ...programs(), registry }, { texts, trusted: new Set() });
    const taken = {
      key: "name",
      value: "carton",
      allowed: "a name of its own: rename the file",
      line: null,
      message: "is taken by the program of issue 7",
    };
    expect(opened).toEqual({
      type: "issue.open",
      program: "carton",
      text: guardIssue("carton", PATH, [taken]),
    });
    const free = { ...programs(), registry: rows({ name: "other", issue: 6 }) };
    expect(discover(free, { texts, trusted: new Set() })).toEqual([
      { type: "issue.open", program: "carton", text: runs },
    ]);
  });
});

describe(wanting, () => {
  const single = { name: "program", file: { path: ".autoloop/program.md", id: "2" } };
  const carton = { name: "carton", file: { path: PATH, id: "1" } };
  const wanted = (change: Partial<Programs>) => {
    return wanting({ ...programs(), files: [carton, single], ...change }).map(({ name }) => name);
  };

  it("leaves out files whose program runs, and them alone", () => {
    const file = { kind: "file", path: PATH } as const;
    expect(wanted({ registry: rows({ name: "carton", source: file }) })).toEqual([]);
    expect(wanted({ registry: rows({ name: "carton", source: { kind: "issue" } }) })).toEqual(["carton"]);
    expect(wanted({ registry: rows({ name: "other", source: file }) })).toEqual(["carton"]);
  });

  it.each<readonly [string, Partial<ListedIssue>, boolean]>([
    ["an open issue program", { title: "Faster" }, false],
    ["a person's issue for a file", {}, false],
    ["a closed one", { title: "Faster", state: "closed" }, true],
    ["an issue without the label", { title: "Faster", labels: ["bug"] }, true],
    ["an issue of the app itself", { title: "Faster", author: BOT }, true],
    ["an issue that the older edition opened for a file", { author: OLD_BOT }, true],
    ["one that it opened for no file", { title: "Faster", author: OLD_BOT }, false],
    ["one whose author is gone", { title: "Faster", author: null }, false],
  ])("with %s counts the single file as a program: %s", (_, change, isWanted) => {
    const issues = [issue(8, change), issue(9, { state: "closed" })];
    expect(wanted({ issues })).toEqual(isWanted ? ["carton", "program"] : ["carton"]);
  });

  it("counts the single file where there is no issue and no program at all", () => {
    expect(wanted({})).toEqual(["carton", "program"]);
    expect(wanted({ registry: rows({ name: "other" }) })).toEqual(["carton"]);
  });
});
