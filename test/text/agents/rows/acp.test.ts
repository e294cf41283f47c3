import { describe, expect, it } from "vitest";
import { acp } from "../../../../src/text/agents/rows/acp.ts";
import { CHOSEN, lines, NOTHING, PLACES, told } from "../places.ts";

const run = (name: string, ...more: object[]) => told(lines({ type: "agent", name }, ...more));
const tokens = (usage: object) => ({ type: "tokens", usage });

describe("acp", () => {
  it("starts the operator's line by the client that comes with the runner", () => {
    const client = ["/bin/node", "/runner/agents/acp/main.js", "/x/prompt.md", "/x"];
    expect(acp.argv(PLACES, NOTHING)).toEqual([...client, "", ...PLACES.line]);
    expect(acp.argv(PLACES, CHOSEN)).toEqual([...client, "some/model-1", ...PLACES.line]);
  });

  it("counts cached input as input, where it stands beside it", () => {
    const usage = { inputTokens: 9_600, cachedReadTokens: 400, cachedWriteTokens: 5, outputTokens: 100 };
    for (const name of ["@agentclientprotocol/claude-agent-acp", "@agentclientprotocol/codex-acp"]) {
      expect(acp.cost(run(name, tokens(usage)))).toEqual({
        ...{ usd: null, input_tokens: 10_005, output_tokens: 100 },
      });
      expect(acp.cost(run(name, tokens({ inputTokens: 7 })))).toEqual({
        ...{ usd: null, input_tokens: 7, output_tokens: null },
      });
      expect(acp.cost(run(name, tokens({})))).toMatchObject({ input_tokens: null, output_tokens: null });
    }
  });

  it("has of an agent's quota what is whole: the input, for thoughts are not in the output", () => {
    const quota = { input_tokens: 28_000, output_tokens: 280 };
    expect(acp.cost(run("gemini-cli", { type: "tokens", quota }))).toEqual({
      ...{ usd: null, input_tokens: 28_000, output_tokens: null },
    });
    expect(acp.cost(run("gemini-cli"))).toMatchObject({ input_tokens: null, output_tokens: null });
  });

  it("counts cached input once, where it is part of the input", () => {
    const usage = { inputTokens: 4_900, cachedReadTokens: 600, outputTokens: 62, thoughtTokens: 16 };
    expect(acp.cost(run("Copilot", tokens(usage)))).toMatchObject({ input_tokens: 4_900, output_tokens: 62 });
    expect(acp.cost(run("Copilot"))).toMatchObject({ input_tokens: null, output_tokens: null });
  });

  it("knows no tokens of an agent whose numbers mean something else, or that nobody looked at", () => {
    const usage = { inputTokens: 7_000, outputTokens: 70 };
    for (const name of ["OpenCode", "constructor", "some-agent"]) {
      expect(acp.cost(run(name, tokens(usage), { type: "money", usd: 0.03 }))).toEqual({
        ...{ usd: 0.03, input_tokens: null, output_tokens: null },
      });
    }
    expect(acp.cost(told(""))).toEqual({ usd: null, input_tokens: null, output_tokens: null });
  });

  it("takes no price of nothing for a fact", () => {
    expect(acp.cost(run("some-agent", { type: "money", usd: 0 })).usd).toBeNull();
  });

  it("tells a refused key, another failure in the agent's words, and a limit of the agent's own", () => {
    const failed = (code: number | null) => run("some-agent", { type: "failure", code, said: "no credit" });
    expect(acp.failure(failed(-32_000))).toEqual({ status: 401, said: "no credit", limit: null });
    expect(acp.failure(failed(null))).toEqual({ status: null, said: "no credit", limit: null });
    expect(acp.failure(run("some-agent", { type: "limit", what: "requests" }))).toEqual({
      ...{ status: null, said: "", limit: "requests to its model" },
    });
  });

  it("reads the answer of the model's server that an agent quotes", () => {
    const said = '{"error":{"code":403,"message":"no such account","status":"PERMISSION_DENIED"}}';
    expect(acp.failure(run("gemini-cli", { type: "failure", code: -32_603, said }))).toEqual({
      ...{ status: 403, said: "no such account", limit: null },
    });
  });

  it("knows by its tool calls that its model has answered", () => {
    const step = (what: string) => acp.hasAnswered?.(run("some-agent", { type: "step", what }));
    expect([step("tool_call"), step("agent_message_chunk")]).toEqual([true, false]);
  });

  it("says nothing of why it failed where nothing was told", () => {
    expect(acp.failure(run("some-agent", { type: "step", what: "tool_call" }))).toBeNull();
  });
});
