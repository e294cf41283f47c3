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
      | gates | – | \`[{"name":"lint","run":"npm run lint \\| cat"}]\` |
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

  it("shows another script on one line", () => {
    const now = { ...before, evaluation: "set -e\nnode measure.mjs" };
    const lines = twoReadings({ before, now, parts: ["Evaluation"], problems: [] });
    expect(lines.at(-1)).toBe("| Evaluation | `node measure.mjs` | `set -e node measure.mjs` |");
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
