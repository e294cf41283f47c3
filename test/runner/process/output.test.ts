import { describe, expect, it } from "vitest";
import { BoundedOutput, lastLines } from "../../../src/runner/process/output.ts";

function kept(head: number, tail: number, ...chunks: string[]): string {
  const output = new BoundedOutput(head, tail);
  for (const chunk of chunks) output.push(Buffer.from(chunk));
  return output.text();
}

describe("BoundedOutput", () => {
  it("keeps everything that fits", () => {
    expect(kept(3, 4, "ab", "cde", "fg")).toBe("abcdefg");
    expect(kept(0, 4)).toBe("");
  });

  it("keeps beginning and end of what does not, and counts the rest", () => {
    expect(kept(2, 3, "abcdefghij")).toBe("ab\n… 5 bytes left out …\nhij");
    expect(kept(2, 3, ..."abcdefghij")).toBe("ab\n… 5 bytes left out …\nhij");
    expect(kept(0, 3, "abcd", "ef", "g")).toBe("\n… 4 bytes left out …\nefg");
  });
});

describe("lastLines", () => {
  it("gives the end of a text", () => {
    expect(lastLines("a\nb\nc\n\n", 2)).toBe("b\nc");
    expect(lastLines("abcdef", 2, 3)).toBe("def");
  });
});
