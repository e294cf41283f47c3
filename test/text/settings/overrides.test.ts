import { describe, expect, it } from "vitest";
import { SETTABLE_KEYS } from "../../../src/domain/settings/listed-settings.ts";
import { definitionOf, readOverride } from "../../../src/text/settings/overrides.ts";
import { aJournal, MAINTAINER } from "../../support/plan/journal.ts";

function defined(...set: readonly (readonly [key: string, value: string | null])[]) {
  const journal = aJournal("carton", { targetMetric: 600, schedule: { kind: "interval", ms: 60_000 } });
  for (const [key, value] of set) journal.event({ type: "program.set", key, value, by: MAINTAINER });
  return definitionOf(journal.state);
}

describe(readOverride, () => {
  it.each([
    ["target-metric", "0.9", { key: "target-metric", value: "0.9" }],
    ["Target_Metric", "`0.9`", { key: "target-metric", value: "0.9" }],
    ["schedule", "every 6h", { key: "schedule", value: "every 6h" }],
    ["schedule", "DEFAULT", { key: "schedule", value: null }],
    ["ci", "none", { key: "ci", value: "none" }],
    ["max-iterations", "none", { key: "max-iterations", value: "none" }],
  ])("reads %s %s", (key, value, expected) => {
    expect(readOverride(key, value)).toEqual(expected);
  });

  it.each([
    ["target-metric", "NaN"],
    ["target-metric", "1e999"],
    ["repeat", "0"],
    ["ci", "maybe"],
    ["metric", "size"],
    ["metric_direction", "lower"],
    ["gates", "npm test"],
    ["guardrails", "none"],
    ["__proto__", "1"],
    ["", "1"],
  ])("refuses %s %s with a sentence", (key, value) => {
    const override = readOverride(key, value);
    expect("wrong" in override ? override.wrong : "").toMatch(/\.$/);
  });
});

describe(definitionOf, () => {
  it("puts what was set in the place of what the text says", () => {
    expect(defined(["target-metric", "500"], ["repeat", "3"])).toMatchObject({
      targetMetric: 500,
      repeat: 3,
    });
  });

  it("takes `none` for no value, and what was taken back for the text's", () => {
    expect(defined(["target-metric", "none"])).toMatchObject({ targetMetric: null });
    expect(defined(["target-metric", "500"], ["target-metric", null])).toMatchObject({ targetMetric: 600 });
  });

  it("leaves alone what a key that cannot be set would say", () => {
    expect(defined(["metric-direction", "higher"], ["target-metric", "x"])).toEqual(defined());
  });

  it("keeps an agent that was set and that nothing knows any more", () => {
    expect(defined(["agent", "hal"])).toMatchObject({ agent: "hal" });
  });

  it("knows `none` for every key", () => {
    expect(defined(...SETTABLE_KEYS.map((key) => [key, "none"] as const))).toMatchObject({
      schedule: null,
      ci: "none",
      repeat: 1,
    });
  });
});
