import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { URL_CHARACTERS } from "../../src/domain/limits.ts";
import { githubLinks } from "../../src/github/links.ts";
import { LINKS, WEB_URL } from "../support/github/links.ts";

describe("the page of a new file", () => {
  it("holds path and text so that GitHub reads both as they were, or the path alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 9_000 }), (text) => {
        const url = LINKS.newFile("main", ".github/workflows/x y.yml", text);
        expect(url.length).toBeLessThanOrEqual(URL_CHARACTERS);
        const { pathname, searchParams } = new URL(url);
        expect(pathname).toBe("/octo/carton/new/main");
        expect(searchParams.get("filename")).toBe(".github/workflows/x y.yml");
        expect([text, null]).toContain(searchParams.get("value"));
      }),
    );
  });

  it("leaves the text out only where the link would be too long", () => {
    const room = URL_CHARACTERS - LINKS.newFile("main", "x", "").length;
    expect(new URL(LINKS.newFile("main", "x", "a".repeat(room))).searchParams.get("value")).toHaveLength(
      room,
    );
    expect(new URL(LINKS.newFile("main", "x", "a".repeat(room + 1))).searchParams.has("value")).toBe(false);
  });
});

describe(githubLinks, () => {
  it.each(["main", "release/1.0", "we?ird#branch&x=y", "a)](https://evil.example)", "größe ünd <b>"])(
    "stay on the repository's pages and inside a Markdown link, whatever the branch %j",
    (branch) => {
      for (const url of [LINKS.newFile(branch, "a/b.yml", "( ) [x]")]) {
        expect(url).toMatch(/^[^\s()[\]<>]+$/);
        expect(url.startsWith(`${WEB_URL}/`)).toBe(true);
        expect(decodeURIComponent(new URL(url).pathname)).toContain(`/${branch}`);
      }
    },
  );

  it("name the form of an issue", () => {
    expect(LINKS.newIssue("autoloop-program.yml")).toBe(
      `${WEB_URL}/issues/new?template=autoloop-program.yml`,
    );
  });
});
