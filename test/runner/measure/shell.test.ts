// Which shell runs the script of an Evaluation, and what it says where a command of it fails. A real bash.

import { describe, expect, it } from "vitest";
import { NEW_SHELL, OLD_SHELL, type Shell } from "../../../src/domain/shell.ts";
import { tinyRun } from "../tiny-run.ts";

const measured = (shell: Shell | null, ...lines: readonly string[]) =>
  tinyRun({ definition: { evaluation: `${lines.join("\n")}\n`, shell } });
const SCORE = 'echo "METRIC score=5"';

describe(NEW_SHELL, () => {
  it("lets no number count that a script prints after a command of it failed, and names the line", async () => {
    const report = await measured(NEW_SHELL, "echo building", "false", SCORE);
    expect(report).toMatchObject({ outcome: "failed", measurement: { cause: "exit" } });
    expect(report.problem).toBe(
      "The evaluation ended with exit code 1 at its line 2 (`false`). Its last lines: building",
    );
  });

  it.each([
    ["a pipe", ["true", "false | cat", SCORE], 2],
    ["a function", ["build() {", "  false", "}", "build", SCORE], 2],
    ["a substitution", ["x=$(false)", SCORE], 1],
    ["a grep that counts nothing", ["# lint", "", "grep -c warning /dev/null", SCORE], 3],
  ])("heeds %s", async (_, lines, line) => {
    const { problem } = await measured(NEW_SHELL, ...lines);
    expect(problem).toContain(`ended with exit code 1 at its line ${line} (\``);
  });

  it.each([
    ["what a script heeds itself", ["false || true", "if false; then :; fi", "! true || :", SCORE]],
    ["what it switches off", ["set +e", "false", SCORE]],
    ["another shell that it begins", ["bash -c 'false; true'", SCORE]],
    ["a count of nothing, where its script says so", ["grep -c warning /dev/null || true", SCORE]],
  ])("goes on at %s", async (_, lines) => {
    expect((await measured(NEW_SHELL, ...lines)).measurement).toMatchObject({ metric: 5 });
  });

  it("names no line where a script ends itself", async () => {
    const ends = [
      ["set +e", "false", "exit 1"],
      ["false || exit 3"],
      ["set +e", "false", "set -e", "exit 1"],
    ];
    for (const lines of ends) expect((await measured(NEW_SHELL, ...lines)).problem).not.toContain("line");
  });

  it("takes nothing but a number from the note, whatever measured code writes there", async () => {
    for (const note of ["99 1", "1 2 3", "$(id) 1", "-1 1"]) {
      const { problem } = await measured(NEW_SHELL, `trap - ERR; echo '${note}' > "$0.line"; exit 1`);
      expect(problem).toMatch(/^The evaluation ended with exit code 1\./);
    }
  });

  it("gives a script its own name, and no arguments", async () => {
    const { measurement } = await measured(NEW_SHELL, 'test -f "$0"', 'echo "METRIC score=$#"');
    expect(measurement).toMatchObject({ metric: 0 });
  });
});

describe(OLD_SHELL, () => {
  it.each<[Shell | null]>([[OLD_SHELL], [null]])("lets the last command decide alone: %s", async (shell) => {
    const report = await measured(shell, "false", SCORE);
    expect(report.measurement).toMatchObject({ outcome: "measured", metric: 5 });
    expect((await measured(shell, "false")).problem).toBe("The evaluation ended with exit code 1.");
  });
});
