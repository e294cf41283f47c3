import { describe, expect, it } from "vitest";
import { claude } from "../../../../src/text/agents/rows/claude.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

describe("claude", () => {
  it("has tools that read and edit files and no other, and writes its answer beside the workspace", () => {
    expect(claude.argv(PLACES, NOTHING).join(" ")).toBe(
      "claude -p --output-format stream-json --verbose --no-session-persistence --max-turns 60 " +
        "--setting-sources user --strict-mcp-config --permission-mode acceptEdits " +
        "--tools Read,Edit,Write,Glob,Grep --allowedTools Read,Edit,Write,Glob,Grep --add-dir /x",
    );
  });

  it("takes model and server of the operator", () => {
    expect(claude.argv(PLACES, CHOSEN).join(" ")).toContain(" --model some/model-1 --add-dir /x");
    const quiet = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" };
    expect(claude.setting?.(CHOSEN, [])).toEqual({
      environment: { ...quiet, ANTHROPIC_BASE_URL: "https://models.example.com/v1" },
    });
    expect(claude.setting?.(NOTHING, [])).toEqual({ environment: quiet });
  });

  it("tells money and tokens in its result, cached input included", () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 5,
      cache_read_input_tokens: 100,
      output_tokens: 7,
    };
    const result = { type: "result", subtype: "success", total_cost_usd: 0.25, usage };
    expect(claude.cost(told(lines(result)))).toEqual({ usd: 0.25, input_tokens: 115, output_tokens: 7 });
  });

  it("tells tokens without money, whatever follows its result", () => {
    const usage = { input_tokens: 6, output_tokens: 3 };
    expect(claude.cost(told(lines({ type: "result", usage }, { type: "end" })))).toEqual({
      usd: null,
      ...usage,
    });
  });

  it("tells nothing that is beyond all numbers", () => {
    const usage = { input_tokens: 1e308, output_tokens: 1e308, cache_read_input_tokens: 1e308 };
    const { usd, input_tokens } = claude.cost(told(lines({ type: "result", usage })));
    expect({ usd, input_tokens }).toEqual({ usd: null, input_tokens: null });
  });

  it("tells nothing that is beyond all numbers where its session was stopped", () => {
    const answer = (id: string, input_tokens: number) => ({
      type: "assistant",
      message: { id, usage: { input_tokens, cache_read_input_tokens: input_tokens, output_tokens: 1 } },
    });
    expect(claude.cost(told(lines(answer("a", 5), answer("b", 1e308))))).toEqual(UNKNOWN_COST);
    expect(claude.cost(told(lines(answer("a", 5), answer("b", 6))))).toEqual({
      ...UNKNOWN_COST,
      input_tokens: 22,
    });
  });

  it("says of a result that is an error what is there: a status, words, both or neither", () => {
    const ended = (more: object) =>
      claude.failure(told(lines({ type: "result", subtype: "success", is_error: true, ...more })));
    expect(ended({ api_error_status: 400, result: "Credit balance is too low" })).toEqual({
      ...{ status: 400, said: "Credit balance is too low", limit: null },
    });
    expect(ended({ result: "Not logged in" })).toEqual({ status: null, said: "Not logged in", limit: null });
    expect(ended({})).toEqual({ status: null, said: "", limit: null });
  });

  it("says that nobody answered where it tries again without a status, and its own word where there is one", () => {
    const tried = (error: string | null, error_status: number | null = null) =>
      claude.failure(told(lines({ type: "system", subtype: "api_retry", error_status, error })));
    expect(tried("unknown")).toEqual({ status: null, isUnanswered: true, said: "", limit: null });
    expect(tried("overloaded")).toEqual({ status: null, said: "overloaded", limit: null });
    expect(tried(null)).toEqual({ status: null, said: "", limit: null });
    expect(tried("rate_limit", 429)).toEqual({ status: 429, said: "", limit: null });
  });
});
