// docs/refusals.md names, for every answer that the app must understand, tests that are there.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = (path: string) => new URL(`../../${path}`, import.meta.url);

const rows = readFileSync(root("docs/refusals.md"), "utf8")
  .split("\n")
  .map((line) => line.split(" | "))
  .filter(([first = ""]) => /^\| \d+$/.test(first))
  .map((cells) => ({ number: Number(cells[0]?.slice(2)), tests: cells.at(-1) ?? "" }));

describe("docs/refusals.md", () => {
  it("has a row for each answer", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
  });

  it.each(rows)("names tests of row $number that are there", ({ tests }) => {
    const named = [...tests.matchAll(/`(test\/[\w./-]+)` "([^"]+)"/g)];
    expect(named.map(([all]) => all).join("; ")).toBe(tests.replace(/ \|$/, ""));
    expect(named.length).toBeGreaterThan(0);
    for (const [, path = "", title = ""] of named)
      expect(readFileSync(root(path), "utf8"), `${path} does not say "${title}"`).toContain(title);
  });
});

describe("CHANGELOG.md", () => {
  it("says what the version of the package changed", async () => {
    const { version } = JSON.parse(readFileSync(root("package.json"), "utf8")) as { version: string };
    expect(readFileSync(root("CHANGELOG.md"), "utf8")).toContain(`\n## ${version}\n`);
  });
});
