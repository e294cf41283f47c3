import { describe, expect, it } from "vitest";
import { VERSION } from "../../../src/domain/journal/version.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { type StatusFacts, statusComment } from "../../../src/text/comments/status-comment.ts";
import { hasStatusMarker, sameStatus, statusSeq } from "../../../src/text/format/markers.ts";
import { aJournal, type JournalBuilder } from "../../support/plan/journal.ts";
import { carton, factsOf, newCarton, oldCarton } from "./carton.ts";

describe("statusComment", () => {
  it("reads well after twelve iterations", () => {
    expect(statusComment(factsOf(carton(12).state)).replace(VERSION, "VERSION")).toMatchInlineSnapshot(`
      "<!-- AUTOLOOP:STATUS -->
      <!-- autoloop:v1 status seq=57 by=VERSION -->

      ### Autoloop: carton

      Best is 603.2, 20.6% below the baseline of 760; it was found in iteration 10. The last two iterations kept nothing. The target of 600 is 3.2 away.

      | Status | 🟢 Active |
      | :-- | :-- |
      | Best metric (lower is better) | **603.2** \`cardboard_cm2\` (iteration 10, [\`c295ea9\`](https://github.com/acme/boxes/commit/c295ea9b42dd66a24f4e614aa8c580344c2e675b)) |
      | Baseline | 760, improvement **−156.8 (−20.6%)** |
      | Target metric | 600 (97% of the way) |
      | Trend | \`█▆▄▄▃▃▂▁▁▁▁▁▁\` iterations 0 to 12 |
      | Iterations | 12 (✅ 7 accepted, ❌ 4 rejected, ⚠️ 1 error) |
      | Last run | 2026-01-01 00:55 UTC |
      | Next run | 2026-01-01 06:30 UTC |
      | Branch | [\`autoloop/carton\`](https://github.com/acme/boxes/tree/autoloop/carton) |
      | Pull request | #12 |
      | State file | [\`carton.md\`](https://github.com/acme/boxes/blob/memory/autoloop/carton.md) · [results](https://github.com/acme/boxes/blob/memory/autoloop/carton.tsv) · [journal](https://github.com/acme/boxes/tree/memory/autoloop/journal/carton) |

      \`\`\`mermaid
      %%{init: {"xyChart": {"width": 760, "height": 280}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7"}}}}%%
      xychart-beta
        x-axis "iteration" [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
        y-axis "best cardboard_cm2" 587.52 --> 775.68
        line [760, 715.2, 668.9, 668.9, 641, 641, 622.7, 611.4, 611.4, 606.1, 603.2, 603.2, 603.2]
      \`\`\`

      <details>
      <summary>How Autoloop read this program</summary>

      - **May change:** \`src/carton.mjs\`
      - **May not change:** what is protected in every repository (CI, package manifests, settings and instructions of tools); and every file that is not named above
      - **Metric:** \`cardboard_cm2\`
      - **Direction:** lower is better
      - **Gates:** none
      - **Measured by:**

      \`\`\`text
      node measure.mjs
      \`\`\`

      </details>

      - [ ] <!-- autoloop:run-now --> Run an iteration now
      - [ ] <!-- autoloop:pause --> Pause
      "
    `);
  });

  it("says how what is better is confirmed, how long that takes, and how sure the best is", () => {
    const rows = (confirm: Definition["confirm"], change: (journal: JournalBuilder) => JournalBuilder) => {
      const { state } = change(aJournal("carton", { confirm }));
      return statusComment(factsOf(state))
        .split("\n")
        .filter((row) => /^\| (?:Confirmation|Best metric)/.test(row));
    };
    const measured = (by: number) => (journal: JournalBuilder) =>
      journal.baseline(760, { seconds: 24, pairs: [{ base: 760, candidate: 760 + by }] });
    expect(rows(9, (journal) => journal)).toContain(
      "| Confirmation | what is better, in at most 9 pairs with its own base |",
    );
    expect(rows(9, (journal) => journal.baseline(760, { seconds: 7_200 }))).toContain(
      "| Confirmation | what is better, in at most 9 pairs with its own base, about 38 h at most |",
    );
    expect(rows("auto", (journal) => journal)).toContain(
      "| Confirmation | as much as the noise asks for, once the baseline is measured |",
    );
    expect(rows("auto", measured(5))).toContain(
      "| Confirmation | what is better, in at most 9 pairs with its own base, about 1 min 54 s at most; two measurements of the untouched branch differ by 5 |",
    );
    expect(rows("auto", measured(1))).toContain(
      "| Confirmation | none, because there is little noise; two measurements of the untouched branch differ by 1 |",
    );
    const pairs = [{ base: 760, candidate: 750 }];
    expect(rows(null, (journal) => journal.baseline(760).accepted(750, { pairs }))).toEqual([
      expect.stringMatching(/\(iteration 1, .*; −1.3% ± 0, 1 of 1 pair\) \|$/),
    ]);
  });

  it("says what comes first before anything was measured", () => {
    const text = statusComment(factsOf(newCarton(), { nextRun: Number.NEGATIVE_INFINITY }));
    expect(text).toContain("Nothing has been measured yet; the first iteration measures the baseline");
    expect(text).toContain("| Next run | as soon as possible |");
    expect(text).not.toMatch(/mermaid|Trend|NaN|undefined|Infinity/);
  });

  it("names what the next run waits for beside its schedule", () => {
    const next = (waitsFor: StatusFacts["waitsFor"]) =>
      /\| Next run \| (.*) \|/.exec(statusComment(factsOf(newCarton(), { waitsFor })))?.[1];
    expect([next(null), next("slot"), next({ budget: 1 })]).toEqual([
      "2026-01-01 06:30 UTC",
      "2026-01-01 06:30 UTC (waits for other programs to end their iterations)",
      "2026-01-01 06:30 UTC (the budget of 1 run in 24 hours is spent)",
    ]);
  });

  it("stays as short after five hundred iterations", () => {
    const text = statusComment(factsOf(oldCarton().state));
    expect(text).toContain("| Iterations | 500 (✅ 66 accepted, ❌ 426 rejected, ⚠️ 8 errors) |");
    expect(text.length).toBeLessThan(2_500);
  });

  it("begins a pause with its reason and how to go on", () => {
    const state = carton(3).paused("ci-missing", "No check reported on the iteration's commit.").state;
    const text = statusComment(factsOf(state, { phase: "paused", nextRun: null }));
    expect(text.split("\n\n").slice(1, 3).join("\n\n")).toMatchInlineSnapshot(`
      "### Autoloop: carton

      > [!WARNING]
      > **Paused since 2026-01-01 00:21 UTC. CI said nothing:** No check reported on the iteration's commit.
      >
      > **How to go on:** Let a workflow run on pushes to \`autoloop/carton\` (such as \`on: push\`), or, where there is no CI to ask, write \`ci: none\` into the settings of the program or into \`.github/autoloop.yml\`. Then write \`/autoloop resume\`. Checks that report late are taken as they come."
    `);
    expect(text).toContain("| Status | ⏸️ Paused |");
    expect(text).toContain("| Next run | — |");
  });

  it("shows what stops the program, with line, key, value and what is allowed", () => {
    const problem = {
      key: "target-metric",
      value: ".nan",
      allowed: "a finite number",
      line: 7,
      message: "is not a number",
    };
    const text = statusComment(
      factsOf(newCarton(), { phase: "waiting", nextRun: null, problems: [problem] }),
    );
    expect(text).toContain(
      "> - line 7: `target-metric`: is not a number. Found: `.nan`. Allowed: a finite number.",
    );
  });

  it("says what is going on while it goes on", () => {
    const running = carton(1).begun().state;
    expect(statusComment(factsOf(running, { phase: "running", nextRun: null }))).toContain(
      "| Status | 🔄 Running, iteration 2 since 2026-01-01 00:13 UTC |",
    );
  });

  it("shows why it ended", () => {
    const state = carton(10).event({
      type: "loop.complete",
      reason: "The target metric of 600 is reached.",
    }).state;
    expect(statusComment(factsOf(state, { phase: "completed", nextRun: null }))).toContain(
      "> **Ended:** The target metric of 600 is reached.",
    );
  });

  it("is the same for the same facts, but for the sequence number", () => {
    const [a, b] = [57, 58].map((seq) => statusComment(factsOf(carton(4).state, { seq })));
    expect(statusComment(factsOf(carton(4).state))).toBe(a);
    expect(sameStatus(a ?? "", b ?? "")).toBe(true);
    expect([hasStatusMarker(b ?? ""), statusSeq(b ?? "")]).toEqual([true, 58]);
  });
});
