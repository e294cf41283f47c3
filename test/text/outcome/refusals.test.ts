import { describe, expect, it } from "vitest";
import type { ProposalProblem } from "../../../src/domain/paths/proposal-policy.ts";
import { refusalWords } from "../../../src/text/outcome/refusals.ts";

const outside = (path: string): ProposalProblem => ({ path, code: "outside-target" });

describe(refusalWords, () => {
  it("says nothing where nothing is wrong", () => {
    expect(refusalWords([])).toBeNull();
  });

  it("names at most ten paths, counts the rest, and ends with what is wrong with the whole", () => {
    const paths = Array.from({ length: 12 }, (_, n) => outside(`f${n}`));
    expect(refusalWords(paths.slice(0, 2))).toBe('"f0" (is outside Target), "f1" (is outside Target).');
    const words = refusalWords([...paths, { code: "too-many-files", files: 101 }]);
    expect(words).toMatch(
      /"f9" \(is outside Target\) and 2 more\. 101 files, where at most 100 are allowed\.$/,
    );
    expect(words).not.toContain("f10");
  });

  it("quotes the beginning of a path, as data", () => {
    expect(refusalWords([outside('a"\nb')])).toBe('"a\\"\\nb" (is outside Target).');
    expect(refusalWords([outside("x".repeat(300))])).toBe(`"${"x".repeat(200)}" (is outside Target).`);
  });

  it("says what stands in place of a file", () => {
    const odd = (what: "symbolic-link" | "special-file" | "no-utf-8" | "too-deep" | "crowd" | null) =>
      refusalWords([{ code: "not-regular", path: "a", odd: what }]);
    expect(odd("symbolic-link")).toContain("is a symbolic link, and a proposal may hold only regular files");
    expect(odd("too-deep")).toContain("is a directory deeper than a path may be long");
    expect(odd("crowd")).toContain("is one of more than 100,000 new entries");
    expect(odd(null)).toBe('"a" (would be no regular file).');
  });
});
