import { describe, expect, it } from "vitest";
import type { ListedIssue } from "../../src/domain/view.ts";
import { askedForFiles, carriesFile, discover, type Programs } from "../../src/plan/discover.ts";
import { guardTitle } from "../../src/text/comments/program-issue.ts";
import { PROGRAM_TEXT } from "../support/loop.ts";
import { SELF } from "../support/view-parts.ts";

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

describe(carriesFile, () => {
  it.each([
    ["[Autoloop: carton]", true],
    ["[Autoloop] [Autoloop: Carton] ", true],
    ["[Autoloop: carton] and more", false],
    ["[Autoloop: other]", false],
    ["about [Autoloop: carton]", false],
    ["[Autoloop: ]", false],
    ["carton", false],
  ])("of %j: %s", (title, carries) => {
    expect(carriesFile(title, "carton")).toBe(carries);
  });
});
