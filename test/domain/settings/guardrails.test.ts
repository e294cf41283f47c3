import { describe, expect, it } from "vitest";
import type { Guardrail } from "../../../src/domain/settings/guardrails.ts";
import { brokenGuardrails } from "../../../src/domain/settings/guardrails.ts";
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

  it("holds a missing value to be broken, also one of the prototype's", () => {
    expect(brokenGuardrails(guardrails, {}, { kb: 1 }).map(guardrailWords)).toEqual([
      "ms was not reported",
      "coverage was not reported",
      "kb has no baseline to compare with",
    ]);
    expect(brokenGuardrails([{ metric: "toString", kind: "at-most", value: 1 }], {}, {})).toHaveLength(1);
  });
});
