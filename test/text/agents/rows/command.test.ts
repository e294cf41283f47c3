import { describe, expect, it } from "vitest";
import { command } from "../../../../src/text/agents/rows/command.ts";
import { UNKNOWN_COST } from "../../../../src/text/agents/usage.ts";
import { NOTHING, PLACES, told } from "../places.ts";

describe("command", () => {
  it("has no command line but the operator's, and may see what the operator names", () => {
    expect(command.argv(PLACES, NOTHING)).toEqual(PLACES.line);
    expect(command).toMatchObject({ isOperators: true, variables: "any", stdin: true, install: null });
  });

  it("tells nothing of its usage", () => {
    expect(command.cost(told('{"type":"result","total_cost_usd":1}'))).toEqual(UNKNOWN_COST);
  });
});
