import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkFiles } from "../../src/cli/check-command.ts";

function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/programs/${name}`, import.meta.url), "utf8");
}

/** Runs the command over texts in memory; a file that is not among them cannot be read. */
async function check(texts: Readonly<Record<string, string>>, files: readonly string[], json = false) {
  let out = "";
  let err = "";
  const code = await checkFiles(
    files,
    { json },
    {
      read: async (file) => {
        const text = texts[file];
        if (text === undefined) throw new Error("no such file");
        return text;
      },
      print: (text) => {
        out += text;
      },
      complain: (text) => {
        err += text;
      },
    },
  );
  return { code, out, err };
}

async function facts(file: string, text: string): Promise<Record<string, unknown>> {
  return JSON.parse((await check({ [file]: text }, [file], true)).out);
}

describe("checkFiles", () => {
  it("prints a program as one line of JSON", async () => {
    const found = await facts("x/tile-cache.program.md", fixture("tile-cache.program.md"));
    expect(found).toMatchObject({
      file: "x/tile-cache.program.md",
      name: "tile-cache",
      targets: ["src/cache/tiles.ts", ".autoloop/programs/tile-cache/code/**"],
      excluded: ["tests/**", ".github/workflows/autoloop*"],
      evaluation: "bash .autoloop/programs/tile-cache/replay.sh",
      metric: "misses",
      direction: "lower",
      target_metric: null,
      schedule_ms: 2_700_000,
      configured: true,
      problems: [],
      warnings: [],
    });
    expect(found.goal).toMatch(/^Evolve how/);
  });

  it.each([
    [".autoloop/programs/fast-sort/program.md", "fast-sort"],
    [".autoloop/programs/fast-sort.md", "fast-sort"],
    [".autoloop/program.md", "program"],
    ["perf-comparison.program.md", "perf-comparison"],
    ["-", null],
  ])("names %s %j", async (file, name) => {
    expect((await facts(file, fixture("form.md"))).name).toBe(name);
  });

  it("says that nothing came in, instead of what an empty text lacks", async () => {
    expect(await check({ "-": " \n" }, ["-"])).toEqual({
      code: 2,
      out: "",
      err: "autoloop check: nothing came in: name a file, or pipe the text of a program in\n",
    });
  });

  it("shows gates and guardrails of programs that have them", async () => {
    const text = `\`\`\`yaml\ngates: [npm test, npm run lint]\nguardrails: { kb: "<= 90" }\n\`\`\`\n\n${fixture("form.md")}`;
    const { out } = await check({ "-": text }, ["-"]);
    expect(out).toContain("  gates          npm test; npm run lint\n  guardrails     kb at most 90\n");
    expect((await check({ "-": fixture("form.md") }, ["-"])).out).not.toMatch(/gates|guardrails/);
  });

  it("takes the name of piped text from its title", async () => {
    expect((await facts("-", `# [Autoloop: Fast Sort]\n\n${fixture("form.md")}`)).name).toBe("fast-sort");
  });

  it("shows what was understood of a program with problems, and answers 1", async () => {
    const text = fixture("form.md").replace("512", "soon");
    const { code, out } = await check(
      { "a.md": text, "form.md": fixture("form.md") },
      ["a.md", "form.md"],
      true,
    );
    expect(code).toBe(1);
    const [first, second] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      metric: "allocated_kb",
      target_metric: null,
      problems: [{ key: "target-metric", value: "soon", line: 26 }],
    });
    expect(second).toMatchObject({ target_metric: 512, schedule_ms: null, problems: [] });
  });

  it("answers 2 and names the file that cannot be read, and still shows the others", async () => {
    const { code, out, err } = await check({ "form.md": fixture("form.md") }, ["gone.md", "form.md"]);
    expect(code).toBe(2);
    expect(err).toBe("autoloop check: gone.md cannot be read: no such file\n");
    expect(out).toContain("form.md: can run");
  });

  it("prints a summary that people can work through", async () => {
    const text =
      "---\nschedule: every 0m\ncolour: red\n---\n## Goal\nGo.\n## Target\n- `src/a.ts`\n## Evaluation\nLower is better.\n";
    const { code, out } = await check({ "a.md": text }, ["a.md"]);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "a.md: cannot run yet
        name           a
        goal           Go.
        may change     src/a.ts
        but not        —
        evaluation     —
        metric         the only number that the evaluation prints, lower is better
        target metric  —
        schedule       —
      a.md:2: schedule: has a value that is not allowed. Found: every 0m. Allowed: \`every 30m\`, \`every 6 hours\`, \`6h\`, \`every 2d\` (up to 366 days), \`hourly\`, \`daily\`, \`weekly\`; days with a time, such as \`daily at 03:00\`, \`weekdays at 09:00\` or \`every monday at 9am\`; or five cron fields or \`@daily\` and its like in quotes. Days and cron take a time zone at the end, such as \`"0 3 * * 1-5 Europe/Berlin"\`, else they mean UTC.
      a.md:9: Evaluation: has no shell block. Allowed: one closed fenced block of the language \`bash\` with the commands that print the metric.
      a.md:3: warning: The frontmatter's key \`colour\` means nothing here; known are schedule, metric, metric-direction, target-metric, timeout-minutes, min-delta, max-iterations, repeat, guardrails, gates, preset, agent, ci, simplicity, plateau, confirm, hold-out, crash-attempts, shell, budget.
      "
    `);
  });

  it("prints no control characters of a program", async () => {
    const { out } = await check({ "a.md": "## Goal\n\u001b[2Jx\u0007\n" }, ["a.md"]);
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
