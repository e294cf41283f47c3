// What hostile text is made of: fragments of the format in question, mixed with nonsense. Random characters alone never
// get past the first line of a parser.

import fc from "fast-check";

const ODD = [
  ..."\u0000\u0007\u001b\u0085\u00a0\u00ad\u0301\u115f\u200b\u200d\u202e\u2028\u2060\ufeff\ud800\udc00\uff20\ufffd",
  ..."\u212a\u0130\u0131\u017f\u00df\ufb01",
  "\u{e0041}",
  "\u{1f600}",
  "\u001b[31m",
  "\u001b]0;x\u0007",
  "__proto__",
  "constructor",
  "-0",
  "NaN",
  "1e999",
  "9007199254740993",
] as const;

/** What Markdown and most formats are made of. */
export const PUNCTUATION = [..."`~*_[]()<>{}!#@$&|\\/-+=:;.,'\"? \n\r\t", "\r\n", "\n\n"] as const;

/** A piece of nonsense. */
export const nonsense: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD),
  fc.constantFrom(...PUNCTUATION),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** One of these, or nonsense. */
export function piece(...fragments: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fragments) }, nonsense);
}

/** Pieces in a row; now and then one of them very often. */
export function soup(fragments: readonly string[], maxLength = 20, between = ""): fc.Arbitrary<string> {
  const one = piece(...fragments);
  const many = fc.tuple(one, fc.integer({ min: 2, max: 60 })).map(([text, times]) => text.repeat(times));
  return fc
    .array(fc.oneof({ weight: 30, arbitrary: one }, many), { maxLength })
    .map((parts) => parts.join(between));
}

/** A text of `good` with a few places overwritten, cut out or doubled. */
export function mutated(good: fc.Arbitrary<string>, fragments: readonly string[] = []): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.tuple(place, fc.nat({ max: 12 }), fc.oneof(nonsense, fc.constantFrom("", ...fragments)));
  return fc.tuple(good, fc.array(change, { maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((so, [at, length, put]) => {
      const from = Math.floor(at * so.length);
      return so.slice(0, from) + put + so.slice(from + length);
    }, text),
  );
}

/** Text that means something to GitHub, to Markdown or to the app itself. */
export const LIVE_PIECES = [
  "@octocat",
  "@org/team",
  "#123",
  "GH-1",
  "gh-12",
  "octo/repo#1",
  "octo@abcdef1",
  "https://github.com/o/r/issues/1",
  "ftp://x.y",
  "www.example.com",
  "a@b.co",
  "mailto:a@b.co",
  "abcdef1234567890",
  "1234567",
  "Fixes ",
  "closes: ",
  "<!--",
  "-->",
  "<!-- autoloop:v1 iteration program=x number=1 -->",
  "</details>",
  "<img src=x>",
  "![x](https://x.y/z.png)",
  "[x](javascript:1)",
  "[^1]: note",
  "```",
  "~~~",
  "&lt;",
  "&#64;",
  "/autoloop stop",
  "    code",
  "1. ",
  "- [ ] ",
  "> ",
  "# ",
  "---",
  "===",
  "|---|",
  "| a | b |",
  ":-:",
  "[skip ci]",
  "***NO_CI***",
  "skip-checks: true",
  "Autoloop-Program: x",
  "Co-authored-by: x <a@b.co>",
  "word",
  "größe",
  "😀",
  "CVE-2024-1",
] as const;
