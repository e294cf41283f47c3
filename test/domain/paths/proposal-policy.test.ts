import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProposedFile } from "../../../src/domain/journal/iteration.ts";
import { PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../../src/domain/limits.ts";
import { changeOf, checkProposal } from "../../../src/domain/paths/proposal-policy.ts";
import { refusalWords } from "../../../src/text/outcome/refusals.ts";

const RULES = { targets: ["src/**"], excluded: [], protectedPaths: [], program: "carton" };
const BASE = new Map([
  ["src/a.mjs", "100644"],
  ["src/run.sh", "100755"],
  ["src/old", "100664"],
  ["src/link", "120000"],
  ["src/module", "160000"],
  ["src/dir/x", "100644"],
  ["src/caf\u00e9", "100644"],
  ["README.md", "100644"],
]);

const file = (path: string, change: Partial<ProposedFile> = {}): ProposedFile => ({
  ...{ path, mode: "100644", contents: "MQ==" },
  ...change,
});
const gone = (path: string) => file(path, { contents: null });
const ofBytes = (bytes: number) => Buffer.alloc(bytes).toString("base64");
const problems = (...files: readonly ProposedFile[]) =>
  refusalWords(checkProposal(files.map(changeOf), BASE, RULES));

describe(checkProposal, () => {
  it("passes changed, new, executable and deleted files inside Target", () => {
    const executable = file("src/new.sh", { mode: "100755" });
    expect(
      problems(file("src/a.mjs"), file("src/dir/y"), executable, gone("src/run.sh"), file("src/old")),
    ).toBeNull();
  });

  it("finds nothing wrong with nothing", () => {
    expect(problems()).toBeNull();
  });

  it.each([
    ["a symbolic link", file("src/link"), "is a symbolic link or a submodule in the repository"],
    ["the deletion of one", gone("src/link"), "is a symbolic link or a submodule in the repository"],
    ["a submodule", file("src/module"), "is a symbolic link or a submodule in the repository"],
    ["a path through a link", file("src/link/x"), "is a symbolic link or a submodule in the repository"],
    ["a path into a submodule", file("src/module/x"), "is a symbolic link or a submodule in the repository"],
    ["a file where a directory is", file("src/dir"), "is a directory and cannot become a file"],
    ["a directory where a file is", file("src/a.mjs/x"), "lies below a file"],
    ["a twin in case", file("src/A.mjs"), "differs from another path only in case or spelling"],
    [
      "a twin directory",
      file("src/DIR/y"),
      "lies in a directory that differs from another only in case or spelling",
    ],
    ["a twin in spelling", file("src/CAFÉ"), "differs from another path only in case or spelling"],
    ["a decomposed twin", file("src/cafe\u0301"), "is not a plain relative path"],
    ["a way out", file("src/../README.md"), "is not a plain relative path"],
    ["git's own", file("src/.git/hooks/x"), "is not a plain relative path"],
    ["a workflow", file(".github/workflows/x.yml"), "is outside Target"],
    ["what is not there", gone("src/nothing"), "is not there and cannot be deleted"],
    [
      "a big file",
      file("src/big", { contents: ofBytes(PROPOSAL_FILE_BYTES + 1) }),
      "more than 1,048,576 bytes, the most that one file may hold",
    ],
  ])("refuses %s", (_, one, reason) => {
    expect(problems(file("src/a.mjs"), one)).toBe(`${JSON.stringify(one.path)} (${reason}).`);
  });

  it("refuses a mode that no report may hold", () => {
    const link = JSON.parse(JSON.stringify(file("src/x")).replace("100644", "120000"));
    expect(problems(link)).toBe('"src/x" (would be no regular file).');
  });

  it("refuses too many files and too many bytes together, and takes exactly as many as are allowed", () => {
    const many = (count: number, bytes = 1) =>
      Array.from({ length: count }, (_, index) => file(`src/f${index}`, { contents: ofBytes(bytes) }));
    expect(problems(...many(PROPOSAL_FILES))).toBeNull();
    expect(problems(...many(PROPOSAL_FILES + 1))).toBe("101 files, where at most 100 are allowed.");
    expect(problems(...many(4, PROPOSAL_FILE_BYTES))).toBeNull();
    expect(problems(...many(4, PROPOSAL_FILE_BYTES), file("src/more"))).toBe(
      "4,194,305 bytes together, where at most 4,194,304 are allowed.",
    );
  });

  it("lets nothing change but regular files inside Target, whatever the base and the proposal are", () => {
    const names = fc.constantFrom(
      "src",
      "a.mjs",
      "A.mjs",
      "dir",
      "link",
      "module",
      "..",
      ".git",
      "README.md",
      "x",
    );
    const path = fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const proposed = fc.record({
      path: fc.oneof(path, fc.constantFrom(...BASE.keys()), fc.string({ unit: "binary", maxLength: 12 })),
      mode: fc.constantFrom("100644" as const, "100755" as const),
      contents: fc.option(fc.constant("MQ==")),
    });
    fc.assert(
      fc.property(fc.array(proposed, { minLength: 1, maxLength: 4 }), (files) => {
        if (problems(...files) !== null) return;
        const after = new Map(BASE);
        for (const one of files) {
          if (one.contents === null) after.delete(one.path);
          else after.set(one.path, one.mode);
        }
        const changed = [...new Set([...BASE.keys(), ...after.keys()])].filter(
          (one) => BASE.get(one) !== after.get(one),
        );
        for (const one of changed) {
          expect(one.startsWith("src/") && !one.includes("..")).toBe(true);
          expect([BASE.get(one), after.get(one)]).not.toEqual(expect.arrayContaining(["120000"]));
          expect([BASE.get(one), after.get(one)]).not.toEqual(expect.arrayContaining(["160000"]));
        }
        const folded = [...after.keys()].map((one) => one.normalize("NFKC").toLowerCase());
        expect(new Set(folded).size).toBe(folded.length);
        for (const one of after.keys())
          expect(folded.some((other) => other.startsWith(`${one.toLowerCase()}/`))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
