import { describe, expect, it } from "vitest";
import { findConstants, withValue } from "../../../../src/runner/agents/tuner/constants.ts";

describe(withValue, () => {
  it.each([
    ["a.ts", "const WIDTH = 10; // of 10", "const WIDTH = 7; // of 10"],
    ["a.rs", "static WIDTH: i32 = 32;", "static WIDTH: i32 = 7;"],
    ["a.py", "W10 = 10  # was 1", "W10 = 7  # was 1"],
    ["a.yml", "  w10: 10 # of 10", "  w10: 7 # of 10"],
    ["a.json", '  "w": 10,', '  "w": 7,'],
  ])("writes the number of %s and nothing else of %j", (path, text, changed) => {
    const [constant] = findConstants(new Map([[path, text]]));
    expect(constant && withValue(text, constant, 7)).toBe(changed);
  });
});
