import { describe, expect, it } from "vitest";
import { metricKey, readMetric } from "../../../src/text/run/metric-output.ts";

const measured = (metric: number, secondary = {}) => ({ outcome: "measured", metric, secondary });
const failure = (text: string) => ({ outcome: "failed", reason: expect.stringContaining(text) });
const rejected = (reason: string) => ({ outcome: "rejected", reason });

describe("a number", () => {
  it.each([
    ["METRIC n=1,234,567", 1_234_567],
    ["METRIC n=1,234,567.5", 1_234_567.5],
    ["METRIC n=1_234", 1_234],
    ["METRIC n=87.5%", 87.5],
    ["METRIC n=87.5 %", 87.5],
    ["METRIC n=12 requests", 12],
    ["METRIC n=12 m2", 12],
    ["METRIC n=12 kg/m^3", 12],
    ["n: 12", 12],
    ["- `n`: 12,", 12],
    ["n = 12", 12],
    ["12 %", 12],
    ["  12  ", 12],
  ])("is read of %j", (output, value) => {
    expect(readMetric(output, "n")).toEqual(measured(value));
  });

  it.each([
    ["METRIC n=1,234", "no finite number"],
    ["n: 1m30s", "no finite number"],
    ["METRIC n=2h30", "no finite number"],
    ["METRIC n=1920x1080", "no finite number"],
    ["METRIC n=1.2.3", "no finite number"],
    ["METRIC n=1e", "no finite number"],
    ["METRIC n=12 ms", "has a unit behind it"],
    ["METRIC n=12 MB", "has a unit behind it"],
    ["n: 12 s", "has a unit behind it"],
    ["n: 12 (best 11)", "no finite number"],
    ["METRIC n=1 n=2", "stands twice in one line"],
    ["1,234", "printed no metric"],
    ["12 passed", "printed no metric"],
    ["retry n=12", "printed no metric"],
    ["12\n13", "several numbers alone"],
    ["kb: 3\n12", "(kb, and one without a name)"],
    ['{"kb": 3}\n12', "(kb, and one without a name)"],
    ["METRIC kb=3\n12", "(kb, and one without a name)"],
  ])("is not guessed of %j", (output, reason) => {
    expect(readMetric(output, "n")).toEqual(failure(reason));
  });

  it("stands on a line of pairs, which are secondary metrics, and on no other", () => {
    expect(readMetric("loss=0.3, n=12 acc=0.9", "n")).toEqual(measured(12, { loss: 0.3, acc: 0.9 }));
    expect(readMetric("n=12 b=2 and then some", "n")).toEqual(failure("printed no metric"));
  });

  it("has a unit where the name ends in it", () => {
    expect(readMetric("METRIC build_s=31.5 s kb=4 MB x=fast", "build_s")).toEqual(measured(31.5));
    expect(readMetric("build_s: 31.5s", "build_s")).toEqual(measured(31.5));
  });
});

describe("JSON over several lines", () => {
  it("is one result, and its inner lines are none", () => {
    const list = '{\n  "runs": [\n    {\n      "ms": 1\n    },\n    {"ms": 2}\n  ],\n  "ms": 3\n}';
    expect(readMetric(`METRIC ms=9\n${list}\nDone.`, "ms")).toEqual(measured(3));
    expect(readMetric(list, "runs.1.ms")).toEqual(measured(2, { ms: 3 }));
    expect(readMetric(list, "runs.2.ms")).toEqual(failure("printed no metric"));
    expect(readMetric(list, "runs.x.ms")).toEqual(failure("printed no metric"));
    expect(readMetric('[\n  {\n    "ms": 3\n  }\n]', "ms")).toEqual(failure("printed no metric"));
  });

  it("is looked for again where one does not close", () => {
    expect(readMetric('{ broken\n{\n  "ms": 3\n}\n}', "ms")).toEqual(measured(3));
    expect(readMetric('{\n  "ms": oops\n}', "ms")).toEqual(failure(""));
    const long = `{\n${'  "a": 1,\n'.repeat(450_000)}  "ms": 3\n}`;
    expect(readMetric(long, "ms").outcome).toBe("failed");
  });

  it("is reached by a name with dots, with its neighbours as secondary metrics", () => {
    const output = '{"totals": {"percent": 80, "lines": 5, "x": null}, "files": 3}';
    expect(readMetric(output, "totals.percent")).toEqual(measured(80, { "totals.lines": 5, files: 3 }));
    expect(readMetric('{"a.b": 1}', "a.b")).toEqual(measured(1));
    expect(readMetric('{"a.b": 1, "a": {"b": 2}}', "a.b")).toEqual(failure("a path to another number"));
    expect(readMetric('{"a": {"b": null}}', "a.b")).toEqual(failure("is null"));
    expect(readMetric('{"a": {"b": 2, "rejected_reason": "odd"}}', "a.b")).toEqual(rejected("odd"));
  });

  it("may hold numbers that are none in other keys", () => {
    expect(readMetric('{"ms": 3, "sd": NaN, "max": -Infinity, "note": "NaN"}', "ms")).toEqual(measured(3));
    expect(readMetric('{"ms": NaN}', "ms")).toEqual(failure("not valid JSON"));
    expect(readMetric('{"ms": 3, "sd": NaN}', null)).toEqual(failure("several numbers (ms, sd)"));
    expect(readMetric('{"score": NaN, oops', null)).toEqual(failure("not valid JSON"));
  });
});

describe("a rejection", () => {
  it.each([
    '{"ms": 3, "rejected_reason": "odd"}',
    '{"rejected_reason": "odd"}',
    '{"ms": 3}\n{"rejected_reason": "odd"}',
    "METRIC rejected_reason=odd\nMETRIC ms=3",
    "rejected_reason: odd\nMETRIC ms=3",
    '{\n  "rejected_reason": "odd"\n}',
    "METRIC ms=3\nMETRIC rejected_reason=odd",
    "rejected_reason: odd\nms: 3",
    'rejected_reason="odd"',
  ])("is heard in %j", (output) => {
    expect(readMetric(output, "ms")).toEqual(rejected("odd"));
    expect(readMetric(output, null)).toEqual(rejected("odd"));
  });

  it("is an older word where a later result speaks of the metric", () => {
    expect(readMetric('{"rejected_reason": "odd"}\n{"ms": 3}', "ms")).toEqual(measured(3));
    expect(readMetric('{"rejected_reason": "odd"}\n{"ms": 3}', null)).toEqual(measured(3));
    expect(readMetric('{"rejected_reason": "odd"}\n{"kb": 3}', "ms")).toEqual(rejected("odd"));
  });

  it("needs a reason", () => {
    for (const none of [
      "rejected_reason: none",
      "rejected_reason: ",
      "METRIC rejected_reason=",
      '{"rejected_reason": null}',
    ])
      expect(readMetric(`METRIC ms=3\n${none}`, "ms")).toMatchObject({ outcome: "measured", metric: 3 });
    expect(readMetric("METRIC ms=3\nMETRIC rejected_reason=", null)).toMatchObject({ outcome: "measured" });
    expect(readMetric('{"ms": 3, "rejected_reason": true}', "ms")).toEqual(failure("is no text"));
    expect(readMetric('{"ms": 3}\n{"rejected_reason": "a "b""}', "ms")).toEqual(failure("not valid JSON"));
  });
});

describe("an output without the metric's name", () => {
  it("has one number or is an error", () => {
    expect(readMetric('{"a": 1}\n{"a": 2}', null)).toEqual(measured(2));
    expect(readMetric('{"a": 1}\nMETRIC b=2', null)).toEqual(failure("several numbers (a, b)"));
    expect(readMetric("a: 1", null)).toEqual(failure("printed no metric"));
    expect(readMetric("{\nMETRIC a=1", null)).toEqual(measured(1));
  });

  it("has a key that later ones must have", () => {
    expect(metricKey('{"a": 1}')).toBe("a");
    expect(metricKey('{"a": 1, "b": 2}')).toBeNull();
    expect(metricKey("nothing")).toBeNull();
    expect(readMetric('{"elapsed_s": 0.4}', "p95_ms")).toEqual(failure('"p95_ms"'));
  });
});

describe("a flood of broken lines", () => {
  it("hides what is older, and not what is last", () => {
    const flood = "{ broken\n".repeat(1_001);
    expect(readMetric(`${flood}{"ms": 3}`, "ms")).toEqual(measured(3));
    expect(readMetric(`{"ms": 3}\n${flood}`, "ms")).toEqual(failure("too many lines"));
    expect(readMetric(`${flood}{"ms": 3}`, null)).toEqual(failure("too many lines"));
  });
});
