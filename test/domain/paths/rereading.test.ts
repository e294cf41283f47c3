import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rereading } from "../../../src/domain/paths/rereading.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { aDefinition } from "../../support/plan/journal.ts";

const before = aDefinition({
  targets: ["src/a.mjs", "src/b.mjs"],
  excluded: ["src/gen/**"],
  gates: [{ name: "lint", run: "npm run lint" }],
});
const read = (change: Partial<Definition>, from = before) => rereading(from, { ...before, ...change });

describe(rereading, () => {
  it("is the same where nothing that decides differs, however the prose is cut", () => {
    expect(read({})).toEqual({ kind: "same", parts: [] });
    expect(read({ goal: "Another cut.", context: "And what was left." })).toEqual({
      kind: "same",
      parts: [],
    });
  });

  it("takes a setting that the older journal does not know for what holds where nobody says anything", () => {
    const { ci: _, minDelta: __, ...older } = before;
    expect(rereading(older as Definition, before).kind).toBe("same");
    expect(rereading(older as Definition, { ...before, minDelta: 1 })).toEqual({
      ...{ kind: "other", parts: ["min-delta"] },
    });
  });

  it("is narrower where Target alone differs and allows no more", () => {
    expect(read({ targets: ["src/a.mjs"], excluded: ["src/gen/**", "src/b.mjs"] })).toEqual({
      ...{ kind: "narrower", parts: ["Target"] },
    });
  });

  it.each<[string, Partial<Definition>, readonly string[]]>([
    ["Target allows more", { targets: ["src/a.mjs", "src/c.mjs"] }, ["Target"]],
    ["an exclusion is gone", { excluded: [] }, ["Target"]],
    ["the direction is another one", { direction: "higher" }, ["metric-direction"]],
    ["the metric is another one", { metric: "p95_ms" }, ["metric"]],
    ["the metric is no longer named", { metric: null }, ["metric"]],
    ["the script is another one", { evaluation: "node other.mjs" }, ["Evaluation"]],
    ["a gate runs something else", { gates: [{ name: "lint", run: "true" }] }, ["gates"]],
    ["a gate is gone", { gates: [] }, ["gates"]],
    ["a bound is another one", { guardrails: [{ metric: "kb", kind: "at-most", value: 1 }] }, ["guardrails"]],
    [
      "Target is narrower and the direction another one",
      { targets: [], direction: "higher" },
      [...["Target", "metric-direction"]],
    ],
  ])("asks somebody where %s", (_, change, parts) => {
    expect(read(change)).toEqual({ kind: "other", parts });
  });

  it("never takes without asking what differs in anything but Target", () => {
    const setting = fc.constantFrom<Partial<Definition>>(
      ...[{ direction: "higher" as const }, { metric: "x" }, { evaluation: "x" }, { repeat: 2 }],
      ...[{ targetMetric: 1 }, { schedule: { kind: "interval" as const, ms: 1 } }, { agent: "x" }],
      ...[{ simplicity: "keep" as const }, { maxIterations: 3 }, { ci: "none" as const }],
    );
    const targets = fc.subarray(["src/a.mjs", "src/b.mjs"]);
    fc.assert(
      fc.property(setting, targets, (change, kept) => {
        expect(read({ ...change, targets: kept }).kind).toBe("other");
      }),
    );
  });
});
