import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  AGENT_NAMES,
  AGENTS,
  agentKeys,
  agentMeant,
  agentNamed,
  agentSecrets,
  DEFAULT_AGENT,
  isPaid,
} from "../../../src/text/agents/agents.ts";
import { NOTHING, PLACES } from "./places.ts";

describe("the agents", () => {
  it("have names of their own, and a test each", () => {
    expect(new Set(AGENT_NAMES).size).toBe(AGENT_NAMES.length);
    const tests = AGENT_NAMES.map((name) => new URL(`rows/${name}.test.ts`, import.meta.url));
    expect(tests.filter((file) => !existsSync(file))).toEqual([]);
  });

  it("are listed with the operator's own line behind those that are known", () => {
    expect(AGENT_NAMES.slice(-2)).toEqual(["acp", "command"]);
    expect(AGENT_NAMES.slice(0, -2)).toEqual(AGENT_NAMES.slice(0, -2).toSorted());
    expect(DEFAULT_AGENT).toBe("claude");
  });

  it.each(AGENTS)("give $name a way to its prompt", ({ argv, stdin }) => {
    expect(stdin || /\/x\/(?:prompt|context)/.test(argv(PLACES, NOTHING).join(" "))).toBe(true);
  });

  it.each(AGENTS)("let $name see the keys that it needs", ({ keys, variables }) => {
    const seen = keys.filter(
      ({ variable }) => variables === "any" || (variables !== "none" && variables.test(variable)),
    );
    expect(seen).toEqual(keys);
  });

  it.each(AGENTS)("install $name in an exact version, where it is installed", ({ install }) => {
    expect(install ?? "a@1.0.0").toMatch(/^(?:@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/);
  });
});

describe(agentNamed, () => {
  it("knows no name but that of a row", () => {
    expect(AGENT_NAMES.map((name) => agentNamed(name)?.name)).toEqual(AGENT_NAMES);
    expect(["", "constructor", "toString", "claude ", "Claude"].filter(agentNamed)).toEqual([]);
  });
});

describe(isPaid, () => {
  it("asks for one of the keys of an agent, or for what stands in their place", () => {
    expect(isPaid("claude", ["HTTPS_PROXY", "CLAUDE_CODE_OAUTH_TOKEN"])).toBe(true);
    expect(isPaid("claude", ["CLAUDE_CODE_USE_BEDROCK"])).toBe(true);
    expect(isPaid("claude", ["ANTHROPIC_BASE_URL"])).toBe(false);
    expect(isPaid("claude", [])).toBe(false);
  });

  it("takes a variable for nothing but a key, where an agent has nothing that stands in its place", () => {
    const strict = AGENTS.filter(
      ({ isOperators, keys, alsoPaid }) => !isOperators && keys.length > 0 && alsoPaid === undefined,
    );
    expect(strict.map(({ name }) => name)).toContain("codex");
    for (const { name, keys } of strict) {
      expect(isPaid(name, ["ANTHROPIC_AUTH_TOKEN"])).toBe(false);
      expect(isPaid(name, ["ANTHROPIC_AUTH_TOKEN", ...keys.map(({ variable }) => variable)])).toBe(true);
    }
  });

  it("asks for nothing where an agent needs no key, or where nobody but the operator knows", () => {
    expect(["tuner", "command", "nobody"].filter((name) => !isPaid(name, []))).toEqual([]);
  });
});

describe(agentKeys, () => {
  it("names the variables of which an agent needs one, and none of an agent that nobody knows", () => {
    expect(agentKeys("claude")).toEqual(["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"]);
    expect(["tuner", "nobody"].flatMap(agentKeys)).toEqual([]);
  });
});

describe(agentSecrets, () => {
  it("names what an agent needs, and nothing for one of which nobody knows that", () => {
    expect(agentSecrets("claude")).toEqual(["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"]);
    expect(agentSecrets("codex")).toEqual(["OPENAI_API_KEY"]);
    expect(["tuner", "acp", "command", "nobody"].flatMap(agentSecrets)).toEqual([]);
  });
});

describe(agentMeant, () => {
  it("asks about the nearest name, and says nothing where none is near", () => {
    expect(agentMeant("claud")).toBe(" Did you mean claude?");
    expect(agentMeant("somebody")).toBe("");
  });
});
