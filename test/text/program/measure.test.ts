import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/text/program/program.ts";

interface Parts {
  readonly goal?: string;
  readonly said?: string;
  readonly more?: string;
  readonly frontmatter?: string;
}

function read({ goal = "Be good.", said = "", more = "", frontmatter }: Parts) {
  const above = frontmatter === undefined ? "" : `---\n${frontmatter}\n---\n`;
  return parseProgram(
    `${above}## Goal\n\n${goal}\n\n## Target\n\n- \`src/**\`\n\n## Evaluation\n\n\`\`\`sh\nx\n\`\`\`\n\n${said}\n\n${more}\n`,
  );
}

const directionOf = (parts: Parts) => read(parts).partial.direction ?? null;
const metricOf = (parts: Parts) => read(parts).partial.metric ?? null;

describe("a direction", () => {
  it.each([
    ["The metric is `ops_per_sec`. Faster is better.", "higher"],
    ["The metric is `wallTime`. As fast as possible is what this should be.", "lower"],
    ["The metric is `ms`. We want this as quick as possible.", "lower"],
    ["The metric is `parse_ms`. Lower parse_ms is better.", "lower"],
    ["The metric is `ms`. customBiggerIsBetter", "higher"],
    ["The metric is `ms`. Lower or higher is worse than ever, so no.", null],
    ["The metric is `x`. Faster is better.", null],
    ["It should be as fast as possible.", null],
    ["The metric is `x`. Faster is worse.", null],
    ["The metric is `x`. Rooms as large as possible.", null],
    ["- **Primary**: `a_ms` (ms, lower is better)\n- **Secondary**: `b` (higher is better)", "lower"],
    ["Higher is better for `ops`. The metric is `a_ms`. It should be lower.", null],
    ["The metric is `a_b`. ~~Higher is better.~~ Lower is better.", "lower"],
    ["The metric is `a_b`.\n\n~~Higher is better.\nReally.~~", null],
    ["The metric is `a_b`. higher_is_better: false", null],
    ["The metric is `a_b`. Higher is better: no", null],
    ["An increase of the metric `a_b` is a regression.", null],
    ["The metric is `a_b`. Any increase of `a_b` fails.", null],
    ["The metric is `a_b`. Discard anything that increases `a_b`.", null],
    ["The metric is `a_b`. Reject a proposal that raises `a_b`.", null],
    ["The metric is `a_b`. It is a mistake to think higher is better.", null],
    ["The metric is `a_b`. Higher is better is what the old version had.", null],
    ["The metric is `a_b`. Inverse: higher is better for `other`, for `a_b` the reverse.", null],
    ["The metric is `a_b`. Higher is better in sports, here the lowest `a_b` wins.", null],
    ["The metric is `a_b`. Higher is better, they say. It isn't.", null],
    ["The metric is `a_b`. Higher is better (see #12) was a typo: lower is.", null],
    ["The metric is `a_b`. Supposedly lower is better.", null],
    ["The metric is `a_b`. Lowest wins.", "lower"],
    ["The metric is `a_b`. The highest `a_b` is the best.", "higher"],
    ["The metric is `a_b`. Keep what increases `a_b` and discard the rest.", "higher"],
    ["The metric is `a_b`. Higher is better, and whatever lowers it is reverted.", "higher"],
    ["The metric is `a`, see `x.json`. Lower is better.", "lower"],
  ])("of %j is %s", (said, direction) => {
    expect(directionOf({ said })).toBe(direction);
  });

  it("is read of words that are the metric's own, and of no others", () => {
    const named = (name: string, goal: string) => directionOf({ goal, said: `The metric is \`${name}\`.` });
    expect(named("allocations", "Fewer allocations in the parser.")).toBe("lower");
    expect(named("bundleSize", "Reduce the bundle size.")).toBe("lower");
    expect(named("coverage_percent", "More coverage.")).toBe("higher");
    expect(named("parse_ms", "Faster parse.")).toBe("lower");
    expect(named("hit_rate", "Fewer misses.")).toBeNull();
    expect(named("coverage_gap", "More coverage.")).toBeNull();
    expect(named("allocations", "Not fewer allocations.")).toBeNull();
    expect(named("ms", "Less time.")).toBeNull();
    expect(named("allocations", "Fewer allocations. More allocations.")).toBeNull();
    expect(directionOf({ goal: "Fewer allocations." })).toBeNull();
  });

  it("beside the metric's name outweighs one that is further away, unless the goal says the opposite", () => {
    const said = "Higher is better for humans.\n\nThe metric is `a`. Lower is better.";
    expect(directionOf({ said })).toBe("lower");
    expect(
      directionOf({ said: "The metric is `a`. Lower is better.", goal: "Higher is better." }),
    ).toBeNull();
    expect(directionOf({ said: "The metric is `a`. Lower is better.", goal: "Lower is better." })).toBe(
      "lower",
    );
    expect(directionOf({ said: "Lower is not better.", goal: "Higher is better." })).toBeNull();
    expect(directionOf({ said: "Lower is better.", goal: "Lower is not better." })).toBe("lower");
  });

  it("is read under headings about it, and in the frontmatter under either name", () => {
    expect(directionOf({ more: "## Direction\n\nMinimise" })).toBe("lower");
    expect(
      directionOf({
        more: "## Metric\n\nIt is a number.\n\n### Direction\n\nhigher\n\n## Notes\n\nLower is better.",
      }),
    ).toBe("higher");
    for (const key of ["direction", "metric_direction", "metric-direction"])
      for (const [value, direction] of [
        ["minimize", "lower"],
        ["Higher is better", "higher"],
        ["max", "higher"],
      ])
        expect(directionOf({ frontmatter: `${key}: ${value}` })).toBe(direction);
    expect(read({ frontmatter: "direction: 1" }).problems).toMatchObject([{ key: "direction" }]);
    expect(directionOf({ frontmatter: "direction: lower", said: "Lower is not better." })).toBe("lower");
  });

  it("of very many sentences is none", () => {
    expect(read({ said: "Lower is better. ".repeat(1_100) }).problems).toMatchObject([
      { message: "says a direction that is not clear" },
    ]);
  });
});

describe("a metric's name", () => {
  it.each([
    ["The metric is `ms`.", "ms"],
    ["The metric is called `ms`.", "ms"],
    ["**Metric**: `ms`", "ms"],
    ["Metric: ms", "ms"],
    ["The metric is parse_ms.", "parse_ms"],
    ['The metric is "ms".', "ms"],
    ["The metric is named ms.", "ms"],
    ["`ms` is the primary metric.", "ms"],
    ["Minimize `ms` while the tests pass.", "ms"],
    ["Maximise combined_score.", "combined_score"],
    ["Reduce `src/a.ts`, minimize `b.rs`.", null],
    ["The metric is the time that it takes.", null],
    ["Secondary metric: `kb`.", null],
    ["On errors the metric is `null`.", null],
    ["Metric: lower", null],
  ])("of %j is %s", (said, name) => {
    expect(metricOf({ said })).toBe(name);
    expect(metricOf({ goal: said })).toBe(name);
  });

  it("is read under a heading", () => {
    expect(metricOf({ more: "## Metric\n\n`ms`, in milliseconds." })).toBe("ms");
    expect(metricOf({ said: "### Primary metric\n\nkb" })).toBe("kb");
  });

  it("that is given twice, and differently, is a problem", () => {
    expect(read({ said: "The metric is `a`. The metric is `b`. Lower is better." }).problems).toMatchObject([
      { key: "metric", value: "a, b" },
    ]);
    expect(read({ said: "The metric is `a`. Minimize `b`. Lower is better." }).partial.metric).toBe("a");
  });

  it("that is not understood is told", () => {
    const { warnings } = read({ said: "The metric is the time that it takes. Lower is better." });
    expect(warnings).toMatchObject([
      { message: expect.stringContaining("gives no name that is understood") },
    ]);
  });
});

describe("a script", () => {
  const warned = (script: string) =>
    parseProgram(
      `## Goal\n\nx\n\n## Target\n\n- \`a\`\n\n## Evaluation\n\n\`\`\`bash\n${script}\n\`\`\`\nLower is better.`,
    ).warnings.map(({ message }) => message.slice(0, 30));

  it.each([
    ["./build\n./measure", 1],
    ["cd x\n./measure", 1],
    ["set -euo pipefail\n./build\n./measure", 0],
    ["set -o errexit\n./build\n./measure", 0],
    ["./build && \\\n./measure", 0],
    ["./build || exit 1\n./measure", 0],
    ["# build it\n\nX=1\necho start\n./measure", 0],
    ["python3 - <<'END'\nimport x\nx.run()\nEND", 0],
    ["if test -f a; then\necho b\nfi\n./measure", 0],
    ["git rev-parse HEAD", 1],
    ["sha=$(git -C x log)", 1],
    ["echo digit", 0],
  ])("%j gives %i warnings", (script, count) => {
    expect(warned(script)).toHaveLength(count);
  });
});
