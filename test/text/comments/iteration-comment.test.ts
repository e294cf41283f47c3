import { describe, expect, it } from "vitest";
import type { IterationRecord } from "../../../src/domain/journal/state.ts";
import { iterationComment } from "../../../src/text/comments/iteration-comment.ts";
import { aJournal, type JournalBuilder } from "../../support/plan/journal.ts";
import { anAnswer, carton, LINKS } from "./carton.ts";

function commentOf(
  journal: JournalBuilder,
  number: number,
  overrides: Partial<IterationRecord> = {},
): string {
  const record = journal.state.recent.find((one) => one.number === number);
  if (record === undefined) throw new Error(`no iteration ${number}`);
  return iterationComment({ ...record, ...overrides }, journal.state, LINKS);
}

describe("iterationComment", () => {
  it("says of a kept iteration what was tried, what it gained, why, who steered and what it cost", () => {
    const cost = { usd: 0.12, input_tokens: 14_000, output_tokens: 300 };
    expect(commentOf(carton(12), 7, { cost })).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 iteration program=carton number=7 -->
      ### ✅ Iteration 7: accepted, 611.4

      **Tried:** Take depth back: \`DEPTH_CM\` from 16 to 12.6.

      - **Metric:** **611.4** against the best of 622.7: −11.3 (−1.8%) better
      - **Why:** better, and CI is green.
      - **Taught:** Near a cube every step is small.
      - **Steered by** [maria’s comment](https://github.com/acme/boxes/issues/1#issuecomment-4242)

      <sub>commit [\`9f97d6c\`](https://github.com/acme/boxes/commit/9f97d6cb29e63707e62436373d6a586bbf793808) · [pull request](https://github.com/acme/boxes/pulls?q=is%3Apr+head%3Aautoloop%2Fcarton) · 9 s · 0.12 USD, 14,300 tokens</sub>
      "
    `);
  });

  it("folds away what failed had printed last, as text that nothing of is live", () => {
    const output = "FAIL a.test.js\n```\n</details> @octocat /autoloop stop";
    expect(commentOf(carton(12), 3, { output })).toContain(
      "\n\n<details>\n<summary>The last lines of its output</summary>\n\n````text\nFAIL a.test.js\n```\n" +
        "</details> @octocat /autoloop stop\n````\n\n</details>\n\n<sub>",
    );
    const failed = aJournal().begun("baseline").reported(1, { measurement: null, output: "no such file" });
    failed.event({ type: "iteration.error", iteration: 0, reason: "The run broke." });
    expect(commentOf(failed, 0)).toContain("```text\nno such file\n```\n\n</details>\n\n<sub>13 s</sub>\n");
  });

  it("tells the other numbers of the evaluation, of a baseline too", () => {
    const secondary = { "peak *memory*": 12.5, kb: -3 };
    const line = "- **Also measured:** `peak *memory*` 12.5, `kb` −3";
    expect(commentOf(carton(12), 3, { secondary })).toContain(`worse\n${line}\n- **Why:**`);
    expect(commentOf(carton(12), 0, { secondary })).toContain(`\n\n${line}\n\n<sub>`);
  });

  it("leads to the workflow run and to the pull request, or to where that will be", () => {
    const facts = commentOf(carton(12), 5, { workflow_run: 99 });
    expect(facts).toContain(
      "[pull request](https://github.com/acme/boxes/pulls?q=is%3Apr+head%3Aautoloop%2Fcarton) · [workflow run](https://github.com/acme/boxes/actions/runs/99)</sub>",
    );
    const first = commentOf(aJournal().baseline(760).accepted(700), 1);
    expect(first).toContain(
      "[pull request](https://github.com/acme/boxes/pulls?q=is%3Apr+head%3Aautoloop%2Fcarton) · ",
    );
    expect(commentOf(aJournal().baseline(760).rejected(800), 1)).not.toContain("pull request");
  });

  it("names the checks that counted, and counts those for which there is no room", () => {
    const checks = Array.from({ length: 12 }, (_, n) => `check ${n}`);
    expect(commentOf(carton(12), 7, { checks: ["unit `tests`", "lint"] })).toContain(
      "- **CI:** `unit 'tests'`, `lint`\n",
    );
    expect(commentOf(carton(12), 7, { checks })).toContain("`check 9`, 2 more\n");
    expect(commentOf(carton(12), 7, { checks: [] })).not.toContain("**CI");
  });

  it("says what pairs said: of a change, and of the untouched branch with itself", () => {
    const confidence = { pairs: 9, better: 8, base: 629, change: -19.5, noise: 5 };
    expect(commentOf(carton(12), 7, { confidence })).toContain(
      "- **Metric:** **611.4** against the best of 622.7\n- **In turns with its own base:** −3.1% ± 0.79, 8 of 9 pairs\n- **Why:**",
    );
    const zero = { ...confidence, base: 0, pairs: 1, better: 1 };
    expect(commentOf(carton(12), 7, { confidence: zero })).toContain("−19.5 ± 5, 1 of 1 pair\n");
    expect(commentOf(carton(12), 0, { confidence: { ...confidence, change: 0 } })).toContain(
      "\n\nMeasured in turns with itself, which shows its noise: 0% ± 0.79, 8 of 9 pairs.\n",
    );
  });

  it("says of a revoked one that it was kept, and what turned red where and when", () => {
    const revoked = {
      check: "unit @tests",
      head: "9f97d6cb29e63707e62436373d6a586bbf793808",
      at: "2026-01-02T03:04:05.000Z",
    };
    const [, title, , said] = commentOf(carton(12), 7, { verdict: "rejected", commit: null, revoked }).split(
      "\n",
    );
    expect(title).toBe("### ↩️ Iteration 7: revoked, 611.4");
    expect(said).toBe(
      "**It was kept, then the check `unit @tests` turned red on " +
        "[`9f97d6c`](https://github.com/acme/boxes/commit/9f97d6cb29e63707e62436373d6a586bbf793808) (seen 2026-01-02 03:04 " +
        "UTC).** Its number counts no more, its commit is taken back, and a later green does not bring it back.",
    );
  });

  it("says of a discarded one how far it was off", () => {
    expect(commentOf(carton(12), 3)).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 iteration program=carton number=3 -->
      ### ❌ Iteration 3: rejected, 681.3

      **Tried:** Make the base deeper: \`DEPTH_CM\` from 20 to 22.

      - **Metric:** **681.3** against the best of 668.9: +12.4 (+1.9%) worse
      - **Why:** Worse than the best so far.
      - **Taught:** More depth costs more than it saves.

      <sub>[pull request](https://github.com/acme/boxes/pulls?q=is%3Apr+head%3Aautoloop%2Fcarton) · 5 s</sub>
      "
    `);
  });

  it("says of a broken one what broke, and nothing that is not known", () => {
    expect(commentOf(carton(12), 5)).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 iteration program=carton number=5 -->
      ### ⚠️ Iteration 5: error

      - **Why:** The run broke: the agent did not answer within 600 s.

      <sub>[pull request](https://github.com/acme/boxes/pulls?q=is%3Apr+head%3Aautoloop%2Fcarton)</sub>
      "
    `);
  });

  it("introduces the baseline", () => {
    expect(commentOf(carton(0), 0)).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 iteration program=carton number=0 -->
      ### 📏 Iteration 0: baseline 760

      Measured on the untouched branch: \`cardboard_cm2\`, lower is better. Every later iteration has to beat this number.

      <sub>13 s</sub>
      "
    `);
  });

  it("says why there is no baseline", () => {
    const journal = aJournal().begun("baseline");
    journal.event({ type: "iteration.error", iteration: 0, reason: "The run broke: node: not found" });
    expect(commentOf(journal, 0)).toMatchInlineSnapshot(`
      "<!-- autoloop:v1 iteration program=carton number=0 -->
      ### ⚠️ Iteration 0: the baseline could not be measured

      The run broke: node: not found.
      "
    `);
  });

  it("is the same whatever happened afterwards", () => {
    expect(commentOf(carton(12), 3)).toBe(commentOf(carton(3), 3));
  });

  it("keeps the agent's words inert and short", () => {
    const answer = anAnswer(`@octocat fixes #1 <!-- x --> ${"word ".repeat(1_000)}`, "[x](https://x.y)\n# h");
    const text = commentOf(carton(12), 3, { answer });
    expect(text).toContain("**Tried:** `@octocat` fixes `#1` \\<! -- x --\\>");
    expect(text).toContain("- **Taught:** \\[`x](https://x.y`) # h.");
    expect(text.length).toBeLessThan(1_500);
  });

  it("counts what it cannot name", () => {
    const steered_by = Array.from({ length: 12 }, (_, comment) => ({ comment, by: "a[bot]", hash: "" }));
    expect(commentOf(carton(12), 3, { steered_by })).toMatch(/\[abot’s comment\].*, 2 more/);
  });
});
