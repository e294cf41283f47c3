import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import { readResults, renderResults, resultsFromEvents } from "../../../src/text/journal/results-table.ts";
import { histories } from "../../support/histories.ts";
import { aJournal, someFacts, written } from "../../support/journal.ts";

const saying = (change: string) => {
  const { answer } = someFacts(0);
  return answer === null ? {} : { answer: { ...answer, change } };
};

describe("renderResults", () => {
  it("writes a line for each ended iteration", () => {
    const { state } = aJournal()
      .baseline(760.25)
      .accepted(700.5, { cost: { usd: 0.12, input_tokens: 1, output_tokens: 2 } })
      .rejected(720, "worse", saying("Try\ta\n\u001b[31mcube.\u200b"))
      .failed("=HYPERLINK(1)");
    expect(renderResults(null, state.recent)).toMatchInlineSnapshot(`
      "iteration	commit	metric	delta	status	seconds	cost_usd	description
      0	-	760.25	-	baseline	12.5	-	the baseline was measured
      1	e600c0c	700.5	-59.75	keep	12.5	0.12	Make the carton a little deeper.
      2	-	720	19.5	discard	12.5	-	Try a [31mcube.
      3	-	-	-	crash	0	-	'=HYPERLINK(1)
      "
    `);
  });

  it("adds only what is newer, and changes no byte before", () => {
    const history = aJournal().baseline(760).accepted(700);
    const before = renderResults(null, history.state.recent);
    const after = renderResults(before, history.rejected(720).state.recent);
    expect(after.startsWith(before)).toBe(true);
    expect(after.split("\n")).toHaveLength(5);
    expect(renderResults(after, history.state.recent)).toBe(after);
  });

  it.each(["", "iteration\n", "x\ty\n1\t2\n", "garbage"])("starts again from %j", (previous) => {
    const { recent } = aJournal().baseline(760).state;
    expect(renderResults(previous, recent)).toBe(renderResults(null, recent));
  });

  it("starts again from a table whose last line is torn", () => {
    const { recent } = aJournal().baseline(760).accepted(700).state;
    const whole = renderResults(null, recent);
    expect(renderResults(whole.slice(0, -9), recent)).toBe(whole);
  });
});

describe("resultsFromEvents", () => {
  it("makes the table that grew line by line, over any segments", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 9_000 }), (history, segmentBytes) => {
        const { segments } = written(history, segmentBytes);
        const events = segments.flatMap(({ text }) => decodeEvents(text));
        const grown = history.events.reduce<string | null>((table, _, index) => {
          const { journal } = written(history.events.slice(0, index + 1));
          return renderResults(table, journal.state?.recent ?? []);
        }, null);
        expect(resultsFromEvents(events)).toBe(grown);
      }),
      { numRuns: 15 },
    );
  });
});

describe("readResults", () => {
  it("reads back what was written", () => {
    const { state } = aJournal().baseline(760).accepted(750.5).rejected(800).failed("it broke");
    const rows = readResults(renderResults(null, state.recent));
    expect([...rows].map(([number, { metric, delta, status }]) => [number, metric, delta, status])).toEqual([
      [0, 760, null, "baseline"],
      [1, 750.5, -9.5, "keep"],
      [2, 800, 49.5, "discard"],
      [3, null, null, "crash"],
    ]);
    expect(rows.get(3)?.description).toBe("it broke");
  });

  it("skips lines that are none of the app's", () => {
    expect(
      readResults("x\n1\t2\n\n9\t-\tNaN\tInfinity\tkeep\t1\t-\tx\n5\t-\t1\t1\tgreat\t1\t-\tx\n"),
    ).toEqual(new Map([[9, { metric: null, delta: null, status: "keep", description: "x" }]]));
  });
});

describe("results tables that people touched", () => {
  it("are made again where the last line begins with no number", () => {
    const { recent } = aJournal().baseline(760).state;
    const table = renderResults(null, recent);
    expect(renderResults(`${table}total\t1\n`, recent)).toBe(table);
  });

  it("are read as far as they can be", () => {
    const [header = "", first = ""] = renderResults(null, aJournal().baseline(760).state.recent).split("\n");
    const rows = readResults([header, first, "x", first.replace("0\t-\t760", "1\t-\t "), ""].join("\n"));
    expect([...rows]).toMatchObject([
      [0, { metric: 760, delta: null, status: "baseline" }],
      [1, { metric: null, delta: null }],
    ]);
  });
});
