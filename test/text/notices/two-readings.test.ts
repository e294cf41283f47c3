import { describe, expect, it } from "vitest";
import { twoReadings } from "../../../src/text/notices/two-readings.ts";
import { aDefinition } from "../../support/plan/journal.ts";

const before = aDefinition({ targets: ["src/a.mjs", "harness.mjs"], direction: "higher", metric: null });

describe(twoReadings, () => {
  it("shows what may change and what counts side by side, and besides only what differs", () => {
    const now = aDefinition({
      targets: ["src/a.mjs"],
      excluded: ["harness.mjs"],
      gates: [{ name: "lint", run: "npm run lint | cat" }],
      repeat: 3,
    });
    const parts = ["Target", "metric", "metric-direction", "gates", "repeat"] as const;
    expect(twoReadings({ before, now, parts, problems: [] }).join("\n")).toMatchInlineSnapshot(`
      "| | as it ran | as it is read today |
      | --- | --- | --- |
      | May change | \`src/a.mjs\`, \`harness.mjs\` | \`src/a.mjs\` |
      | May not | – | \`harness.mjs\` |
      | Metric | – | \`cardboard_cm2\` |
      | Better is | \`higher\` | \`lower\` |
      | gates | – | \`lint\` (\`npm run lint \\| cat\`) |
      | repeat | \`1\` | \`3\` |"
    `);
  });

  it("says what is not understood, and lists the problems", () => {
    const { direction: _, ...partial } = aDefinition({ metric: null });
    const { targets: __, ...now } = partial;
    const problem = {
      ...{ key: "Evaluation", value: null, allowed: "a direction", line: 9 },
      message: "says no direction",
    };
    expect(twoReadings({ before, now, parts: [], problems: [problem] }).join("\n")).toMatchInlineSnapshot(`
      "| | as it ran | as it is read today |
      | --- | --- | --- |
      | May change | \`src/a.mjs\`, \`harness.mjs\` | not understood |
      | May not | – | – |
      | Metric | – | – |
      | Better is | \`higher\` | not understood |

      Not understood today:

      - line 9: \`Evaluation\`: says no direction. Allowed: a direction."
    `);
  });

  it("shows another script as it is written, beside the one that ran", () => {
    const now = { ...before, evaluation: "set -e\nnode measure.mjs" };
    const lines = twoReadings({ before, now, parts: ["Evaluation"], problems: [] });
    expect(lines.slice(6).join("\n")).toMatchInlineSnapshot(`
      "
      Evaluation as it ran:

      \`\`\`text
      node measure.mjs
      \`\`\`

      Evaluation as it is read today:

      \`\`\`text
      set -e
      node measure.mjs
      \`\`\`"
    `);
  });

  it("says of a script and of rules that are not understood just that", () => {
    const parts = ["Evaluation", "gates", "guardrails"] as const;
    expect(twoReadings({ before, now: {}, parts, problems: [] }).slice(6)).toEqual([
      ...["| gates | – | not understood |", "| guardrails | – | not understood |"],
      ...["", "Evaluation as it ran:", "", "```text\nnode measure.mjs\n```"],
      ...["", "Evaluation as it is read today: not understood"],
    ]);
  });

  it("says rules as people say them", () => {
    const guardrails = [
      { metric: "kb", kind: "at-most", value: 90 },
      { metric: "ms", kind: "tolerance", fraction: 0.05 },
    ] as const;
    const gates = [
      { name: "npm test", run: "npm test" },
      { name: "lint", run: "npm run lint" },
    ];
    const now = { ...before, guardrails, gates, schedule: { kind: "interval", ms: 6 * 3_600_000 } } as const;
    const parts = ["schedule", "guardrails", "gates"] as const;
    expect(twoReadings({ before, now, parts, problems: [] }).slice(-3)).toEqual([
      "| schedule | – | `every 6h` |",
      "| guardrails | – | `kb` at most 90, `ms` within 5% of the baseline |",
      "| gates | – | `npm test`, `lint` (`npm run lint`) |",
    ]);
  });

  it("counts what does not fit, and keeps the words of others inert", () => {
    const targets = Array.from({ length: 20 }, (_, index) => `src/${index}|\`@maria\` <b>.mjs`);
    const [, , row = ""] = twoReadings({
      before: { ...before, targets },
      now: before,
      parts: [],
      problems: [],
    });
    expect(row).toContain(", and 8 more |");
    expect(row.replace(/`[^`]*`|``.*?``/g, "")).not.toMatch(/@maria|<b>/);
    expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  });
});
