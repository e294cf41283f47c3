import { describe, expect, it } from "vitest";
import { tuner } from "../../../../src/text/agents/rows/tuner.ts";
import { NOTHING, PLACES, told } from "../places.ts";

describe("tuner", () => {
  it("is started from the runner's own folder, with context and answer", () => {
    expect(tuner.argv(PLACES, NOTHING)).toEqual([
      ...["/bin/node", "/runner/agents/tuner/main.js", "/x/context.json", "/x/answer.json"],
    ]);
  });

  it("costs nothing and needs nothing", () => {
    expect(tuner.cost(told(""))).toEqual({ usd: 0, input_tokens: 0, output_tokens: 0 });
    expect(tuner).toMatchObject({ keys: [], install: null, variables: "none", stdin: false });
  });
});
