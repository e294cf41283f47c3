// Proposals as an agent could write them itself, on the machine that measures.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProposedFile } from "../../src/domain/journal/iteration.ts";
import { checkPaths } from "../../src/domain/paths/paths.ts";
import { checkProposal } from "../../src/runner/proposal/proposal-check.ts";
import type { FileState } from "../../src/runner/workspace/tree.ts";
import { DEFINITION, type Tiny, temporary, textsOf, tinyEvaluation, writeFiles } from "./tiny-run.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const file = (path: string, text: string | null = "9\n", mode: ProposedFile["mode"] = "100644") => ({
  path,
  mode,
  contents: text === null ? null : base64(text),
});
const proposing = (files: readonly ProposedFile[], tiny: Tiny = {}) =>
  tinyEvaluation(tiny, { outcome: "proposed", files });

describe("evaluateProposal", () => {
  it("writes nothing through a link that measured code left in its checkout or beside it", async () => {
    const elsewhere = await temporary();
    const kept = { "value.txt": "mine", "other.txt": "mine", "evaluate.sh": "mine" };
    await writeFiles(elsewhere, kept);
    const evaluation = `bash measure.sh; rm -r src; ln -s ${elsewhere} src
ln -sf ${elsewhere}/evaluate.sh "$(dirname "$HOME")/evaluate.sh"`;
    const report = await proposing([file("src/value.txt"), file("src/other.txt", null)], {
      definition: { evaluation, repeat: 2 },
    });
    expect(report.measurement).toEqual({ outcome: "measured", metric: 9, secondary: {} });
    for (const [name, text] of Object.entries(kept))
      expect(await readFile(join(elsewhere, name), "utf8")).toBe(text);
  });

  it("measures the files, and takes nothing else from the proposal but what the agent says of itself", async () => {
    const report = await tinyEvaluation(
      {},
      {
        outcome: "proposed",
        files: [file("src/value.txt"), file("src/other.txt", null, "100755")],
        answer: { change: "c", hypothesis: "", lessons: [], foreclosed: [], future: [], steered_by: [4] },
        cost: { usd: 0.5, input_tokens: 1, output_tokens: 2 },
      },
    );
    expect(report).toMatchObject({
      nonce: "n-1",
      outcome: "measured",
      problem: "",
      size: { before: 9, after: 2 },
      measurement: { outcome: "measured", metric: 9 },
      answer: { change: "c" },
      cost: { usd: 0.5 },
      seconds: { agent: 2 },
    });
    expect(textsOf(report)).toEqual({ "src/value.txt": "9\n", "src/other.txt": null });
    expect(report.files.map(({ mode }) => mode)).toEqual(["100644", "100644"]);
  });

  it("tells with a baseline alone which part of Target matches no file of the base", async () => {
    const definition = { ...DEFINITION, targets: ["src/**", "lib/**", "vendor/x"] };
    const told = async (kind: "baseline" | "improve", files: readonly ProposedFile[]) =>
      (await proposing(files, { run: { kind, definition, leftOut: ["vendor/x"] } })).unmatched;
    expect(await told("baseline", [])).toEqual(["lib/**"]);
    expect(await told("improve", [file("src/value.txt")])).toBeUndefined();
    expect((await proposing([], { run: { kind: "baseline" } })).unmatched).toBeUndefined();
  });

  it("measures the untouched base for a baseline, and nothing else", async () => {
    expect(await proposing([], { run: { kind: "baseline" } })).toMatchObject({
      outcome: "measured",
      measurement: { metric: 5 },
    });
    expect(await proposing([file("src/value.txt")], { run: { kind: "baseline" } })).toMatchObject({
      outcome: "refused",
      files: [],
      measurement: null,
    });
  });

  it("never measures a proposal without a change", async () => {
    const nothing = { outcome: "empty", files: [], measurement: null };
    expect(await proposing([])).toMatchObject(nothing);
    expect(await proposing([file("src/value.txt", "5\n"), file("src/other.txt", "unused\n")])).toMatchObject(
      nothing,
    );
  });

  it.each(["empty", "refused", "failed"] as const)("passes on that it ended %s", async (outcome) => {
    expect(await tinyEvaluation({}, { outcome, problem: "Why." })).toMatchObject({
      outcome,
      problem: "Why.",
      files: [],
      measurement: null,
    });
  });

  it("does not take another run's proposal", async () => {
    for (const other of [{ nonce: "n-2" }, { base: "f".repeat(40) }]) {
      expect(
        await tinyEvaluation({}, { ...other, outcome: "proposed", files: [file("src/value.txt")] }),
      ).toMatchObject({
        outcome: "failed",
        problem: "The proposal is one of another run.",
        files: [],
      });
    }
  });

  it.each<[string, readonly ProposedFile[], string]>([
    ["outside Target", [file("measure.sh", "echo 1000")], "is outside Target"],
    ["above the checkout", [file("src/../../../tmp/x")], "is not a plain relative path"],
    ["at an absolute path", [file("/tmp/x")], "is not a plain relative path"],
    ["among git's own files", [file("src/.git/hooks/pre-commit")], "is not a plain relative path"],
    ["that are protected", [file("src/package.json")], "is protected"],
    ["that are workflows", [file(".github/workflows/x.yml")], "is outside Target"],
    [
      "through a link of the repository",
      [file("src/link/x")],
      "is a symbolic link or a submodule in the repository",
    ],
    ["that are twins", [file("src/a"), file("src/A")], "differs from another path only in case or spelling"],
    ["named twice", [file("src/a"), file("src/a")], "is named twice"],
    ["gone that never were", [file("src/none", null)], "is not there and cannot be deleted"],
    ["below a file", [file("src/value.txt/x")], "lies below a file"],
  ])("refuses files %s", async (_what, files, why) => {
    const report = await proposing([file("src/value.txt"), ...files], {
      run: { leftOut: ["src/link"] },
    });
    expect(report).toMatchObject({ outcome: "refused", files: [], measurement: null });
    expect(report.problem).toContain(why);
  });
});

describe("checkProposal", () => {
  const rules = {
    targets: ["src/**"],
    excluded: [],
    protectedPaths: [],
    program: "tiny",
    leftOut: ["src/link"],
  };
  const state: FileState = { executable: false, bytes: 1, digest: "0".repeat(64) };
  const base = new Map([["src/value.txt", state]]);
  const part = fc.constantFrom(
    "src",
    "..",
    ".",
    "",
    ".git",
    "A",
    "a",
    "link",
    "value.txt",
    "ﬁ",
    "con",
    "a\\b",
    "é",
    "é",
  );
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
  const inOrOut = fc.oneof(
    path,
    path.map((below) => `src/${below}`),
  );
  const files = fc.array(
    fc.record({
      path: inOrOut,
      mode: fc.constantFrom("100644" as const, "100755" as const),
      contents: fc.oneof(fc.constant(null), fc.string().map(base64)),
    }),
    { maxLength: 4 },
  );

  it("lets through what the rules for paths let through, and nothing else", () => {
    fc.assert(
      fc.property(files, (proposed) => {
        const checked = checkProposal(proposed, base, rules);
        const paths = proposed.map((one) => one.path);
        const allowed =
          checkPaths(paths, rules, new Set([...base.keys(), "src/link"])).length === 0 &&
          !paths.some((one) => one === "src/link" || one.startsWith("src/link/")) &&
          proposed.every((one) => one.contents !== null || base.has(one.path));
        expect("files" in checked && checked.files.map((one) => one.path)).toEqual(allowed && paths);
      }),
      { numRuns: 500 },
    );
  });
});
