// Our globs against minimatch: any pattern that we accept matches the same paths. Where we differ on purpose, the
// difference stands below by name, with its reason.

import fc from "fast-check";
import { Minimatch } from "minimatch";
import { describe, expect, it } from "vitest";
import { compileGlob, matches } from "../../../src/domain/paths/glob.ts";

/** Dot-files are files like others; a pattern is never a comment, a negation or an extended one. */
const OPTIONS = { dot: true, nocomment: true, nonegate: true, noext: true, platform: "linux" } as const;

function ours(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern);
  return glob !== null && matches(glob, path);
}

/** Named difference: a last name without wildcards also stands for a whole directory, and so does one with `/`. */
function theirs(pattern: string, path: string): boolean {
  const whole = pattern.endsWith("/") ? `${pattern}**` : pattern;
  return new Minimatch(whole, OPTIONS).braceExpand().some((alternative) => {
    const plain = !/[*?]/.test(alternative.slice(alternative.lastIndexOf("/") + 1));
    const alone = (glob: string) => new Minimatch(glob, { ...OPTIONS, nobrace: true }).match(path);
    return alone(alternative) || (plain && alone(`${alternative}/**`));
  });
}

const LETTERS = ["a", "b", "ab", ".", ".a", "-", "é", "😀", "~", "@", "#", "!", "x"];
const name = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "." && text !== "..");
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));

const { pattern } = fc.letrec<{ part: string; segment: string; braces: string; pattern: string }>((tie) => ({
  part: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...LETTERS, "*", "?", "**") }, tie("braces")),
  segment: fc.oneof(
    fc.constantFrom("**", "*"),
    name,
    fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
  ),
  braces: fc
    .array(fc.oneof({ maxDepth: 2 }, fc.constantFrom("", "a", "b/a", "*", "x?"), tie("segment")), {
      minLength: 2,
      maxLength: 3,
    })
    .map((options) => `{${options.join(",")}}`),
  pattern: fc
    .tuple(fc.array(tie("segment"), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "", "", "/"))
    .map(([segments, end]) => segments.join("/") + end)
    // Named below.
    .filter((text) => !text.startsWith("./")),
}));

describe("globs against minimatch", () => {
  it("match the same paths", () => {
    fc.assert(
      fc.property(pattern, fc.array(path, { minLength: 4, maxLength: 8 }), (glob, paths) => {
        fc.pre(compileGlob(glob) !== null);
        for (const one of paths) expect({ one, is: ours(glob, one) }).toEqual({ one, is: theirs(glob, one) });
      }),
      { numRuns: 800 },
    );
  });

  it("match what their own wildcards were filled in with", () => {
    const filled = fc.tuple(pattern, name, path).map(([glob, one, more]) => ({
      glob,
      path: glob.replaceAll("**", more).replaceAll("*", one).replaceAll("?", "b"),
    }));
    fc.assert(
      fc.property(filled, ({ glob, path: one }) => {
        fc.pre(compileGlob(glob) !== null);
        expect(ours(glob, one)).toBe(theirs(glob, one));
      }),
      { numRuns: 800 },
    );
  });
});

describe("globs, where we differ from minimatch", () => {
  const plain = (glob: string, one: string) => new Minimatch(glob, OPTIONS).match(one);

  it.each([
    ["a plain last name is also the directory: so people mean it in Target", "src/lib", "src/lib/a.ts"],
    ["a pattern with a slash at its end is all below it", "src/", "src/a.ts"],
    ["`./` in front says nothing: paths are relative to the repository", "./a", "a"],
    ["brackets stand for themselves: routes of many frameworks are called so", "app/[id]/a", "app/[id]/a"],
    ["dots between numbers are no range", "{1..3}", "{1..3}"],
    ["a dollar in front of braces is a character", "$".concat("{a,b}"), "$a"],
    ["a name in another normal form is the same name", "cafe\u0301", "caf\u00e9"],
  ])("match where minimatch does not: %s", (_, glob, one) => {
    expect([ours(glob, one), plain(glob, one)]).toEqual([true, false]);
  });

  it.each([
    ["brackets are no set of characters", "[ab]", "a"],
    ["dots between numbers are no range", "{1..3}", "2"],
    ["backslashes are refused: no path holds one", "\\a", "a"],
    ["a negation is refused: Target has `Do NOT modify` for it", "!a", "!a"],
    ["git's own directory is refused", ".git/config", ".git/config"],
  ])("do not match where minimatch does: %s", (_, glob, one) => {
    expect([ours(glob, one), plain(glob, one)]).toEqual([false, true]);
  });
});
