import { describe, expect, it } from "vitest";
import { bestSeries, chart } from "../../../src/text/format/chart.ts";
import { sparkline } from "../../../src/text/format/sparkline.ts";
import { aJournal } from "../../support/plan/journal.ts";
import { carton, newCarton, oldCarton } from "../comments/carton.ts";

describe("bestSeries", () => {
  it("holds the best metric after every iteration, the baseline first", () => {
    expect(bestSeries(carton(3).state)).toEqual([
      { iteration: 0, best: 760 },
      { iteration: 1, best: 715.2 },
      { iteration: 2, best: 668.9 },
      { iteration: 3, best: 668.9 },
    ]);
  });

  it("is empty before the baseline", () => expect(bestSeries(newCarton())).toEqual([]));

  it("keeps the last twenty, and knows the best that was found before them", () => {
    const points = bestSeries(oldCarton().state);
    expect([points.length, points[0]?.iteration, points.at(-1)?.iteration]).toEqual([20, 481, 500]);
  });

  it("knows the best that was found before the oldest iteration that is remembered", () => {
    const journal = aJournal().baseline(10).accepted(9);
    for (let number = 0; number < 45; number++) journal.rejected(12);
    expect(new Set(bestSeries(journal.state).map(({ best }) => best))).toEqual(new Set([9]));
  });

  it("begins anew with an epoch", () => {
    const journal = aJournal().baseline(10).accepted(9).defined({ evaluation: "other" }, 2).baseline(500);
    expect(bestSeries(journal.state)).toEqual([{ iteration: 2, best: 500 }]);
  });
});

describe("chart", () => {
  const point = (best: number, iteration: number) => ({ iteration, best });

  it("is a Mermaid chart with an axis around the values", () => {
    expect(chart([760, 715.2, 715.2].map(point), "cardboard_cm2")).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      %%{init: {"xyChart": {"width": 760, "height": 280}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7"}}}}%%
      xychart-beta
        x-axis "iteration" [0, 1, 2]
        y-axis "best cardboard_cm2" 710.72 --> 764.48
        line [760, 715.2, 715.2]
      \`\`\`"
    `);
  });

  it("has an axis of some height for a flat line", () => {
    expect(chart([0, 0].map(point), null)).toContain('"best metric" -1 --> 1');
    expect(chart([5, 5].map(point), null)).toContain("4.5 --> 5.5");
  });

  it("is left out where there is no line, or no way to write its numbers", () => {
    expect(chart([point(1, 0)], null)).toBeNull();
    expect(chart([1e-9, 2e-9].map(point), null)).toBeNull();
    expect(chart([1, 1e15].map(point), null)).toBeNull();
  });

  it("takes nothing but harmless characters of the metric's name", () => {
    expect(chart([1, 2].map(point), 'x"]\n```\n%%{init}')).toContain('y-axis "best x%%init"');
  });
});

describe("sparkline", () => {
  it("scales from the smallest to the largest", () => {
    expect(sparkline([760, 715.2, 668.9, 641, 603.2])).toBe("█▆▄▃▁");
  });

  it("is flat for what is flat, and nothing for nothing", () => {
    expect([sparkline([5, 5, 5]), sparkline([])]).toEqual(["▅▅▅", ""]);
  });
});
