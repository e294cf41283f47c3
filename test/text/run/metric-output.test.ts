import { describe, expect, it } from "vitest";
import { readMetric } from "../../../src/text/run/metric-output.ts";

const measured = (metric: number, secondary = {}) => ({ outcome: "measured", metric, secondary });

describe("readMetric", () => {
  it("takes the last line that holds the metric", () => {
    expect(readMetric('{"ms": 1}\nlog\n{"ms": 2.5, "kb": 7}\n{"other": 3}\n', "ms")).toEqual(
      measured(2.5, { kb: 7 }),
    );
  });

  it("reads METRIC lines and gives the others as secondary", () => {
    expect(readMetric("METRIC kb=7\r\nMETRIC ms = -1.5e2\r\nMETRIC note=fast\r\n", "ms")).toEqual(
      measured(-150, { kb: 7 }),
    );
  });

  it("gives METRIC lines that come after the metric's own as secondary, too", () => {
    expect(readMetric("METRIC ms=3\nMETRIC kb=7\nDone.\n", "ms")).toEqual(measured(3, { kb: 7 }));
  });

  it("passes over lines that only hold what a metric's line begins with", () => {
    expect(readMetric('{"ms": 3}\nMade it {"ms": 4}\nA METRIC ms=5\n', "ms")).toEqual(measured(3));
  });

  it("lets whichever form comes later count", () => {
    expect(readMetric('METRIC ms=1\n{"ms": 2}', "ms")).toEqual(measured(2));
    expect(readMetric('{"ms": 2}\nMETRIC ms=1', "ms")).toEqual(measured(1));
  });

  it("takes the only number where no name is given", () => {
    expect(readMetric('{"score": 4, "unit": "ms"}\n{"done": true}', null)).toEqual(measured(4));
    expect(readMetric("METRIC score=4", null)).toEqual(measured(4));
  });

  it("does not choose between several numbers", () => {
    const several = (what: string) => ({
      ...{
        outcome: "failed",
        reason: `The evaluation printed several ${what}: name one as \`metric\` in the program.`,
      },
    });
    expect(readMetric('{"a": 1, "b": 2}', null)).toEqual(several("numbers (a, b)"));
    expect(readMetric('{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', null)).toEqual(
      several("numbers (a, b, c, d, e)"),
    );
    const lines = ["b", "c", "d", "e", "f", "a"].map((name) => `METRIC ${name}=1\n`).join("");
    expect(readMetric(lines, null)).toEqual(several("metrics (a, b, c, d, e)"));
    expect(readMetric("METRIC a=1\nMETRIC b=2", null)).toEqual(several("metrics (b, a)"));
  });

  it("takes null with a reason for a rejection, and without one for a failure", () => {
    const line = '{"ms": null, "rejected_reason": "tests\\n  failed\\u0007"}';
    expect(readMetric(line, "ms")).toEqual({ outcome: "rejected", reason: "tests failed" });
    expect(readMetric(line, null)).toEqual({ outcome: "rejected", reason: "tests failed" });
    const silent = { outcome: "failed", reason: 'The metric "ms" is null without a rejected_reason.' };
    for (const rest of ["", ', "rejected_reason": " "', ', "rejected_reason": 7'])
      expect(readMetric(`{"ms": null${rest}}`, "ms")).toEqual(silent);
    expect(readMetric('{"ms": 2, "rejected_reason": null}', "ms")).toEqual(measured(2));
  });

  it("never falls back to an older line", () => {
    for (const last of ['{"ms": NaN}', '{"ms": "fast"}', '{"ms": 1e999}', "METRIC ms=inf", '{"ms": 1'])
      expect(readMetric(`{"ms": 3}\n${last}`, "ms")).toMatchObject({ outcome: "failed" });
    expect(readMetric('{"ms": 3}\n{"ms": Infinity}', null)).toMatchObject({ outcome: "failed" });
  });

  it.each([
    ['{"ms": "12"}', 'The metric "ms" is no number: "12"'],
    ['{"ms": true}', 'The metric "ms" is no number: true'],
    ['{"ms": [1]}', 'The metric "ms" is no number: [1]'],
    ['{"ms": {"a": 1}}', 'The metric "ms" is no number: {"a":1}'],
    ['{"ms": {"a": null}}', 'The metric "ms" is no number: {"a":null}'],
    ['\u001b\\{"ms": "[0m"}', 'The metric "ms" is no number: "[0m"'],
    ['{"ms": 1e999}', 'The metric "ms" is too large for a number.'],
    ['{"ms": NaN}', 'The metric\'s line is not valid JSON: {"ms": NaN}'],
    ['{"ms": 1, "ms": 2}', 'The metric "ms" stands twice in one line.'],
    ['{"ms": 1, "\\u006ds": 2}', 'The metric "ms" stands twice in one line.'],
    ['{"list": [[0]], "ms": 1, "ms": 2}', 'The metric "ms" stands twice in one line.'],
    ['{"deep": {"ms": {}}, "ms": 1, "ms": 2}', 'The metric "ms" stands twice in one line.'],
    ['{"text": "{[", "ms": 1, "ms": 2}', 'The metric "ms" stands twice in one line.'],
    ["METRIC ms=1,5", 'The metric "ms" is no finite number: 1,5'],
    ["METRIC ms=", 'The metric "ms" is no finite number: '],
  ])("says what it found in %s", (output, reason) => {
    expect(readMetric(output, "ms")).toEqual({ outcome: "failed", reason: reason.trim() });
  });

  it("does not follow what is nested deep", () => {
    const lists = `${"[".repeat(100)}${"]".repeat(100)}`;
    expect(readMetric(`{"ms": ${lists}}`, "ms")).toEqual({
      outcome: "failed",
      reason: 'The metric "ms" is no number: ["…"]',
    });
    expect(readMetric(`{"ms": ${'{"a":'.repeat(100)}1${"}".repeat(100)}}`, "ms")).toEqual({
      outcome: "failed",
      reason: 'The metric "ms" is no number: {"a":"…"}',
    });
  });

  it("says what was printed instead of a metric", () => {
    const nothing = (wanted: string, printed: string) => ({
      outcome: "failed",
      reason: `The evaluation printed no metric. Expected was ${wanted}; ${printed}`,
    });
    const named = 'a JSON line with "ms" or a line METRIC ms=…';
    expect(readMetric("", "ms")).toEqual(nothing(named, "it printed nothing"));
    expect(readMetric(" \n", "ms")).toEqual(nothing(named, "it printed nothing"));
    expect(readMetric("ok\n12.5\n  \n", null)).toEqual(
      nothing("a JSON line with one number", "its last line was: 12.5"),
    );
  });

  it("does not mind nested objects, extreme numbers and negative zero", () => {
    expect(readMetric('{"ms": 1, "deep": {"ms": 2}}', "ms")).toEqual(measured(1));
    expect(readMetric('{"ms": 1e308}', "ms")).toEqual(measured(1e308));
    for (const zero of ['{"ms": -0}', "METRIC ms=-0"])
      expect(readMetric(zero, "ms")).toSatisfy(
        (found: object) => "metric" in found && Object.is(found.metric, 0),
      );
  });

  it("strips colours, links and progress", () => {
    const output = '10%\r50%\r\u001b[1;32m{"ms": \u001b]8;;http://x\u0007\u001b[0m3}\u001b[0m';
    expect(readMetric(output, "ms")).toEqual(measured(3));
  });

  it("keeps secondary metrics few and plainly named", () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, index]));
    const found = readMetric(JSON.stringify({ ms: 1, ...many }), "ms");
    expect(found.outcome === "measured" && Object.keys(found.secondary)).toHaveLength(50);
    expect(readMetric('{"ms": 1, "__proto__": 2, "a b": 3, "x": null, "ok": 4}', "ms")).toEqual(
      measured(1, { ok: 4 }),
    );
  });

  it("gets through 100,000 lines of any kind", () => {
    for (const line of ["", "{", '{"b": }', '{"x":"y"}', "METRIC b=1", "\u001b[", "["])
      expect(readMetric(`${line}\n`.repeat(100_000), "ms").outcome).toBe("failed");
    expect(readMetric('{"ms": 1}\n'.repeat(100_000), "ms")).toEqual(measured(1));
  });
});

describe("readMetric: odd output", () => {
  const failure = (text: string) => ({ outcome: "failed", reason: expect.stringContaining(text) });

  it("skips lines that are too long to be a result", () => {
    const long = `{"ms": 9, "x": "${"x".repeat(65_536)}"}`;
    expect(readMetric(`{"ms": 1}\n${long}`, "ms")).toEqual(measured(1));
    expect(readMetric(`{"ms": 1}\n${"x".repeat(65_536)}`, "ms")).toEqual(measured(1));
    expect(readMetric(`{"ms": 1}\n{"ms": 9}${" ".repeat(65_527)}`, "ms")).toEqual(measured(9));
    expect(readMetric(`{"ms": 1}\n{"ms": 9}${" ".repeat(65_528)}`, "ms")).toEqual(measured(1));
  });

  it("skips a thousand lines that look like JSON and are not, and no more", () => {
    for (const line of ["{ broken\n", "{\n"]) {
      const lines = (count: number) => `{"score": 4}\n${line.repeat(count)}`;
      expect(readMetric(lines(1_000), null)).toEqual(measured(4));
      expect(readMetric(lines(1_001), null)).toEqual(failure("too many lines that look like JSON"));
    }
  });

  it("fails at a broken line only where a number is meant", () => {
    expect(readMetric('{"score": 4}\n{ nothing', null)).toEqual(measured(4));
    expect(readMetric('{"ms": 4}\n{ nothing', "ms")).toEqual(measured(4));
    for (const value of [" NaN", "NaN", " -Infinity", "+Infinity"])
      expect(readMetric(`{"score": 4}\n{"score":${value}}`, null)).toEqual(failure("is not valid JSON"));
    expect(readMetric('{"ms": 4}\n{"ms": oops', "ms")).toEqual(failure("is not valid JSON"));
  });

  it("skips lines that hold the name deeper down, and objects without a number", () => {
    expect(readMetric('{"ms": 4}\n{"result": {"ms": 5}}', "ms")).toEqual(measured(4));
    expect(readMetric('{"score": 4}\n{"score": null}', null)).toEqual(measured(4));
    expect(readMetric('{"score": 4}\n{"note": "x"}', null)).toEqual(measured(4));
    const odd = { outcome: "rejected", reason: "odd" };
    expect(readMetric('{"score": null, "rejected_reason": "odd"}', null)).toEqual(odd);
    expect(readMetric('{"rejected_reason": "odd", "score": null}', null)).toEqual(odd);
  });

  it("takes no key or word for a metric that cannot be the name of one", () => {
    expect(readMetric('{"a b": 1, "score": 4}', null)).toEqual(measured(4));
    expect(
      readMetric("METRIC score=4\nMETRIC a b=1\nMETRIC =2\nMETRIC none\nMETRICS=3\nA METRIC b=5", null),
    ).toEqual(measured(4));
    expect(readMetric('{"ms": 4, "text": "x", "huge": 1e999}', "ms")).toEqual(measured(4));
  });

  it("reads lines that are indented", () => {
    expect(readMetric('{"ms": 1}\n  {"ms": 4}', "ms")).toEqual(measured(4));
    expect(readMetric("  METRIC kb = 7\n\tMETRIC ms=4", "ms")).toEqual(measured(4, { kb: 7 }));
  });

  it("keeps reasons short, whatever an evaluation writes", () => {
    const line = JSON.stringify({ ms: null, rejected_reason: "x".repeat(500) });
    expect(readMetric(line, "ms")).toEqual({ outcome: "rejected", reason: "x".repeat(300) });
  });

  it("reads through colours and titles of terminals", () => {
    expect(readMetric('\u001b[1;32m{"ms": 4}\u001b[0m', "ms")).toEqual(measured(4));
    expect(readMetric('\u001b[1m{"note": "a\\\\", "ms": 4}', "ms")).toEqual(measured(4));
    expect(readMetric('\u001b]0;a title\u0007{"ms": 4}', "ms")).toEqual(measured(4));
    expect(readMetric('{"ms": 4}\u001b]0;never closed', "ms")).toEqual(measured(4));
    expect(readMetric('\u001b]8;;x\u001b\\{"ms": 4}', "ms")).toEqual(measured(4));
  });
});
