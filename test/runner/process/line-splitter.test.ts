import { describe, expect, it } from "vitest";
import { LineSplitter } from "../../../src/runner/process/line-splitter.ts";

function linesOf(...chunks: readonly Buffer[]): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  return lines;
}

describe("LineSplitter", () => {
  it("tells each line when it has ended, in whatever pieces it comes", () => {
    const bytes = Buffer.from("one\nzwölf\n\nnot ended");
    const each = Array.from(bytes, (byte) => Buffer.of(byte));
    expect(linesOf(bytes)).toEqual(["one", "zwölf", ""]);
    expect(linesOf(...each)).toEqual(["one", "zwölf", ""]);
  });

  it("passes a line by that is too long, and none behind it", () => {
    const most = "x".repeat(64 * 1024);
    expect(linesOf(Buffer.from(`${most}\n${most}x\nshort\n`))).toEqual([most, "short"]);
    expect(linesOf(Buffer.from(most), Buffer.from("x"), Buffer.from("\nshort\n"))).toEqual(["short"]);
  });
});
