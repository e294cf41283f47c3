import { describe, expect, it } from "vitest";
import {
  brokenGuardrails,
  failedGates,
  type Gate,
  type Guardrail,
  inRunningOrder,
} from "../../../src/domain/settings/guardrails.ts";
import { guardrailWords } from "../../../src/text/outcome/reasons.ts";

const guardrails: readonly Guardrail[] = [
  { metric: "ms", kind: "at-most", value: 120 },
  { metric: "coverage", kind: "at-least", value: 80 },
  { metric: "kb", kind: "tolerance", fraction: 0.05 },
];

describe("brokenGuardrails", () => {
  it("says nothing when all hold, bounds included", () => {
    expect(brokenGuardrails(guardrails, { kb: 100 }, { ms: 120, coverage: 80, kb: 105 })).toEqual([]);
  });

  it("says which are broken and by what", () => {
    expect(
      brokenGuardrails(guardrails, { kb: 100 }, { ms: 121, coverage: 79, kb: 94 }).map(guardrailWords),
    ).toEqual([
      "ms is 121, allowed is at most 120",
      "coverage is 79, allowed is at least 80",
      "kb is 94, more than 5 % away from the baseline's 100",
    ]);
  });

  it.each([
    ["at-most-change", 0.05, 100, 105, 105.01],
    ["at-most-change", -0.1, 100, 90, 90.01],
    ["at-least-change", -0.02, 100, 98, 97.99],
    ["at-least-change", -0.02, -100, -102, -102.01],
    ["at-most-change", 0.05, 0, 0, 0.01],
  ] as const)(
    "counts %s of %d from a baseline of %d, on one side alone",
    (kind, fraction, from, last, broken) => {
      const one: Guardrail = { metric: "kb", kind, fraction };
      const gain = kind === "at-most-change" ? -1e9 : 1e9;
      const says = (value: number) => brokenGuardrails([one], { kb: from }, { kb: value });
      expect([says(last), says(gain)]).toEqual([[], []]);
      expect(says(broken)).toEqual([
        {
          metric: "kb",
          code: kind === "at-most-change" ? "above" : "below",
          value: broken,
          bound: last,
          from,
        },
      ]);
    },
  );

  it("says from which baseline a bound is counted", () => {
    const rails: readonly Guardrail[] = [
      { metric: "kb", kind: "at-most-change", fraction: 0.05 },
      { metric: "hits", kind: "at-least-change", fraction: -0.02 },
      { metric: "new", kind: "at-most-change", fraction: 0 },
    ];
    const broken = brokenGuardrails(rails, { kb: 100, hits: 50 }, { kb: 106, hits: 48, new: 1 });
    expect(broken.map(guardrailWords)).toEqual([
      "kb is 106, allowed is at most 105, counted from the baseline's 100",
      "hits is 48, allowed is at least 49, counted from the baseline's 50",
      "new has no baseline to compare with",
    ]);
  });

  it("holds a missing value to be broken, also one of the prototype's", () => {
    expect(brokenGuardrails(guardrails, {}, { kb: 1 }).map(guardrailWords)).toEqual([
      "ms was not reported",
      "coverage was not reported",
      "kb has no baseline to compare with",
    ]);
    expect(brokenGuardrails([{ metric: "toString", kind: "at-most", value: 1 }], {}, {})).toHaveLength(1);
  });
});

describe("inRunningOrder", () => {
  it("puts hard gates before soft ones, each kind as its author has it", () => {
    const soft = { side: "at-most", bound: 1 } as const;
    const gates: readonly Gate[] = [
      { name: "a", run: "a", soft },
      { name: "b", run: "b" },
      { name: "c", run: "c", soft },
      { name: "d", run: "d" },
    ];
    expect(inRunningOrder(gates).map(({ name }) => name)).toEqual(["b", "d", "a", "c"]);
  });
});

describe("failedGates", () => {
  const gates: readonly Gate[] = [
    { name: "test", run: "npm test" },
    { name: "lint", run: "lint", soft: { side: "at-most", bound: 12 } },
    { name: "hits", run: "hits", soft: { side: "at-least", bound: "baseline" } },
  ];
  const result = (name: string, count?: number, passed = true) =>
    count === undefined ? { name, passed } : { name, passed, count };
  const fails = (one: ReturnType<typeof result>, isBaseline = false, counts = { hits: 5 }) =>
    failedGates(gates, [one], counts, isBaseline);

  it("passes a hard gate that passed, and counts on the bound itself", () => {
    for (const one of [result("test"), result("lint", 12), result("hits", 5)]) expect(fails(one)).toEqual([]);
  });

  it("believes the count, not the word", () => {
    expect(fails(result("lint", 13))).toEqual([{ name: "lint", count: 13, limit: 12, side: "at-most" }]);
    expect(fails(result("hits", 4))).toEqual([{ name: "hits", count: 4, limit: 5, side: "at-least" }]);
    expect(fails(result("lint", 1, false))).toEqual([{ name: "lint", count: 1, limit: 12, side: "at-most" }]);
  });

  it("holds back what failed, what printed no count, and what has no baseline to compare with", () => {
    expect(fails(result("test", undefined, false))).toEqual([{ name: "test" }]);
    expect(fails(result("lint"))).toEqual([{ name: "lint" }]);
    expect(failedGates(gates, [result("hits", 5)], {}, false)).toEqual([{ name: "hits", count: 5 }]);
  });

  it("lets the baseline make the counts, and holds it to the numbers", () => {
    expect(failedGates(gates, [result("hits", 1)], {}, true)).toEqual([]);
    expect(fails(result("hits", 1, false), true)).toEqual([{ name: "hits", count: 1 }]);
    expect(fails(result("lint", 13), true)).toEqual([
      { name: "lint", count: 13, limit: 12, side: "at-most" },
    ]);
  });
});
