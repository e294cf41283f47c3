import { describe, expect, it } from "vitest";
import { gemini } from "../../../../src/text/agents/rows/gemini.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { lines, PLACES } from "../places.ts";

const stats = { input_tokens: 6, output_tokens: 3 };

describe("gemini", () => {
  it("may edit files and write its answer beside the workspace", () => {
    expect(gemini.argv?.(PLACES)).toEqual([
      ...["gemini", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
      ...["--approval-mode", "auto_edit", "--include-directories", "/x"],
    ]);
  });

  it("tells tokens in its last statistics and no money", () => {
    const first = { type: "result", stats: { input_tokens: 1, output_tokens: 1 } };
    const result = { type: "result", stats: { total_tokens: 9, ...stats } };
    expect(gemini.cost(lines({ type: "init" }, first, result, { type: "end" }))).toEqual({
      usd: null,
      ...stats,
    });
  });

  it("is heard among a thousand lines that look like JSON and are not, and among any that do not", () => {
    const result = lines({ type: "result", stats });
    for (const noise of ["{x\n".repeat(1_000), "x\n".repeat(5_000)])
      expect(gemini.cost(noise + result)).toEqual({ usd: null, ...stats });
    expect(gemini.cost("{x\n".repeat(1_001) + result)).toEqual(UNKNOWN_COST);
  });
});
