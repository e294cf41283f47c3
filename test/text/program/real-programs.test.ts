// Programs and state files of the older edition's own users, word for word: they are read as they always were.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/text/program/program.ts";
import { parseStateFile } from "../../../src/text/state-file/state-file.ts";

function real(name: string): string {
  return readFileSync(new URL(`../../../fixtures/real/${name}`, import.meta.url), "utf8");
}

describe("a program of the older edition", () => {
  it("evolves one method, and may touch its own code folder", () => {
    const { definition, warnings } = parseProgram(real("tsb-perf-evolve.program.md"));
    expect(warnings).toEqual([]);
    expect(definition).toMatchObject({
      targets: ["src/core/series.ts", ".autoloop/programs/tsb-perf-evolve/code/**"],
      excluded: ["tests/**", "README.md", ".github/workflows/autoloop*"],
      evaluation: "bash .autoloop/programs/tsb-perf-evolve/evaluate.sh",
      metric: "fitness",
      direction: "lower",
    });
  });

  it("adds benchmarks, and nothing of what its goal speaks of is excluded besides", () => {
    const { definition, warnings } = parseProgram(real("perf-comparison.program.md"));
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining("goes on after a command"),
    ]);
    expect(definition).toMatchObject({
      targets: ["benchmarks/**", "playground/benchmarks.html", "playground/index.html"],
      excluded: ["src/**", "tests/**", "README.md", ".autoloop/programs/**", ".github/workflows/autoloop*"],
      metric: "benchmarked_functions",
      direction: "higher",
    });
  });
});

describe("a state file of the older edition", () => {
  it.each([
    ["perf-comparison.state.md", { paused: false, pauseReason: null, completed: false }],
    ["tsb-perf-evolve.state.md", { pauseReason: null }],
    ["build-tsb-pandas-typescript-migration.state.md", { pauseReason: null }],
  ])("%s is read", (name, values) => {
    const file = parseStateFile(real(name));
    expect(file).toMatchObject(values);
    expect(file.recentStatuses?.length).toBeGreaterThan(0);
    expect(file.recentStatuses?.every((word) => /^[\w-]+$/.test(word))).toBe(true);
  });
});
