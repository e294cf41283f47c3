import { describe, expect, it } from "vitest";
import { agentNames, findAgent, variablesFor } from "../../../src/runner/agents/agents.ts";
import { AGENT_NAMES } from "../../../src/text/agents/agents.ts";
import { NOTHING } from "../../text/agents/places.ts";

const PLACES = {
  prompt: "/x/prompt.md",
  context: "/x/context.json",
  answer: "/x/answer.json",
  exchange: "/x",
  isIsolated: false,
};
const NAMES = AGENT_NAMES.filter((name) => !["acp", "command"].includes(name));

describe("findAgent", () => {
  it("knows every agent that it names, and no other", () => {
    expect(agentNames(null)).toEqual(NAMES);
    expect(NAMES.filter((name) => findAgent(name, null) === null)).toEqual([]);
    expect(
      ["", "acp", "command", "constructor", "toString", "claude "].filter((name) => findAgent(name, null)),
    ).toEqual([]);
  });

  it("runs the operator's own line for `command`", () => {
    expect(agentNames("my-agent --fast")).toContain("command");
    expect(findAgent("command", "my-agent --fast")?.argv(PLACES, NOTHING)).toEqual([
      "bash",
      "--norc",
      "-c",
      "my-agent --fast",
    ]);
  });

  it.each(["claude", "codex", "copilot", "gemini"])(
    "lets %s write its answer beside the workspace",
    (name) => {
      expect(findAgent(name, null)?.argv(PLACES, NOTHING).join(" ")).toMatch(
        /(?:--add-dir[ =]|--include-directories )\/x\b/,
      );
    },
  );

  it("gives an agent that reads no standard input the prompt's place", () => {
    expect(["tuner", "copilot"].map((name) => findAgent(name, null)?.stdin)).toEqual([false, false]);
    expect(findAgent("copilot", null)?.argv(PLACES, NOTHING).join(" ")).toContain("/x/prompt.md");
  });

  it("starts the built-in agent by the Node.js of the runner, from a file of the runner", () => {
    const [node, entry, ...rest] = findAgent("tuner", null)?.argv(PLACES, NOTHING) ?? [];
    expect({ node, rest }).toEqual({ node: process.execPath, rest: [PLACES.context, PLACES.answer] });
    expect(entry).toMatch(/\/src\/runner\/agents\/tuner\/main\.js$/);
  });
});

describe("variablesFor", () => {
  it("gives each agent its own keys and the network's settings, and no other agent's", () => {
    const given = { ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "o", HTTPS_PROXY: "p" };
    const seenBy = (name: string) => {
      const agent = findAgent(name, "line");
      return agent && Object.keys(variablesFor(agent, given));
    };
    expect(seenBy("claude")).toEqual(["ANTHROPIC_API_KEY", "HTTPS_PROXY"]);
    expect(seenBy("codex")).toEqual(["OPENAI_API_KEY", "HTTPS_PROXY"]);
    expect(seenBy("tuner")).toEqual(["HTTPS_PROXY"]);
    expect(seenBy("command")).toEqual(Object.keys(given));
  });
});
