import { describe, expect, it } from "vitest";
import { readChoice } from "../../../src/text/agents/agent-choice.ts";

const choose = (agent: string, AUTOLOOP_AGENT_MODEL?: string, AUTOLOOP_AGENT_BASE_URL?: string) =>
  readChoice(agent, { AUTOLOOP_AGENT_MODEL, AUTOLOOP_AGENT_BASE_URL });

describe("readChoice", () => {
  it("takes an empty variable for none, as GitHub gives one that nobody set", () => {
    expect(choose("claude", "", "")).toEqual({ choice: { model: null, baseUrl: null }, problems: [] });
    expect(choose("tuner")).toEqual({ choice: { model: null, baseUrl: null }, problems: [] });
  });

  it("lets nothing through that a command line could take for something else", () => {
    const models = [
      "gpt-5",
      "anthropic/claude-x@1",
      "us.model:0",
      "m+1",
      "-x",
      "a b",
      "a\nb",
      "a;b",
      "x".repeat(201),
    ];
    expect(models.filter((model) => choose("claude", model).problems.length === 0)).toEqual(
      models.slice(0, 4),
    );
    const servers = [
      "https://a.example/v1",
      "http://127.0.0.1:8000",
      "http://a.example",
      "https://u:p@a",
      "file:///a",
    ];
    expect(servers.filter((url) => choose("codex", "", url).problems.length === 0)).toEqual(
      servers.slice(0, 2),
    );
  });

  it("says so where an agent takes no notice, or where nobody knows the agent", () => {
    expect(choose("command", "m").problems).toEqual(["AUTOLOOP_AGENT_MODEL: the agent command takes none"]);
    expect(choose("nobody", "m").problems).toHaveLength(1);
  });
});
