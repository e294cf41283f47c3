import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPaths } from "../../../src/domain/paths/paths.ts";
import { parseProgram } from "../../../src/text/program/program.ts";

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/programs/${name}`, import.meta.url), "utf8");
}

interface Parts {
  readonly frontmatter?: string;
  readonly goal?: string;
  readonly target?: string;
  readonly evaluation?: string;
  readonly more?: string;
}

/** A good program with some of its parts replaced. */
function program({ frontmatter, goal, target, evaluation, more }: Parts = {}): string {
  return [
    ...(frontmatter === undefined ? [] : ["---", frontmatter, "---"]),
    "## Goal",
    goal ?? "Make it fast.",
    "## Target",
    target ?? "Only modify these files:\n- `src/a.ts`",
    "## Evaluation",
    evaluation ?? "```bash\nnode bench.mjs\n```\nThe metric is `ms`. Lower is better.",
    ...(more === undefined ? [] : [more]),
  ].join("\n\n");
}

describe("parseProgram", () => {
  it("reads a program whose exclusions name its own files as exceptions", () => {
    const { definition, warnings } = parseProgram(fixture("tile-cache.program.md"));
    expect(warnings).toEqual([]);
    expect(definition).toMatchObject({
      targets: ["src/cache/tiles.ts", ".autoloop/programs/tile-cache/code/**"],
      excluded: ["tests/**", ".github/workflows/autoloop*"],
      evaluation: "bash .autoloop/programs/tile-cache/replay.sh",
      metric: "misses",
      direction: "lower",
      targetMetric: null,
      schedule: { kind: "interval", ms: 2_700_000 },
      minDelta: 0,
      repeat: 1,
      context: expect.stringContaining("## Evolution Strategy\n\nKeep a population"),
    });
    const rules = {
      ...(definition ?? { targets: [], excluded: [] }),
      protectedPaths: [],
      program: "tile-cache",
    };
    const paths = [
      "src/cache/tiles.ts",
      ".autoloop/programs/tile-cache/code/walk.ts",
      "src/cache/other.ts",
      "tests/tiles.test.ts",
      ".autoloop/programs/tile-cache/replay.sh",
    ];
    expect(checkPaths(paths, rules).map(({ path }) => path)).toEqual(paths.slice(2));
  });

  it("reads every setting, behind the comments of the issue template", () => {
    const { definition, problems, warnings } = parseProgram(fixture("doc-examples.md"));
    expect([...problems, ...warnings]).toEqual([]);
    expect(definition).toMatchObject({
      targets: ["docs/examples/**", "docs/{guide,reference}.md"],
      excluded: ["src/**", "README.md"],
      metric: "examples",
      direction: "higher",
      targetMetric: 120,
      schedule: { kind: "cron", timeZone: "Europe/Berlin" },
      timeoutMinutes: 20,
      minDelta: 1,
      maxIterations: 40,
      repeat: 3,
      guardrails: [
        { metric: "build_seconds", kind: "at-most", value: 90 },
        { metric: "size_kb", kind: "at-most-change", fraction: 0.05 },
      ],
      gates: [
        { name: "lint", run: "npm run lint" },
        { name: "types", run: "npm run types" },
      ],
      evaluation: "# The metric is `nothing`. Lower is better.\nnode scripts/count-examples.mjs",
    });
    expect(definition?.goal).toBe(
      "Every public function has an example that compiles.\n\n```md\n## Target\n- `src/**`\n```",
    );
  });

  it("reads the answers of an issue form", () => {
    const { definition } = parseProgram(fixture("form.md"));
    expect(definition).toMatchObject({
      goal: "Make the parser allocate less.",
      targets: ["src/parser/**", "bench/parser.ts"],
      metric: "allocated_kb",
      direction: "lower",
      targetMetric: 512,
      schedule: null,
      context: "",
    });
  });

  it("holds a form and frontmatter that say different things to be a problem", () => {
    const text = fixture("form.md");
    expect(parseProgram(`---\ntarget-metric: 512\n---\n${text}`).problems).toEqual([]);
    expect(parseProgram(`---\ntarget-metric: 500\n---\n${text}`).problems).toEqual([
      {
        key: "target-metric",
        value: "512",
        allowed: "one value",
        line: 29,
        message: "is given twice, and differently",
      },
    ]);
  });

  it("takes level-3 headings of a written program for what they say", () => {
    const evaluation =
      "```sh\nx\n```\n\n### Metric\n\nThe metric is `ms`. Lower is better.\n\n### Direction\n\nSouth.";
    expect(parseProgram(program({ evaluation })).definition).toMatchObject({
      metric: "ms",
      direction: "lower",
    });
  });

  it("names key, value, what is allowed and the line", () => {
    const { definition, partial, problems } = parseProgram(
      program({ frontmatter: "schedule: daily\nmetric_direction: up\ntarget-metric: .nan" }),
    );
    expect(definition).toBeNull();
    expect(partial).toMatchObject({ goal: "Make it fast.", metric: "ms", targets: ["src/a.ts"] });
    expect(partial.direction).toBeUndefined();
    expect(problems).toMatchInlineSnapshot(`
      [
        {
          "allowed": "\`higher\` or \`lower\`",
          "key": "metric_direction",
          "line": 4,
          "message": "has a value that is not allowed",
          "value": "up",
        },
        {
          "allowed": "a finite number, such as \`0.95\`",
          "key": "target-metric",
          "line": 5,
          "message": "has a value that is not allowed",
          "value": ".nan",
        },
      ]
    `);
  });

  it.each([
    ["The metric is `a`. **Higher is better.**", "higher"],
    ["The metric is `a` (lower is better).", "lower"],
    ["The metric is `a`: **lower** is better", "lower"],
    ["Higher is better for humans.\n\nThe metric is `a`. Lower is better.", "lower"],
    ["The metric is `a`.\n\nLower is better.", "lower"],
  ])("finds the direction in %j", (sentence, direction) => {
    const evaluation = `\`\`\`sh\nx\n\`\`\`\n\n${sentence}`;
    expect(parseProgram(program({ evaluation })).definition).toMatchObject({ metric: "a", direction });
  });

  it("takes the direction from the goal where the evaluation has none, and none where neither has one", () => {
    const evaluation = "```sh\nx\n```";
    const fromGoal = parseProgram(program({ goal: "Fewer bytes; lower is better.", evaluation }));
    expect(fromGoal.definition).toMatchObject({ metric: null, direction: "lower" });
    expect(fromGoal.warnings).toEqual([]);
    const silent = parseProgram(program({ evaluation }));
    expect(silent.definition).toBeNull();
    expect(silent.problems).toMatchObject([{ key: "Evaluation", message: "says no direction", line: 10 }]);
    const takenOver = parseProgram(program({ evaluation }), { legacy: true });
    expect(takenOver.definition?.direction).toBe("higher");
    expect(takenOver.warnings).toHaveLength(1);
  });

  it("lets frontmatter decide between sentences that speak of different numbers", () => {
    const evaluation = "```sh\nx\n```\n\nHigher is better for a. Lower is better for b.";
    const text = program({ frontmatter: "metric: b\nmetric-direction: lower", evaluation });
    expect(parseProgram(text).definition).toMatchObject({ metric: "b", direction: "lower" });
  });

  it("does not take `null` for the metric's name", () => {
    const evaluation = "```sh\nx\n```\n\nOn errors the metric is `null`. The metric is `a`. Lower is better.";
    expect(parseProgram(program({ evaluation })).definition?.metric).toBe("a");
  });

  it("warns of a setting that differs from the sentence", () => {
    const { definition, warnings } = parseProgram(program({ frontmatter: "metric: kb" }));
    expect(definition?.metric).toBe("kb");
    expect(warnings.map(({ message }) => message)).toEqual([
      "Evaluation speaks of the metric `ms`; the setting `metric: kb` counts",
    ]);
  });

  it("warns of unknown keys and goes on", () => {
    const { definition, warnings } = parseProgram(program({ frontmatter: "colour: blue" }));
    expect(definition).not.toBeNull();
    expect(warnings).toMatchObject([{ line: 3 }]);
  });

  it("gives the rest of the text as context, without title and hidden comments", () => {
    const more = "## Hints\n\nRead `a`.<!-- secret -->\n\n<!--\nmore secrets\n-->\n\n### Deeper\n\nb";
    const { definition } = parseProgram(`# My title\n\nHello.\n\n${program({ more })}`);
    expect(definition?.context).toBe("Hello.\n\n## Hints\n\nRead `a`.\n\n### Deeper\n\nb");
  });

  it("is not configured while the template shows, and says so first", () => {
    const { configured, definition, problems } = parseProgram(
      program({ goal: "REPLACE THIS with your goal." }),
    );
    expect(configured).toBe(false);
    expect(definition).toBeNull();
    expect(problems.map(({ key }) => key)).toEqual(["setup"]);
  });

  it("never throws and never runs with problems, whatever the text", () => {
    const piece = fc.constantFrom(
      ..."--- \n## Goal\n|## Target\n|## Evaluation\n|```sh\n|```\n|- `a`\n|- b\n|schedule: daily\n|metric: x\n|[|{|\t|<!--|-->|>|---\n|x|".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { definition, problems } = parseProgram(pieces.join(""));
        return (definition === null) === problems.length > 0;
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a hold-out", () => {
  const text = (settings: string, more = "") =>
    `---\n${settings}\n---\n\n## Goal\n\nSmaller.\n\n## Target\n\nOnly modify these files:\n\n- \`src/**\`\n\n## Evaluation\n\n\`\`\`bash\nnode measure.mjs\n\`\`\`\n\nThe metric is \`ms\`. Lower is better.\n\n${more}`;

  it("takes the folder of its script out of what may change, whatever else is said", () => {
    expect(parseProgram(text("hold-out: test/held/measure.sh")).definition).toMatchObject({
      holdOut: "test/held/measure.sh",
      excluded: ["test/held/**"],
    });
    expect(parseProgram(text("min-delta: 1")).definition).not.toHaveProperty("holdOut");
  });

  it.each([
    "measure.sh",
    "/held/measure.sh",
    "../held/measure.sh",
    "held/",
    ".github/measure.sh",
    "held/a b.sh",
  ])("is a script in a folder: not %j", (path) => {
    expect(parseProgram(text(`hold-out: ${path}`)).problems).toMatchObject([{ key: "hold-out" }]);
  });

  it.each(["## Hold-out", "## Hold-out 🔒", "### holdout", "# Held out"])(
    "is no section, which agents could read: %s",
    (heading) => {
      const { definition, problems } = parseProgram(text("min-delta: 1", `${heading}\n\nnode secret.mjs\n`));
      expect(definition).toBeNull();
      expect(problems).toMatchObject([
        { key: "hold-out", message: expect.stringContaining("stands in a section, which agents can read") },
      ]);
    },
  );
});
