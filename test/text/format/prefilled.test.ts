import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { URL_CHARACTERS } from "../../../src/domain/limits.ts";
import { editFileUrl, issueFormUrl, newFileUrl } from "../../../src/text/format/prefilled.ts";

const WEB = "https://github.com/octo/carton";

describe(newFileUrl, () => {
  it("holds path and text so that GitHub reads both as they were, or the path alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 9_000 }), (text) => {
        const url = newFileUrl(WEB, "main", ".github/workflows/x y.yml", text);
        expect(url.length).toBeLessThanOrEqual(URL_CHARACTERS);
        const { pathname, searchParams } = new URL(url);
        expect(pathname).toBe("/octo/carton/new/main");
        expect(searchParams.get("filename")).toBe(".github/workflows/x y.yml");
        expect([text, null]).toContain(searchParams.get("value"));
      }),
    );
  });

  it("leaves the text out only where the link would be too long", () => {
    const room = URL_CHARACTERS - newFileUrl(WEB, "main", "x", "").length;
    expect(new URL(newFileUrl(WEB, "main", "x", "a".repeat(room))).searchParams.get("value")).toHaveLength(
      room,
    );
    expect(new URL(newFileUrl(WEB, "main", "x", "a".repeat(room + 1))).searchParams.has("value")).toBe(false);
  });
});

describe("links", () => {
  it.each(["main", "release/1.0", "we?ird#branch&x=y", "a)](https://evil.example)", "größe ünd <b>"])(
    "stay on the repository's pages and inside a Markdown link, whatever the branch %j",
    (branch) => {
      for (const url of [
        newFileUrl(WEB, branch, "a/b.yml", "( ) [x]"),
        editFileUrl(WEB, branch, "a/b.yml"),
      ]) {
        expect(url).toMatch(/^[^\s()[\]<>]+$/);
        expect(url.startsWith(`${WEB}/`)).toBe(true);
        expect(decodeURIComponent(new URL(url).pathname)).toContain(`/${branch}`);
      }
    },
  );

  it("name the form of an issue", () => {
    expect(issueFormUrl(WEB, "autoloop-program.yml")).toBe(`${WEB}/issues/new?template=autoloop-program.yml`);
  });
});
