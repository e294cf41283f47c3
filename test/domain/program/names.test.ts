import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROGRAM_NAME_CHARACTERS } from "../../../src/domain/limits.ts";
import {
  canonicalBranch,
  carriesFile,
  isOwnJob,
  memoryPath,
  nameFromTitle,
  parseRunTitle,
  programName,
  slug,
} from "../../../src/domain/program/names.ts";

const none: ReadonlySet<string> = new Set();

describe("slug", () => {
  it.each([
    ["Make it FAST!", "make-it-fast"],
    ["  a__b  ", "a-b"],
    ["日本語", ""],
    ["🙂🙂", ""],
    ["refs/heads/x", "refs-heads-x"],
    ["HEAD", "head"],
    ["a..b@{c}.lock", "a-b-c-lock"],
  ])("makes %j to %j", (title, expected) => {
    expect(slug(title)).toBe(expected);
  });

  it("is a name that git takes for a branch, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (title) => {
        const name = slug(title);
        return name.length <= PROGRAM_NAME_CHARACTERS && /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/.test(name);
      }),
    );
  });
});

describe("nameFromTitle", () => {
  it("reads the name behind up to two prefixes", () => {
    expect(nameFromTitle("[Autoloop: fast-sort]")).toBe("fast-sort");
    expect(nameFromTitle("[Autoloop] [Autoloop: fast-sort]")).toBe("fast-sort");
    expect(nameFromTitle("[autoloop] [Autoloop] [AUTOLOOP: x] and more")).toBe("x");
  });

  it("is null for any other title", () => {
    expect(nameFromTitle("fast-sort")).toBeNull();
    expect(nameFromTitle("about [Autoloop: x]")).toBeNull();
    expect(nameFromTitle("[Autoloop: ]")).toBeNull();
  });
});

describe("programName", () => {
  it("is the slug of the title, or of the name that the title claims", () => {
    expect(programName({ number: 7, title: "Fast Sort" }, none)).toBe("fast-sort");
    expect(programName({ number: 7, title: "[Autoloop: Fast Sort]" }, none)).toBe("fast-sort");
  });

  it("falls back to the issue's number", () => {
    expect(programName({ number: 7, title: "日本語" }, none)).toBe("issue-7");
  });

  it("adds the number to a name that is taken, within the limit", () => {
    expect(programName({ number: 12, title: "Foo" }, new Set(["foo"]))).toBe("foo-12");
    const long = "x".repeat(PROGRAM_NAME_CHARACTERS);
    expect(programName({ number: 12, title: long }, new Set([long]))).toHaveLength(PROGRAM_NAME_CHARACTERS);
  });
});

describe("parseRunTitle", () => {
  it("reads what the workflow's run-name makes", () => {
    const title = "autoloop make-it-fast iteration 12 0af3";
    expect(parseRunTitle(title)).toEqual({ program: "make-it-fast", nonce: "0af3" });
  });

  it.each(["autoloop a iteration 1 ", "autoloop a b iteration 1 c", "x autoloop a iteration 1 c", "CI", ""])(
    "knows %j for another",
    (title) => {
      expect(parseRunTitle(title)).toBeNull();
    },
  );
});

describe("isOwnJob", () => {
  it.each([
    ["github-actions", "Autoloop propose", true],
    ["github-actions", "Autoloop evaluate", true],
    ["github-actions", "test", false],
    ["circleci", "Autoloop propose", false],
    [null, "Autoloop evaluate", false],
  ])("of %s: %s: %s", (app, name, own) => {
    expect(isOwnJob(app, name)).toBe(own);
  });
});

describe("memoryPath", () => {
  it("puts a program's files beside each other", () => {
    expect(memoryPath.state("a")).toBe("a.md");
    expect(memoryPath.segment("a", 3)).toBe("journal/a/000003.jsonl");
    expect(canonicalBranch("a")).toBe("autoloop/a");
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
