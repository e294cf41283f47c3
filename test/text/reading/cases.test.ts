// The cases of fixtures/reading: what a person wrote or a tool printed, and the one right way to read it. Each folder
// is one input with its `expected.json`.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkPaths } from "../../../src/domain/paths/paths.ts";
import { refusal, withoutLeavings } from "../../../src/runner/proposal/proposal-rules.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { metricKey, readMetric } from "../../../src/text/run/metric-output.ts";
import { parseStateFile } from "../../../src/text/state-file/state-file.ts";

const CASES = new URL("../../../fixtures/reading/", import.meta.url);

interface Expected {
  readonly open?: readonly string[];
  readonly closed?: readonly string[];
  readonly warns?: readonly string[];
  readonly reads?: object;
  readonly metric?: string;
  readonly measurement?: object;
  readonly baseline?: string;
  readonly names?: readonly string[];
  readonly pinned?: true;
  readonly pauseReason?: null;
  readonly recentStatuses?: readonly string[];
  readonly taken?: readonly string[];
  readonly left?: readonly string[];
}

/** A file of a case; null where the case has none of that name. */
function file(folder: string, name: string): string | null {
  const path = new URL(`${folder}/${name}`, CASES);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

const cases = readdirSync(CASES).map((folder) => {
  const expected: Expected = JSON.parse(file(folder, "expected.json") ?? "{}");
  return { folder, expected, read: (name: string) => file(folder, name) };
});

function casesWith(name: string) {
  return cases.filter(({ read }) => read(name) !== null);
}

/** A program around a script. */
function around(script: string): string {
  return `## Goal\n\nBe quick.\n\n## Target\n\n- \`src/**\`\n\n## Evaluation\n\n\`\`\`bash\n${script.trim()}\n\`\`\`\n\nThe metric is \`ms\`. Lower is better.\n`;
}

describe("a program", () => {
  it.each(casesWith("program.md"))("$folder is read as it is written", ({ expected, read }) => {
    const { definition, partial, problems, warnings } = parseProgram(read("program.md") ?? "");
    expect(problems).toEqual([]);
    expect(partial).toMatchObject(expected.reads ?? {});
    const rules = { targets: definition?.targets ?? [], excluded: definition?.excluded ?? [] };
    const refused = (paths: readonly string[]) =>
      checkPaths(paths, { ...rules, protectedPaths: [], program: "" }).map(({ path }) => path);
    expect(refused(expected.open ?? [])).toEqual([]);
    expect(refused(expected.closed ?? [])).toEqual(expected.closed ?? []);
    const told = warnings.map(({ message }) => message).join("\n");
    for (const word of expected.warns ?? []) expect(told).toContain(word);
  });
});

describe("a script", () => {
  it.each(casesWith("script.sh"))("$folder is warned about", ({ expected, read }) => {
    const { definition, warnings } = parseProgram(around(read("script.sh") ?? ""));
    expect(definition).not.toBeNull();
    const told = warnings.map(({ message }) => message).join("\n");
    for (const word of expected.warns ?? []) expect(told).toContain(word);
  });
});

describe("an output", () => {
  it.each(casesWith("output.txt"))("$folder is read with the metric's name", ({ expected, read }) => {
    expect(readMetric(read("output.txt") ?? "", expected.metric ?? "")).toMatchObject(
      expected.measurement ?? {},
    );
  });

  it.each(casesWith("iteration-output.txt"))("$folder never changes its number", ({ expected, read }) => {
    const baseline = read("baseline-output.txt") ?? "";
    const iteration = read("iteration-output.txt") ?? "";
    expect(metricKey(baseline)).toBe(expected.baseline);
    expect(readMetric(baseline, null).outcome).toBe("measured");
    const found = readMetric(iteration, expected.pinned ? (expected.baseline ?? null) : null);
    expect(found.outcome).toBe("failed");
    // Whoever has no baseline to compare with is not misled either.
    expect(readMetric(iteration, null).outcome).toBe("failed");
    for (const name of expected.names ?? [])
      expect(found).toMatchObject({ reason: expect.stringContaining(name) });
  });
});

describe("a state file", () => {
  it.each(casesWith("prog.md"))("$folder is read as it is written", ({ expected, read }) => {
    const { pauseReason, recentStatuses } = parseStateFile(read("prog.md") ?? "");
    expect(pauseReason).toBe(expected.pauseReason);
    expect(recentStatuses).toEqual(expected.recentStatuses);
  });
});

describe("a proposal", () => {
  const rules = { targets: ["src/**"], excluded: [], protectedPaths: [], program: "p", leftOut: [] };
  const state = { executable: false, bytes: 1, digest: "" };
  const change = (path: string) => ({ kind: "file" as const, path, executable: false, bytes: 1 });
  const stray = cases.filter(({ expected }) => expected.left !== undefined);

  it.each(stray)(
    "$folder loses what tools left, and nothing else",
    ({ expected: { taken = [], left = [] } }) => {
      const changes = [...taken, ...left].map(change);
      expect(refusal(changes, new Map(), rules)).toBeNull();
      const found = withoutLeavings(changes, new Map(), rules);
      expect(found.own.map(({ path }) => path)).toEqual(taken);
      expect(found.left).toEqual(left);
    },
  );

  it.each(stray)("$folder is refused where the repository holds the file", ({ expected: { left = [] } }) => {
    for (const path of left)
      expect(refusal([change(path)], new Map([[path, state]]), rules)).toContain("is outside Target");
  });

  it("is refused for any other file outside Target", () => {
    for (const path of ["README.md", "notes.txt", "tools/a.py"])
      expect(refusal([change(path)], new Map(), rules)).toContain("is outside Target");
  });
});
