import { describe, expect, it } from "vitest";
import { changeableMeasuring } from "../../../src/text/program/measured-by.ts";

const warned = (evaluation: string, targets: readonly string[], excluded: readonly string[] = []) =>
  changeableMeasuring({ evaluation, targets, excluded }).map(({ message }) => message);

describe(changeableMeasuring, () => {
  it("names what a pattern of Target lets the agent change and the evaluation runs", () => {
    expect(warned("npm ci\nnode ./bench/run.mjs --json > out.json", ["bench/**"])).toEqual([
      'Evaluation runs `bench/run.mjs`, which Target lets the agent change: list it under "Do NOT modify" unless that is meant',
    ]);
  });

  it.each([
    ["the file is outside Target", "node bench/run.mjs", ["src/**"], []],
    ["the file is taken out again", "node bench/run.mjs", ["**"], ["bench/**"]],
    ["Target spells the file out", "python solve.py", ["solve.py"], []],
    ["the file is protected anyway", "node package.json", ["**"], []],
    ["the script names no file", "make bench | tail -n 1 && echo $((1+1))", ["**"], []],
  ])("says nothing where %s", (_, evaluation, targets, excluded) => {
    expect(warned(evaluation, targets, excluded)).toEqual([]);
  });

  it("names three files at most", () => {
    expect(warned("cat a/1.js a/2.js a/3.js a/4.js", ["a/**"])[0]).toMatch(
      /^Evaluation runs `a\/1\.js`, `a\/2\.js`, `a\/3\.js`, which/,
    );
  });
});
