import { describe, expect, it } from "vitest";
import type { Gate } from "../../../src/domain/settings/guardrails.ts";
import { changeableMeasuring, leftOpen, takenOut } from "../../../src/text/program/measured-by.ts";

const program = (
  evaluation: string,
  targets: readonly string[],
  excluded: readonly string[] = [],
  gates: readonly Gate[] = [],
) => ({ evaluation, gates, targets, excluded });
const warned = (...said: Parameters<typeof program>) =>
  changeableMeasuring(program(...said)).map(({ message }) => message);

describe("what measures and only a pattern of Target opens", () => {
  it("is taken out of it where Evaluation or a gate runs it, and that is said", () => {
    const gates = [{ name: "check", run: "bash tools/check.sh" }];
    const both = program(
      "npm ci\nnode ./bench/run.mjs --json > out.json",
      ["bench/**", "tools/**"],
      [],
      gates,
    );
    expect(takenOut(both)).toEqual(["bench/run.mjs", "tools/check.sh"]);
    expect(changeableMeasuring(both).map(({ message }) => message)).toEqual([
      "Evaluation or a gate runs `bench/run.mjs`, `tools/check.sh`, which only a pattern of Target opens: the agent may not change it unless Target names it",
    ]);
  });

  it("stays open where it is only named, with a warning", () => {
    const named = program("gcc -O2 src/main.c -o main && ./main", ["src/**"]);
    expect(takenOut(named)).toEqual([]);
    expect(changeableMeasuring(named).map(({ message }) => message)).toEqual([
      'Evaluation names `src/main.c`, which Target lets the agent change: list it under "Do NOT modify" unless that is meant',
    ]);
  });

  it.each([
    ["the file is outside Target", "node bench/run.mjs", ["src/**"], []],
    ["the file is taken out again", "node bench/run.mjs", ["**"], ["bench/**"]],
    ["Target spells the file out", "python solve.py", ["solve.py"], []],
    ["the file is protected anyway", "node package.json", ["**"], []],
    ["the script names no file", "make bench | tail -n 1 && echo $((1+1))", ["**"], []],
  ])("is nothing where %s", (_, evaluation, targets, excluded) => {
    expect(warned(evaluation, targets, excluded)).toEqual([]);
    expect(takenOut(program(evaluation, targets, excluded))).toEqual([]);
  });

  it("is named up to three times", () => {
    expect(warned("cat a/1.js a/2.js a/3.js a/4.js", ["a/**"])[0]).toMatch(
      /^Evaluation names `a\/1\.js`, `a\/2\.js`, `a\/3\.js` and 1 more, which/,
    );
  });
});

describe(leftOpen, () => {
  it("is what is run and spelled out in Target", () => {
    expect(leftOpen(program("python solve.py", ["solve.py", "lib/**"]))).toEqual(["solve.py"]);
    expect(leftOpen(program("python solve.py", ["**/*.py"]))).toEqual([]);
  });
});
