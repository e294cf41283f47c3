import { describe, expect, it } from "vitest";
import { codeSpans, withoutCode, withoutComments } from "../../../src/text/markdown/inline.ts";

describe("codeSpans", () => {
  it("pairs runs of the same length", () => {
    const contents = (text: string) => codeSpans(text).map(({ content }) => content);
    expect(contents("a `b` ``c`d`` `` `e`")).toEqual(["b", "c`d", "e"]);
    expect(contents("`` ` ``")).toEqual(["`"]);
    expect(contents("no ` end")).toEqual([]);
  });
});

describe("withoutCode", () => {
  it("leaves the words", () => {
    expect(withoutCode("a `b` c")).toBe("a   c");
  });
});

describe("withoutComments", () => {
  it("takes out what a reader does not see, and nothing else", () => {
    expect(withoutComments("a <!-- x\ny -->b `<!-- c -->` <!-- d")).toBe("a b `<!-- c -->` <!-- d");
  });
});

describe("codeSpans: backslashes", () => {
  const contents = (text: string) => codeSpans(text).map(({ content }) => content);

  it("lets one take a backtick away where a span could begin", () => {
    expect(contents("\\`a` b`")).toEqual(["b"]);
    expect(contents("\\``a`")).toEqual(["a"]);
    expect(contents("\\`a\\`")).toEqual([]);
    expect(codeSpans("\\``a`")).toEqual([{ content: "a", start: 2, end: 5 }]);
  });

  it("lets a backslash take the next one's meaning away", () => {
    expect(contents("\\\\`a`")).toEqual(["a"]);
    expect(contents("\\\\\\`a`")).toEqual([]);
  });

  it("lets none mean anything within a span", () => {
    expect(contents("`a\\` b")).toEqual(["a\\"]);
    expect(contents("``a\\`` b")).toEqual(["a\\"]);
  });
});
