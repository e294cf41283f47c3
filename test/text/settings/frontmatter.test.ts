import { describe, expect, it } from "vitest";
import { splitLines } from "../../../src/text/markdown/markdown.ts";
import { splitFrontmatter } from "../../../src/text/settings/places/frontmatter.ts";
import { readYamlMap } from "../../../src/text/settings/yaml-map.ts";

const split = (text: string) => splitFrontmatter(splitLines(text));

describe("splitFrontmatter", () => {
  it("finds the frontmatter and where the body begins", () => {
    expect(split("---\na: b\n---\nbody")).toEqual({
      frontmatter: { lines: ["a: b"], firstLine: 2 },
      body: { lines: ["body"], firstLine: 4 },
      preamble: [],
      problems: [],
    });
  });

  it("looks behind blank lines and comments, also several on one line", () => {
    const { frontmatter, body } = split("\n<!-- a --> <!-- b\nc -->\n<!---->\n---\na: b\n---\nx");
    expect(frontmatter).toEqual({ lines: ["a: b"], firstLine: 6 });
    expect(body.firstLine).toBe(8);
  });

  it("holds more than a fence on the first line to be a problem", () => {
    const problem = { line: 1, message: "begins with more than a fence" };
    expect(split("---title: x")).toMatchObject({ frontmatter: null, problems: [problem] });
    const { problems } = split(`---a${"x".repeat(100)}`);
    expect(problems[0]?.value).toMatch(/^---ax{75}…$/);
  });

  it("sees none behind text, or behind a comment that is never closed", () => {
    expect(split("x\n---\na: b\n---\n").frontmatter).toBeNull();
    expect(split("<!-- x\n---\na: b\n---\n").frontmatter).toBeNull();
  });
});

describe("readYamlMap", () => {
  const read = (text: string) => readYamlMap(splitLines(text), "settings", 11);

  it("gives entries with value, source and line", () => {
    expect(read('a: 1 # one\n\n"b": [x, "y: z"]\nc:\n  d: |\n    &raw [[[[\n').entries).toEqual([
      { key: "a", value: 1, source: "1", line: 11 },
      { key: "b", value: ["x", "y: z"], source: '[x, "y: z"]', line: 13 },
      { key: "c", value: new Map([["d", "&raw [[[[\n"]]), source: expect.stringContaining("d: |"), line: 14 },
    ]);
  });

  it("keeps text that only looks dangerous", () => {
    const { entries, problems } = read(
      "run: npm test && echo {[[ # x\nsay: 'it''s *fine*'\nglob: src/**/*.ts\n",
    );
    expect(problems).toEqual([]);
    expect(entries.map(({ value }) => value)).toEqual(["npm test && echo {[[", "it's *fine*", "src/**/*.ts"]);
  });

  it.each([
    "a: &b c",
    "a: *b",
    "a: !!str b",
    "? a",
    "a: [[[1]]]",
    "a: {b: {c: {}}}",
    "- - - a",
    "a:\n  - - - b",
    "a: - - [[[",
    "a:\n-\t[[[",
    "<<: a",
    "%YAML 1.2",
    "a: |\n  x\n--- [[[",
    "a: '[' ]",
    "a: }",
    "a: b: c",
    `${" ".repeat(50)}a: b`,
    "x: y\n".repeat(300),
    `a: ${"é".repeat(2_048)}`,
  ])("refuses %j with one problem", (text) => {
    const { entries, problems } = read(text);
    expect(entries).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.line).toBeGreaterThanOrEqual(11);
  });

  it("says on which line a key stands twice", () => {
    expect(read("a: 1\nb: 2\na: 3\n").problems).toEqual([
      { key: "settings", value: "a: 3", allowed: "each key once", line: 13, message: "names a key twice" },
    ]);
  });
});

describe("frontmatter at the end of a text", () => {
  it("is none when nothing follows the fence", () => {
    expect(split("---")).toMatchObject({ frontmatter: null, problems: [] });
  });

  it("is not closed when only keys follow the fence", () => {
    expect(split("---\na: b")).toMatchObject({ frontmatter: null, problems: [{ line: 1 }] });
  });

  it("may be all there is, also in front of a line across the page", () => {
    const frontmatter = { lines: ["a: b"], firstLine: 2 };
    expect(split("---\na: b\n---")).toMatchObject({ frontmatter, body: { lines: [] }, problems: [] });
    expect(split("---\na: b\n---\n\n---")).toMatchObject({ frontmatter, problems: [] });
    expect(split("---\na: b\n---\n\n---\nc: d")).toMatchObject({ frontmatter, problems: [{ line: 5 }] });
  });
});

describe("readYamlMap: odd mappings", () => {
  const entries = (...lines: readonly string[]) => {
    const { entries, problems } = readYamlMap(lines, "frontmatter", 10);
    expect(problems).toEqual([]);
    return entries;
  };

  it("takes keys and values as text where they are something else", () => {
    expect(entries("[a]: 1", "5: x", "b:")).toEqual([
      { key: expect.stringContaining("a"), value: 1, source: "1", line: 10 },
      { key: "5", value: "x", source: "x", line: 11 },
      { key: "b", value: null, source: "", line: 12 },
    ]);
    expect(entries("{a, b: 2}")).toEqual([
      { key: "a", value: null, source: "", line: 10 },
      { key: "b", value: 2, source: "2", line: 10 },
    ]);
  });

  it("reads what follows a block of text", () => {
    expect(
      entries("a: |", "  one: two: three", "", "  &x", "b: 1").map(({ key, value }) => [key, value]),
    ).toEqual([
      ["a", "one: two: three\n\n&x\n"],
      ["b", 1],
    ]);
  });

  it("reads blocks of text in a list, up to the dash of the next", () => {
    expect(entries("gates:", "  - |", "    a: b: c", "    &x", "  - >", "    *y", "b: 1")).toMatchObject([
      { key: "gates", value: ["a: b: c\n&x\n", "*y\n"] },
      { key: "b", value: 1 },
    ]);
    expect(readYamlMap(["gates:", "  - |", "    a", "  - &x b"], "frontmatter", 1).problems).toMatchObject([
      { line: 4, value: "- &x b" },
    ]);
  });

  it("reads quotes with quotes in them, and flow maps without spaces", () => {
    const values = (...lines: readonly string[]) => entries(...lines).map(({ value }) => value);
    expect(values('a: "x\\": *y"', "b: 'it''s: &z'")).toEqual(['x": *y', "it's: &z"]);
    expect(values('a: {"b":1}')).toEqual([new Map([["b", 1]])]);
    expect(readYamlMap(['a: {"b":*x}'], "frontmatter", 1).problems).toMatchObject([
      { line: 1, value: 'a: {"b":*x}' },
    ]);
  });
});
