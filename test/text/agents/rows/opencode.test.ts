import { describe, expect, it } from "vitest";
import type { AgentChoice } from "../../../../src/text/agents/agent-row.ts";
import { opencode } from "../../../../src/text/agents/rows/opencode.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

describe("opencode", () => {
  it("takes the prompt from standard input", () => {
    expect(opencode.stdin).toBe(true);
    expect(opencode.argv(PLACES, NOTHING)).toEqual([
      ...["opencode", "run", "--format", "json", "--auto", "Do what the text on standard input says."],
    ]);
  });

  it("is told the providers whose keys it has, and never that of its maker", () => {
    const configured = (choice: AgentChoice, ...given: string[]) =>
      JSON.parse(opencode.setting?.(choice, given).environment?.OPENCODE_CONFIG_CONTENT ?? "");
    const usual = { autoupdate: false, share: "disabled", disabled_providers: ["opencode"] };
    expect(configured(NOTHING, "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "HTTPS_PROXY")).toEqual({
      ...usual,
      enabled_providers: ["anthropic", "google"],
    });
    expect(configured(NOTHING, "SOME_TOKEN")).toEqual(usual);
    expect(configured({ ...CHOSEN, baseUrl: null }, "OPENAI_API_KEY")).toMatchObject({
      enabled_providers: ["some", "openai"],
    });
    expect(configured({ ...CHOSEN, model: "gpt-5" }, "OPENAI_API_KEY").provider).toEqual({
      openai: { options: { baseURL: "https://models.example.com/v1" } },
    });
    expect(configured(CHOSEN).provider).toHaveProperty("some");
  });

  it("takes its maker's models where the operator names one and has the key", () => {
    const model = "opencode/some-model";
    const { environment } = opencode.setting?.({ ...NOTHING, model }, ["OPENCODE_API_KEY"]) ?? {};
    expect(JSON.parse(environment?.OPENCODE_CONFIG_CONTENT ?? "")).toEqual({
      ...{ autoupdate: false, share: "disabled", enabled_providers: ["opencode"] },
    });
    expect(opencode.argv(PLACES, { ...NOTHING, model })).toContain(model);
  });

  it("counts cached input as input, and takes nothing for a price where there is none", () => {
    const tokens = { input: 1000, output: 10, reasoning: 0, cache: { read: 100, write: 5 } };
    expect(opencode.cost(told(lines({ type: "step_finish", part: { id: "a", cost: 0, tokens } })))).toEqual({
      usd: null,
      input_tokens: 1105,
      output_tokens: 10,
    });
  });

  it("tells money and tokens of each step, and a repeated one counts once", () => {
    const step = (id: string, cost: number) => ({
      type: "step_finish",
      part: { id, cost, tokens: { input: 5, output: 1, reasoning: 2, cache: { read: 0, write: 0 } } },
    });
    expect(opencode.cost(told(lines(step("a", 0.5), step("b", 0.25), step("b", 0.25))))).toEqual({
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
    const { usd, input_tokens } = opencode.cost(told(lines(step("a"), step("b"))));
    expect({ usd, input_tokens }).toEqual({ usd: null, input_tokens: null });
  });

  it("says its last error with the status where it has one", () => {
    const failed = (...data: readonly object[]) =>
      opencode.failure(told(lines(...data.map((one) => ({ type: "error", error: { data: one } })))));
    const quota = { message: "No quota", statusCode: 429 };
    expect(failed({ message: "first" }, quota)).toEqual({ status: 429, said: "No quota", limit: null });
    expect(failed(quota, { message: "unreachable" })).toEqual({
      ...{ status: null, said: "unreachable", limit: null },
    });
    expect(failed()).toBeNull();
  });
});
