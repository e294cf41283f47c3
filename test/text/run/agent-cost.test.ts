import { describe, expect, it } from "vitest";
import {
  claudeCost,
  codexCost,
  geminiCost,
  opencodeCost,
  UNKNOWN_COST,
} from "../../../src/text/run/agent-cost.ts";

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("claudeCost", () => {
  it("takes money and tokens from the result, cached input included", () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 5,
      cache_read_input_tokens: 100,
      output_tokens: 7,
    };
    const result = { type: "result", subtype: "success", total_cost_usd: 0.25, usage };
    expect(claudeCost(lines(result))).toEqual({ usd: 0.25, input_tokens: 115, output_tokens: 7 });
  });
});

describe("codexCost", () => {
  it("adds the turns up and knows no money", () => {
    const turn = (input_tokens: number) => ({
      type: "turn.completed",
      usage: { input_tokens, output_tokens: 2 },
    });
    expect(codexCost(lines({ type: "thread.started" }, turn(3), turn(4)))).toEqual({
      usd: null,
      input_tokens: 7,
      output_tokens: 4,
    });
  });
});

describe("geminiCost", () => {
  it("takes the last statistics", () => {
    const result = { type: "result", stats: { total_tokens: 9, input_tokens: 6, output_tokens: 3 } };
    expect(geminiCost(lines({ type: "init" }, result))).toEqual({
      usd: null,
      input_tokens: 6,
      output_tokens: 3,
    });
  });
});

describe("opencodeCost", () => {
  it("adds the steps up and counts a repeated one once", () => {
    const step = (id: string, cost: number) => ({
      type: "step_finish",
      part: { id, cost, tokens: { input: 5, output: 1, reasoning: 2, cache: { read: 0, write: 0 } } },
    });
    expect(opencodeCost(lines(step("a", 0.5), step("b", 0.25), step("b", 0.25)))).toEqual({
      usd: 0.75,
      input_tokens: 10,
      output_tokens: 6,
    });
  });
});

describe.each([
  ["claude", claudeCost],
  ["codex", codexCost],
  ["gemini", geminiCost],
  ["opencode", opencodeCost],
])("the cost of %s", (_name, cost) => {
  it("is unknown, not zero, where the output does not tell it", () => {
    for (const output of ["", "hello", "{", "{}", '{"type":"result"}', '{"type":"step_finish"}']) {
      expect(cost(output)).toEqual(UNKNOWN_COST);
    }
  });

  it("is unknown where the output is more noise than anything else", () => {
    expect(cost("{x\n".repeat(2_000))).toEqual(UNKNOWN_COST);
  });
});

describe("the lines of an agent", () => {
  const usage = { input_tokens: 6, output_tokens: 3 };
  const claude = lines({ type: "result", usage }, { type: "end" });
  const gemini = lines({ type: "result", stats: usage }, { type: "end" });

  it("count whatever follows them", () => {
    expect(claudeCost(claude)).toEqual({ usd: null, ...usage });
    expect(geminiCost(gemini)).toEqual({ usd: null, ...usage });
  });

  it("count among a thousand that look like JSON and are not, and among any that do not", () => {
    for (const noise of ["{x\n".repeat(1_000), "x\n".repeat(5_000)])
      expect(geminiCost(noise + gemini)).toEqual({ usd: null, ...usage });
    expect(geminiCost("{x\n".repeat(1_001) + gemini)).toEqual(UNKNOWN_COST);
  });
});

describe("a cost beyond all numbers", () => {
  const huge = { input_tokens: 1e308, output_tokens: 1e308 };

  it.each([
    ["claude", claudeCost(lines({ type: "result", usage: { ...huge, cache_read_input_tokens: 1e308 } }))],
    ["codex", codexCost(lines(...[1, 2].map(() => ({ type: "turn.completed", usage: huge }))))],
    [
      "opencode",
      opencodeCost(
        lines(
          ...["a", "b"].map((id) => ({
            type: "step_finish",
            part: { id, cost: 1e308, tokens: { input: 1e308, output: 1e308 } },
          })),
        ),
      ),
    ],
  ])("of %s is unknown", (_name, { usd, input_tokens }) => {
    expect({ usd, input_tokens }).toEqual({ usd: null, input_tokens: null });
  });
});
