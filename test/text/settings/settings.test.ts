import { describe, expect, it } from "vitest";
import { PROGRAM_SETTINGS, SETTING_KEYS } from "../../../src/domain/settings/program-settings.ts";
import { parseGates, parseGuardrails } from "../../../src/text/settings/guardrails.ts";
import { numberOrText } from "../../../src/text/settings/read-value.ts";
import { parseSchedule } from "../../../src/text/settings/schedule.ts";
import { readSetting, settingKey } from "../../../src/text/settings/settings.ts";
import { readSettings } from "../../../src/text/settings/settings-source.ts";

const HOURLY = { kind: "interval", ms: 3_600_000 };
const NIGHTLY = parseSchedule("0 3 * * *");

describe("readSetting", () => {
  it.each([
    ["schedule", "hourly", { schedule: HOURLY }],
    ["schedule", new Map([["cron", "0 3 * * *"]]), { schedule: NIGHTLY }],
    ["metric", "ms", { metric: "ms" }],
    ["metric-direction", " Higher ", { direction: "higher" }],
    ["metric-direction", "lower", { direction: "lower" }],
    ["target-metric", -0.5, { targetMetric: -0.5 }],
    ["timeout-minutes", 1, { timeoutMinutes: 1 }],
    ["timeout-minutes", 1_440, { timeoutMinutes: 1_440 }],
    ["plateau", 1_000, { plateau: 1_000 }],
    ["plateau", " NEVER", { plateau: "never" }],
    ["simplicity", "strict", { simplicity: "strict" }],
    ["min-delta", 0, { minDelta: 0 }],
    ["min-delta", -0, { minDelta: 0 }],
    ["max-iterations", 1_000_000, { maxIterations: 1_000_000 }],
    ["repeat", 100, { repeat: 100 }],
    [
      "guardrails",
      new Map([["kb", ">= -0"]]),
      { guardrails: [{ metric: "kb", kind: "at-least", value: 0 }] },
    ],
    ["guardrails", new Map([["kb", "<= 9"]]), { guardrails: [{ metric: "kb", kind: "at-most", value: 9 }] }],
    ["gates", ["npm test"], { gates: [{ name: "npm test", run: "npm test" }] }],
    ["preset", "default", { preset: "default" }],
    ["agent", " Claude ", { agent: "claude" }],
    ["ci", "None", { ci: "none" }],
    ["ci", "required", { ci: "required" }],
    ["simplicity", "keep", { simplicity: "keep" }],
  ])("reads %s: %j", (key, value, settings) => {
    expect(readSetting(key, value)).toEqual({ settings });
  });

  it.each([
    ["schedule", 5],
    ["schedule", new Map([["every", "1h"]])],
    [
      "schedule",
      new Map([
        ["cron", "0 3 * * *"],
        ["more", "x"],
      ]),
    ],
    ["metric-direction", "sideways"],
    ["metric-direction", true],
    ["target-metric", "5"],
    ["target-metric", Number.POSITIVE_INFINITY],
    ["timeout-minutes", 0],
    ["timeout-minutes", 1_441],
    ["timeout-minutes", 1.5],
    ["timeout-minutes", "5"],
    ["min-delta", -0.1],
    ["max-iterations", 1_000_001],
    ["preset", "-x"],
    ["preset", "x".repeat(65)],
    ["agent", 7],
    ["agent", "hal"],
    ["preset", "fast"],
    ["simplicity", "drop"],
  ])("refuses %s: %j and says what is allowed", (key, value) => {
    expect(readSetting(key, value)).toEqual({
      wrong: expect.stringMatching(/\w{3}/),
      known: true,
      meant: "",
    });
  });

  it("knows its keys, however they are written, and no others", () => {
    expect(readSetting("nonsense", 1)).toEqual({ wrong: "a setting", known: false, meant: "" });
    expect(SETTING_KEYS).toHaveLength(PROGRAM_SETTINGS.length);
    expect(settingKey(" Target_Metric ")).toBe("target-metric");
  });
});

describe("numberOrText", () => {
  it.each([
    ["0.9", 0.9],
    [" -1e3 ", -1000],
    [".5", 0.5],
    ["5.", 5],
    ["none", "none"],
    ["0x10", "0x10"],
    ["1e9999", "1e9999"],
    [" a ", "a"],
    [".", "."],
  ])("of %j is %j", (written, value) => {
    expect(numberOrText(written)).toBe(value);
  });
});

describe("parseGuardrails", () => {
  const of = (rule: unknown) => parseGuardrails(new Map([["ms", rule]]));

  it.each([
    ["<= 120", { metric: "ms", kind: "at-most", value: 120 }],
    [" >=-1.5e2 ", { metric: "ms", kind: "at-least", value: -150 }],
    ["<= +5%", { metric: "ms", kind: "at-most-change", fraction: 0.05 }],
    ["<=-2.5 %", { metric: "ms", kind: "at-most-change", fraction: -0.025 }],
    [">= -2%", { metric: "ms", kind: "at-least-change", fraction: -0.02 }],
    [">= -0%", { metric: "ms", kind: "at-least-change", fraction: 0 }],
    ["5%", { metric: "ms", kind: "tolerance", fraction: 0.05 }],
    ["2.5 %", { metric: "ms", kind: "tolerance", fraction: 0.025 }],
  ])("reads %j", (rule, guardrail) => {
    expect(of(rule)).toEqual([guardrail]);
  });

  it.each(["", "120", "< 5", "<= x", "<= 1e999", "<= 5%", "<= +-5%", "-5%", 120, null])(
    "refuses %j",
    (rule) => {
      expect(of(rule)).toBeNull();
    },
  );

  it("refuses what is no map of names, or too long", () => {
    expect(parseGuardrails("<= 5")).toBeNull();
    expect(parseGuardrails(new Map([[5, "<= 5"]]))).toBeNull();
    expect(parseGuardrails(new Map([["a b", "<= 5"]]))).toBeNull();
    const many = (count: number) =>
      new Map(Array.from({ length: count }, (_, n) => [`m${n}`, "<= 5"] as const));
    expect(parseGuardrails(many(20))).toHaveLength(20);
    expect(parseGuardrails(many(21))).toBeNull();
  });
});

describe("parseGates", () => {
  it("calls a command by its name, or by itself, shortened to a line of 60 characters", () => {
    expect(parseGates(new Map([["lint", " npm run lint "]]))).toEqual([
      { name: "lint", run: "npm run lint" },
    ]);
    const run = `${"x".repeat(70)}\nsecond line`;
    expect(parseGates([run])).toEqual([{ name: "x".repeat(60), run }]);
    expect(parseGates(["first\nsecond"])).toEqual([{ name: "first", run: "first\nsecond" }]);
  });

  it.each([
    ["soft <= 12: npx lint .", { run: "npx lint .", soft: { side: "at-most", bound: 12 } }],
    ["soft<=baseline:lint", { run: "lint", soft: { side: "at-most", bound: "baseline" } }],
    ["Soft >= Baseline: a\nb", { run: "a\nb", soft: { side: "at-least", bound: "baseline" } }],
    ["soft >= -0.0: a: b", { run: "a: b", soft: { side: "at-least", bound: 0 } }],
  ])("reads %j as a gate that counts", (run, gate) => {
    expect(parseGates(new Map([["lint", run]]))).toEqual([{ name: "lint", ...gate }]);
    expect(parseGates([run])).toEqual([{ name: gate.run.split("\n", 1)[0], ...gate }]);
  });

  it("takes a command for soft only where it says how", () => {
    expect(parseGates(["softwareupdate --list"])).toEqual([
      { name: "softwareupdate --list", run: "softwareupdate --list" },
    ]);
    for (const run of [
      "soft-lint",
      "softhsm2-util --check",
      "./soft/run.sh",
      "sort <input",
      "node -e 'if (1 <= 2) {}'",
    ])
      expect(parseGates([run])).toEqual([{ name: run, run }]);
    for (const run of [
      "soft lint",
      "soft - lint",
      "(soft) <= baseline: lint",
      "soft, <= 12: lint",
      "soft ≤ 12: lint",
    ])
      expect(parseGates([run])).toBeNull();
    for (const run of [
      "<= baseline: lint",
      "<= 12: lint",
      "≤ 12: lint",
      "sotf <= 12: lint",
      "warn: >= 3: lint",
      "< 5%: lint",
    ])
      expect(parseGates([run])).toBeNull();
    for (const run of ["soft: lint", "soft <= 12", "soft < 5: lint", "soft 12: lint", "soft <= base: lint"])
      expect([run, parseGates([run])]).toEqual([run, null]);
  });

  it.each([
    ["a text", "npm test"],
    ["a number in the list", [5]],
    ["a command that is a number", new Map([["a", 5]])],
    ["a name that is a number", new Map([[5, "a"]])],
    ["an empty command", ["  "]],
    ["an empty name", new Map([[" ", "npm test"]])],
    ["a command that is too long", ["x".repeat(1_001)]],
    ["a command with a zero", ["a\0b"]],
    ["too many commands", Array.from({ length: 21 }, () => "a")],
  ])("refuses %s", (_, value) => {
    expect(parseGates(value)).toBeNull();
  });

  it("takes as many and as long ones as are allowed", () => {
    expect(parseGates(Array.from({ length: 20 }, () => "x".repeat(1_000)))).toHaveLength(20);
  });
});

describe("readSettings of an issue form", () => {
  const section = (key: string, line = 7) => ({ key, name: key, line, level: 3, blocks: [] });
  const read = (key: string, text: string, frontmatter: readonly string[] | null = null) =>
    readSettings(
      frontmatter === null ? [] : [{ name: "frontmatter", lines: frontmatter, firstLine: 2 }],
      [section(key)],
      () => text,
    );

  it("reads the text of a section, numbers only where a number is meant", () => {
    expect(read("target-metric", "`0.9`").settings).toEqual({ targetMetric: 0.9 });
    expect(read("metric", "ms").settings).toEqual({ metric: "ms" });
    expect(read("metric", "ms")).toMatchObject({ keys: new Set(["metric"]), problems: [], warnings: [] });
  });

  it("names the line of a section whose value is not allowed", () => {
    const { settings, keys, problems } = read("metric-direction", "sideways");
    expect(settings).toEqual({});
    expect(keys).toEqual(new Set(["metric-direction"]));
    expect(problems).toMatchObject([{ key: "metric-direction", value: "sideways", line: 7 }]);
    const block = { kind: "text", lines: ["sideways"], line: 9, to: 10 } as const;
    const deeper = readSettings([], [{ ...section("ci"), blocks: [block] }], () => "sideways");
    expect(deeper.problems).toMatchObject([{ key: "ci", line: 9 }]);
  });

  it("may say what the frontmatter says, and nothing else", () => {
    expect(read("metric", "ms", ["metric: ms"])).toMatchObject({ settings: { metric: "ms" }, problems: [] });
    const { problems } = read("metric", "kb", ["metric: ms"]);
    expect(problems).toMatchObject([{ key: "metric", value: "kb" }]);
    expect(read("metric", "ms", ["metric: [a, b]"]).problems).toHaveLength(2);
  });

  it("takes a key once in one place, however it is spelled", () => {
    expect(read("metric", "ms", ["min-delta: 1", "min_delta: 1"]).problems).toMatchObject([
      { key: "min_delta", message: "stands there twice, in two spellings" },
    ]);
  });

  it("warns of keys in the frontmatter that mean nothing", () => {
    const { warnings, settings, keys } = read("metric", "ms", ["colour: red"]);
    expect(warnings).toEqual([{ line: 2, message: expect.stringContaining("`colour` means nothing here") }]);
    expect([settings, [...keys]]).toEqual([{ metric: "ms" }, ["metric"]]);
  });
});
