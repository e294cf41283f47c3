import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AGENTS } from "../../../src/text/agents/agents.ts";
import { finite, linesOf, sum, UNKNOWN_COST } from "../../../src/text/agents/usage.ts";
import { lines, told } from "./places.ts";

const TELLING = AGENTS.filter(({ keys }) => keys.length > 0);

describe.each(TELLING)("the cost of $name", ({ cost }) => {
  it("is unknown, not zero, where the output does not tell it", () => {
    for (const output of ["", "hello", "{", "{}", '{"type":"result"}', '{"type":"step_finish"}']) {
      expect(cost(told(output))).toEqual(UNKNOWN_COST);
    }
  });

  it("is unknown where the output is more noise than anything else", () => {
    expect(cost(told("{x\n".repeat(2_000)))).toEqual(UNKNOWN_COST);
  });
});

describe(linesOf, () => {
  const shape = z.object({ type: z.literal("a"), value: z.number().nullish() });

  it("takes the lines of the shape in their order, and passes all others by", () => {
    const first = { type: "a", value: 1 };
    const text = `${lines(first, { type: "b" }, ["a"])}\nprose\n{broken\n${lines({ type: "a" })}`;
    expect(linesOf(text, shape)).toEqual([first, { type: "a" }]);
  });

  it("believes nothing behind more than a thousand lines that look like JSON and are not", () => {
    const line = lines({ type: "a" });
    expect(linesOf(`${"{x\n".repeat(1_000)}${line}`, shape)).toHaveLength(1);
    expect(linesOf(`${"{x\n".repeat(1_001)}${line}`, shape)).toEqual([]);
  });
});

describe(sum, () => {
  it("is null for no values and for what is beyond all numbers", () => {
    expect([sum([]), sum([1, 2]), sum([1e308, 1e308])]).toEqual([null, 3, null]);
    expect([finite(1), finite(Number.POSITIVE_INFINITY)]).toEqual([1, null]);
  });
});
