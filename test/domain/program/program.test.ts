import { describe, expect, it } from "vitest";
import { type Definition, measuresTheSame } from "../../../src/domain/program/program.ts";
import { parseProgram } from "../../../src/text/program/program.ts";

function definition(): Definition {
  const text = "## Goal\nx\n## Target\n- `a`\n- `b`\n## Evaluation\n```sh\nx\n```\nHigher is better.\n";
  const { definition } = parseProgram(text);
  if (definition === null) throw new TypeError("the program is valid");
  return definition;
}

describe("measuresTheSame", () => {
  it("holds while goal, schedule and limits change", () => {
    const other = { ...definition(), goal: "y", maxIterations: 3, minDelta: 2, context: "z" };
    expect(measuresTheSame(definition(), other)).toBe(true);
  });

  it.each<Partial<Definition>>([
    { targets: ["a"] },
    { targets: ["b", "a"] },
    { excluded: ["a/x"] },
    { evaluation: "y" },
    { metric: "m" },
    { direction: "lower" },
  ])("does not hold when %j", (change) => {
    expect(measuresTheSame(definition(), { ...definition(), ...change })).toBe(false);
  });
});
