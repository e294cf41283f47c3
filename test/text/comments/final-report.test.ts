import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finalReport } from "../../../src/text/comments/final-report.ts";
import { type ResultRow, readResults, renderResults } from "../../../src/text/journal/results-table.ts";
import { aJournal, type JournalBuilder } from "../../support/plan/journal.ts";
import { anAnswer, carton, LINKS } from "./carton.ts";

const TEXT = "## Goal\n\nUse less cardboard.\n";

function report(
  journal: JournalBuilder,
  change: { lines?: ReadonlyMap<number, ResultRow>; text?: string } = {},
) {
  const { state } = journal.event({ type: "loop.complete", reason: "All iterations are done." });
  return finalReport({ state, links: LINKS, lines: new Map(), text: TEXT, ...change });
}

/** Sixty keeps; the gain of each is twice its number's place in a shuffled row. */
function sixty(): { journal: JournalBuilder; lines: Map<number, ResultRow> } {
  const journal = aJournal("carton", { targetMetric: null }).baseline(100_000);
  const lines = new Map<number, ResultRow>();
  for (let number = 1; number <= 60; number += 1) {
    const gain = 2 * ((number * 37) % 61);
    journal.accepted((journal.state.best?.metric ?? 0) - gain, { answer: anAnswer(`Step ${number}.`) });
    for (const [at, row] of readResults(renderResults(null, journal.state.recent.slice(-1))))
      lines.set(at, row);
  }
  return { journal, lines };
}

describe(finalReport, () => {
  it("tells the whole of a program", () => {
    const context = "## Strategy\n\n- Widen the base.\n- Fold it otherwise.\n";
    const journal = carton(12);
    const { state } = journal.event({ type: "loop.complete", reason: "All iterations are done." });
    const definition = state.definition && {
      ...state.definition,
      parsed: { ...state.definition.parsed, context },
    };
    const plan = [
      { item: "1", tried: 5, kept: 4, last: 11 },
      { item: "Something else", tried: 1, kept: 0, last: 3 },
    ];
    const whole = finalReport({
      state: { ...state, definition, plan },
      links: LINKS,
      lines: new Map(),
      text: TEXT,
    });
    expect(whole).toMatchInlineSnapshot(`
      "### ✅ Completed: final report

      **All iterations are done.** Best is 603.2, 20.6% below the baseline of 760; it was found in iteration 10. The last two iterations kept nothing. The target of 600 is 3.2 away.

      | Baseline → final | 760 → **603.2** |
      | :-- | :-- |
      | Improvement | **−156.8 (−20.6%)** |
      | Kept / discarded / errors | 7 / 4 / 1 |
      | Best iteration | 10, [\`c295ea9\`](https://github.com/acme/boxes/commit/c295ea9b42dd66a24f4e614aa8c580344c2e675b) |
      | Pull request | #12 |

      **What worked** (5 of 7, the best first)

      - Iteration 2, −46.3 (−6.5%): Widen the base further: \`WIDTH_CM\` from 4.6 to 5.8.
      - Iteration 1, −44.8 (−5.9%): Widen the base: \`WIDTH_CM\` from 4 to 4.6.
      - Iteration 4, −27.9 (−4.2%): Take depth back: \`DEPTH_CM\` from 20 to 16.
      - Iteration 6, −18.3 (−2.9%): Widen the base: \`WIDTH_CM\` from 5.8 to 7.5.
      - Iteration 7, −11.3 (−1.8%): Take depth back: \`DEPTH_CM\` from 16 to 12.6.

      **What did not**

      - Iteration 12, +0.7 (+0.12%): Take depth back: \`DEPTH_CM\` from 12.6 to 8.9.
      - Iteration 11, +1.6 (+0.27%): Widen the base: \`WIDTH_CM\` from 9 to 11.2.
      - Iteration 8, +1.6 (+0.26%): Make both a little smaller at once.
      - Iteration 3, +12.4 (+1.9%): Make the base deeper: \`DEPTH_CM\` from 20 to 22.

      **Plan against reality**

      - ✅ tried 5, kept 4: Widen the base.
      - ➖ not tried: Fold it otherwise.
      - 7 iterations took no item of the plan

      **Lessons**, as agents wrote them

      - Past 10 cm it turns.
      - Steps below half a centimetre still pay.
      - Both at once overshoots.
      - Near a cube every step is small.
      - Depth wants to come down to width.

      **Next steps**

      1. Review #12, where what was kept waits, and merge it when you like it.
      2. To review it piece by piece, run this in a clone of the repository. It makes local branches of changes that do not touch the same files:

         \`\`\`sh
         node autoloop.mjs finalise carton
         \`\`\`
      3. Go on with [a new program](https://github.com/acme/boxes/issues/new?title=carton+2&labels=autoloop-program&body=%23%23+Goal%0A%0AUse+less+cardboard.%0A%0A%23%23+Before+this+program%0A%0AThe+program+of+%231+went+from+760+to+603.2.%0A) with this text; say in its Goal what is to come after #12."
    `);
  });

  it("lists the real best ones of sixty keeps, wherever they are remembered", () => {
    const { journal, lines } = sixty();
    const worked =
      report(journal, { lines }).split("**What worked**")[1]?.split("\n\n")[1]?.split("\n") ?? [];
    const best = Array.from({ length: 60 }, (_, index) => index + 1)
      .toSorted((a, b) => ((b * 37) % 61) - ((a * 37) % 61))
      .slice(0, 5);
    expect(worked.map((one) => Number(/Iteration (\d+)/.exec(one)?.[1]))).toEqual(best);
    // Of these, lines alone tell: the newest forty are remembered.
    expect(best.some((number) => number <= 20)).toBe(true);
    expect(report(sixty().journal, { lines })).toContain("**What worked** (5 of 60, the best first)");
  });

  it("counts each iteration once, whatever lines and memory have in common", () => {
    fc.assert(
      fc.property(fc.subarray([...sixty().lines.keys()]), (numbers) => {
        const { journal, lines } = sixty();
        const some = new Map([...lines].filter(([number]) => numbers.includes(number)));
        const all = new Set(
          [...numbers, ...journal.state.recent.map(({ number }) => number)].filter((n) => n > 0),
        );
        expect(report(journal, { lines: some })).toContain(`(5 of ${all.size}, the best first)`);
      }),
      { numRuns: 10 },
    );
  });

  it("ranks nothing that was measured in another way", () => {
    const journal = aJournal()
      .baseline(10)
      .accepted(1, { answer: anAnswer("Before.") });
    const lines = readResults(renderResults(null, journal.state.recent));
    journal
      .defined({ evaluation: "node finer.mjs" }, 2)
      .baseline(500)
      .accepted(499, { answer: anAnswer("After.") });
    const text = report(journal, { lines });
    expect(text).toContain("After.");
    expect(text).not.toContain("Before.");
  });

  it("names what surprised, remembered or not", () => {
    const journal = aJournal().baseline(1_000);
    for (let n = 1; n <= 10; n += 1)
      journal.rejected(1_000 + (n % 3), "worse", { answer: anAnswer(`Step ${n}.`) });
    const lines = new Map(readResults(renderResults(null, journal.state.recent)));
    lines.set(11, { metric: 400, delta: -600, status: "keep", description: "'=Skip the work." });
    const told = report(journal, { lines }).split("**Surprises**")[1] ?? "";
    expect(told).toMatch(
      /Iteration 11: it changed the metric by \d+(\.\d)? standard deviations more .*=Skip the work\./,
    );
    const record = journal.state.recent.at(-1);
    if (record === undefined) throw new Error("no iteration");
    const state = { ...journal.state, recent: [{ ...record, surprise: 7.2 }] };
    expect(finalReport({ state, links: LINKS, lines: new Map(), text: "" })).toContain(
      "by 7.2 standard deviations",
    );
    expect(report(aJournal().baseline(5).rejected(6))).not.toContain("Surprises");
  });

  it("offers what there is to do, as a command and a link, and no box", () => {
    const open = report(carton(12));
    expect(open).toContain("1. Review #12");
    expect(open).toContain("node autoloop.mjs finalise carton");
    expect(open).not.toMatch(/- \[[ x]\]/);
    const [, link = ""] = /\[a new program\]\(([^)]+)\)/.exec(open) ?? [];
    const { searchParams, pathname } = new URL(link);
    expect(pathname).toBe("/acme/boxes/issues/new");
    expect([searchParams.get("title"), searchParams.get("labels")]).toEqual(["carton 2", "autoloop-program"]);
    expect(searchParams.get("body")).toBe(
      `${TEXT}\n## Before this program\n\nThe program of #1 went from 760 to 603.2.\n`,
    );
    const nothing = report(aJournal().baseline(5).rejected(6), { text: "" });
    expect(nothing).not.toMatch(/Next steps|finalise|Review/);
    const long = report(carton(3), { text: "x".repeat(9_000) });
    expect(new URL(/\((https:[^)]+issues\/new[^)]+)\)/.exec(long)?.[1] ?? "").searchParams.has("body")).toBe(
      false,
    );
  });
});
