import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planAgainst, planLines, strategyOf } from "../../../src/text/program/strategy.ts";

const STRATEGY = `## Background

- no item

## 🧭 Strategy

In this order:
- [ ] Fold the **loop**
  over rows.
- [x] Use a table instead of the switch.

### Later

3. Try SIMD.

\`\`\`
- no item either
\`\`\`

## Notes

- nor this
`;

describe(strategyOf, () => {
  it("lists the items below the heading, and nothing else", () => {
    expect(strategyOf(STRATEGY)).toEqual([
      "Fold the **loop** over rows.",
      "Use a table instead of the switch.",
      "Try SIMD.",
    ]);
  });

  it.each(["", "Fold it.", "## Strategy\n\nFold it.", "## Tactics\n\n- Fold it.", "## Strategy\n\n- \n"])(
    "finds none in %j",
    (context) => expect(strategyOf(context)).toEqual([]),
  );

  it("is bounded, whatever is written", () => {
    const long = `# Plan\n\n${`- ${"x".repeat(900)}\n`.repeat(90)}`;
    expect(strategyOf(long)).toHaveLength(30);
    expect(strategyOf(long)[0]).toHaveLength(200);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        for (const item of strategyOf(`## Strategy\n${text}`)) expect(item).not.toMatch(/\n|^\s*$/);
      }),
    );
  });
});

describe(planAgainst, () => {
  const items = strategyOf(STRATEGY);
  const step = (item: string, tried = 1, kept = 0, last = 4) => ({ item, tried, kept, last });

  it.each([
    ["1", 0],
    ["Item 3.", 2],
    ["use a table instead of the switch", 1],
    ["2. Use a table instead of the switch.", 1],
    ["Fold the loop", 0],
    ["Try SIMD. And unroll", -1],
    ["Use a table instead of the switch, with 16 entries", 1],
    ["Use", -1],
    ["4", -1],
    ["0", -1],
    ["Something else altogether", -1],
  ])("knows %j", (said, index) => {
    const { planned, off } = planAgainst(items, [step(said)]);
    expect(planned.findIndex(({ tried }) => tried > 0)).toBe(index);
    expect(off).toBe(index < 0 ? 1 : 0);
  });

  it("adds up what was said in different words", () => {
    const { planned, off } = planAgainst(items, [
      step("1", 2, 1, 9),
      step("Fold the loop over rows", 3, 0, 7),
      step("elsewhere", 4, 2, 8),
    ]);
    expect(planned[0]).toEqual({ item: items[0], tried: 5, kept: 1, last: 9 });
    expect(planned[1]).toEqual({ item: items[1], tried: 0, kept: 0, last: null });
    expect(off).toBe(4);
    expect(planLines(items, [step("1", 2, 1, 9)])).toEqual([
      "1. Fold the **loop** over rows. (tried 2, kept 1, last in iteration 9)",
      "2. Use a table instead of the switch. (not tried yet)",
      "3. Try SIMD. (not tried yet)",
    ]);
  });

  it("counts every iteration once, on the plan or off it", () => {
    const said = fc.record({
      item: fc.oneof(fc.constantFrom(...items, "1", "7", ""), fc.string()),
      ...{ tried: fc.nat(9), kept: fc.nat(9), last: fc.nat(99) },
    });
    fc.assert(
      fc.property(fc.array(said), (steps) => {
        const { planned, off } = planAgainst(items, steps);
        const sum = planned.reduce((all, { tried }) => all + tried, off);
        expect(sum).toBe(steps.reduce((all, { tried }) => all + tried, 0));
      }),
    );
  });
});
