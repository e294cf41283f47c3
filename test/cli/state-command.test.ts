import { describe, expect, it } from "vitest";
import { registerState } from "../../src/cli/state-command.ts";
import { runCommand } from "../support/process/run-command.ts";

const real = ["port-unit-library", "bench-coverage", "sort-evolve"].map(
  (name) => `fixtures/state/${name}.md`,
);
const state = (...args: string[]) => runCommand(registerState, ["state", ...args]);

describe("autoloop state", () => {
  it("prints the facts of each file as one JSON line", async () => {
    const { code, out } = await state("--json", ...real);
    expect(code).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[1] ?? "")).toEqual({
      file: "fixtures/state/bench-coverage.md",
      last_run: "2026-05-17T07:46:03Z",
      iteration_count: 319,
      best_metric: 664,
      initial_metric: null,
      target_metric: null,
      direction: null,
      branch: "autoloop/bench-coverage",
      pull_request: null,
      issue: 221,
      paused: false,
      pause_reason: null,
      completed: false,
      consecutive_errors: 0,
      recent_statuses: ["error", "error", ...Array(8).fill("accepted")],
      sections: [
        "⚙️ Machine State",
        "📋 Program Info",
        "🎯 Current Priorities",
        "📚 Lessons Learned",
        "🚧 Foreclosed Avenues",
        "🔭 Future Directions",
        "📊 Iteration History",
      ],
    });
  });

  it("prints a summary for people, with what is wrong", async () => {
    const { code, out } = await state("fixtures/state/odd.md");
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "fixtures/state/odd.md
        last run           2026-04-03 10:11 UTC
        iteration count    12
        best metric        —
        initial metric     —
        target metric      —
        direction          —
        branch             autoloop/odd-1a2b3c4
        pull request       17
        issue              —
        paused             true
        pause reason       waiting | watching
        completed          —
        consecutive errors —
        recent statuses    not-pushed, local-only, pending
        sections           ⚙ Machine State · Lessons Learned · Lessons Learned
        problem            line 24: the row has 3 cells instead of 2; write one row per field: | Field | Value |
        problem            line 27: Iteration Count stands there twice; the first one counts; write one row per field: | Field | Value |
        problem            line 17: Target Metric cannot be read; write a number, or —
        problem            line 24: Consecutive Errors cannot be read; write a whole number
      "
    `);
  });

  it("ends with 1 where a file has no machine table, and still prints the others", async () => {
    const { code, out } = await state("--json", "package.json", real[2] ?? "");
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect((await state("package.json")).out).toContain("no machine table");
  });

  it("ends with 2 where a file cannot be read or none is given", async () => {
    const missing = await state("--json", "fixtures/state/none.md", real[0] ?? "");
    expect([missing.code, missing.out.trimEnd().split("\n").length]).toEqual([2, 1]);
    expect(missing.err).toContain("fixtures/state/none.md cannot be read");
    expect((await state("fixtures/state")).code).toBe(2);
    expect((await state()).code).toBe(2);
    expect((await state("--yaml", real[0] ?? "")).code).toBe(2);
  });
});
