import { describe, expect, it } from "vitest";
import type { Definition } from "../../../src/domain/program/program.ts";
import { readingList } from "../../../src/text/comments/reading.ts";
import { statusComment } from "../../../src/text/comments/status-comment.ts";
import { aDefinition } from "../../support/plan/journal.ts";
import { carton, factsOf, newCarton } from "./carton.ts";

const repository = { protectedPaths: [], unprotected: [] };
const read = (definition: Partial<Definition>, metricKey: string | null = null, more = {}) =>
  readingList({ definition: aDefinition(definition), metricKey, ...repository, ...more });

describe("readingList", () => {
  it("says what may change and what not, what measures, and which way is better", () => {
    const text = read(
      {
        targets: ["src/**", "bench/{a,b}.ts"],
        excluded: ["src/gen/", "!src/gen/keep.ts"],
        metric: "ns_per_op",
        direction: "lower",
        evaluation: "npm ci\nnode bench.mjs",
        gates: [
          { name: "tests", run: "npm test" },
          { name: "lint", run: "npm run lint" },
        ],
        guardrails: [
          { metric: "kb", kind: "at-most", value: 120 },
          { metric: "hits", kind: "at-least", value: 0.9 },
          { metric: "mb", kind: "tolerance", fraction: 0.05 },
        ],
      },
      null,
      { protectedPaths: ["infra/**"], unprotected: ["package.json"] },
    );
    expect(text).toMatchInlineSnapshot(`
      "- **May change:** \`src/**\`, \`bench/{a,b}.ts\`
      - **May not change:** \`src/gen/\`, except \`src/gen/keep.ts\`; what the repository protects: \`infra/**\`; what is protected in every repository (CI, package manifests, settings and instructions of tools); and every file that is not named above
      - **No longer protected here:** \`package.json\`, where Target allows it
      - **Metric:** \`ns_per_op\`
      - **Direction:** lower is better
      - **Gates:** \`tests\` (\`npm test\`), \`lint\` (\`npm run lint\`)
      - **Guardrails:** \`kb\` at most 120, \`hits\` at least 0.9, \`mb\` within 5% of the baseline
      - **Measured by:**

      \`\`\`text
      npm ci
      node bench.mjs
      \`\`\`"
    `);
  });

  it("says what stands for a metric that the program does not name, until the baseline and after it", () => {
    expect(read({ metric: null })).toContain(
      "- **Metric:** the only number that the evaluation prints; its name is kept with the baseline\n",
    );
    expect(read({ metric: null }, "ops")).toContain(
      "- **Metric:** `ops` (the program names none: kept with the baseline)\n",
    );
  });

  it("counts what is too much to be read, and cuts a long script", () => {
    const targets = Array.from({ length: 40 }, (_, index) => `src/${index}.ts`);
    const text = read({ targets, excluded: targets.slice(0, 13), evaluation: "node x.mjs\n".repeat(500) });
    expect(text).toContain("`src/11.ts` and 28 more\n- **May not change:** `src/0.ts`");
    expect(text).toContain("`src/11.ts` and 1 more; what is protected");
    expect(text).toContain("…\n```");
    expect(text.length).toBeLessThan(3_000);
  });

  it("holds whatever people wrote as data", () => {
    const text = read({ targets: ["@all", "a`b"], evaluation: "```\n</details>\n@all", metric: "<b>" });
    expect(text).toContain("- **May change:** `@all`, `a'b`\n");
    expect(text).toContain("- **Metric:** `<b>`\n");
    expect(text).toContain("````text\n```\n</details>\n@all\n````");
  });
});

describe("the reading in the status comment", () => {
  it("is open until something was measured: no agent has run before that", () => {
    expect(statusComment(factsOf(newCarton()))).toContain("<details open>\n<summary>How Autoloop read");
    expect(statusComment(factsOf(carton(1).state))).toContain("<details>\n<summary>How Autoloop read");
  });

  it("is left out where no text was read", () => {
    expect(statusComment(factsOf({ ...newCarton(), definition: null }))).not.toContain("<details");
  });
});
