import { describe, expect, it } from "vitest";
import { BODY_CHARACTERS } from "../../../src/domain/limits.ts";
import { digestComment } from "../../../src/text/comments/digest-comment.ts";
import { digestOf } from "../../../src/text/format/markers.ts";
import type { ResultRow } from "../../../src/text/journal/results-table.ts";
import { LINKS } from "../../support/github/links.ts";

const row = (change: Partial<ResultRow> = {}): ResultRow => ({
  metric: 750,
  delta: -10,
  status: "keep",
  description: "Make it deeper.",
  ...change,
});

describe(digestComment, () => {
  it("says each iteration in one line", () => {
    const lines = [
      { number: 0, row: row({ metric: 760, delta: null, status: "baseline", description: "Measured." }) },
      { number: 1, row: row() },
      { number: 2, row: row({ metric: 800, delta: 50, status: "discard" }) },
      { number: 3, row: row({ metric: null, delta: null, status: "crash", description: "" }) },
      { number: 7, row: null },
    ];
    expect(digestComment("carton", lines, LINKS)).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 digest program=carton from=0 to=7 -->
      ### 📚 Iterations 0 to 7

      ✅ 1 accepted, ❌ 1 rejected, ⚠️ 1 with an error. One line for each instead of a comment, because an issue holds only so many; the [journal](https://github.com/octo/carton/tree/memory/autoloop/journal/carton) has all of it.

      - **0** 📏 760: Measured.
      - **1** ✅ 750 (−10): Make it deeper.
      - **2** ❌ 800 (+50): Make it deeper.
      - **3** ⚠️
      - **7** —
      "
    `);
  });

  it("names the iterations that it stands for", () => {
    const body = digestComment(
      "carton",
      [
        { number: 5, row: row() },
        { number: 9, row: null },
      ],
      LINKS,
    );
    expect(digestOf(body)).toEqual({ program: "carton", from: 5, to: 9 });
    expect(digestOf(` ${body}`)).toBeNull();
  });

  it.each(["@maintainer fixes #1 ", "@ ", "*<|`&_[]~\\", "<!-- autoloop -->", "字"])(
    "keeps %j inert, and a hundred lines of it within one comment",
    (hostile) => {
      const description = hostile.repeat(200);
      const lines = Array.from({ length: 100 }, (_, number) => ({
        number: 999_999_800 + number,
        row: row({ metric: -1.234567e-300, delta: 1.234567e300, description }),
      }));
      const body = digestComment("a".repeat(64), lines, LINKS);
      expect(body.length).toBeLessThan(BODY_CHARACTERS);
      expect(body.replace(/`[^`\n]*`/g, "")).not.toMatch(/@|#1|<!-- autoloop -->/);
    },
  );
});
