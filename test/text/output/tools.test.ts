// What docs/metrics.md promises for each tool, held against an output of that tool (fixtures/outputs; those of k6,
// Lighthouse and criterion follow the tools' documented formats).

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readMetric } from "../../../src/text/run/metric-output.ts";
import { METRIC_NAME } from "../../../src/text/settings/metric-name.ts";

const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");

/** Tool and metric of each row of the page's second table. */
const rows = Array.from(
  page.matchAll(/^\| ([\w .-]+) \| (?:`([^`]+)`|any name) \| `/gm),
  ([, tool = "", metric]) => ({
    tool,
    metric: metric ?? "number",
  }),
);

const READ: Readonly<Record<string, { readonly file: string; readonly value: number }>> = {
  hyperfine: { file: "hyperfine", value: 0.013267446 },
  "vitest bench": { file: "vitest-bench", value: 837904.1294064611 },
  "pytest-benchmark": { file: "pytest-benchmark", value: 4.506499863055069e-7 },
  "coverage.py": { file: "coverage", value: 80 },
  k6: { file: "k6", value: 11.87 },
  Lighthouse: { file: "lighthouse", value: 0.92 },
  criterion: { file: "criterion", value: 1202.6 },
  "go test -bench": { file: "go-test-bench", value: 0.962 },
  jq: { file: "jq", value: 12.5 },
  "wc -l": { file: "wc", value: 3 },
};

describe("docs/metrics.md", () => {
  it("names the tools that are tried here", () => {
    expect(rows.map(({ tool }) => tool)).toEqual(Object.keys(READ));
  });

  it.each(rows)("gives the name under which $tool is read", ({ tool, metric }) => {
    const { file, value } = READ[tool] ?? { file: "", value: 0 };
    const output = readFileSync(new URL(`../../../fixtures/outputs/${file}.txt`, import.meta.url), "utf8");
    expect(metric).toMatch(METRIC_NAME);
    expect(readMetric(output, metric)).toMatchObject({ outcome: "measured", metric: value });
  });
});
