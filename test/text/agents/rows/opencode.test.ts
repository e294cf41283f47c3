import { describe, expect, it } from "vitest";
import { opencode } from "../../../../src/text/agents/rows/opencode.ts";
import { lines, PLACES } from "../places.ts";

describe("opencode", () => {
  it("takes the prompt from standard input", () => {
    expect(opencode.stdin).toBe(true);
    expect(opencode.argv?.(PLACES)).toEqual([
      ...["opencode", "run", "--format", "json", "--auto", "Do what the text on standard input says."],
    ]);
  });

  it("tells money and tokens of each step, and a repeated one counts once", () => {
    const step = (id: string, cost: number) => ({
      type: "step_finish",
      part: { id, cost, tokens: { input: 5, output: 1, reasoning: 2, cache: { read: 0, write: 0 } } },
    });
    expect(opencode.cost(lines(step("a", 0.5), step("b", 0.25), step("b", 0.25)))).toEqual({
      usd: 0.75,
      input_tokens: 10,
      output_tokens: 6,
    });
  });

  it("tells nothing that is beyond all numbers", () => {
    const step = (id: string) => ({
      type: "step_finish",
      part: { id, cost: 1e308, tokens: { input: 1e308, output: 1e308 } },
    });
    const { usd, input_tokens } = opencode.cost(lines(step("a"), step("b")));
    expect({ usd, input_tokens }).toEqual({ usd: null, input_tokens: null });
  });
});
