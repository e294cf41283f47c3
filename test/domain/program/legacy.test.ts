import { describe, expect, it } from "vitest";
import { isOldEdition, legacyPulls, type OpenPull } from "../../../src/domain/program/legacy.ts";

const pull = (number: number, branch: string, change: Partial<OpenPull> = {}): OpenPull => ({
  ...{ number, branch, title: "Something", sameRepository: true },
  author: { login: "github-actions[bot]", type: "Bot" },
  ...change,
});

const found = (...pulls: readonly OpenPull[]) =>
  legacyPulls({ pulls, issues: [] }, "carton", "main").map(({ number }) => number);

describe(legacyPulls, () => {
  it.each(["autoloop/carton", "autoloop/carton-abc123", `autoloop/carton-${"0".repeat(40)}`])(
    "takes the branch %s",
    (branch) => {
      expect(found(pull(1, branch))).toEqual([1]);
    },
  );

  it.each([
    "autoloop/carton-abc12",
    `autoloop/carton-${"0".repeat(41)}`,
    "autoloop/carton-ABCDEF",
    "autoloop/carton-board",
    "autoloop/other",
    "carton-abc123",
  ])("leaves the branch %s", (branch) => {
    expect(found(pull(1, branch))).toEqual([]);
  });

  it("takes a title for a branch of any name but one that another program, the default or the memory branch has", () => {
    const title = "[Autoloop] [Autoloop: Carton] A better box";
    expect(found(pull(1, "box", { title }))).toEqual([1]);
    for (const branch of ["main", "memory/autoloop", "autoloop/other-abc123"])
      expect(found(pull(1, branch, { title }))).toEqual([]);
  });

  it("takes none of a fork, and the newest first", () => {
    const branch = "autoloop/carton-abc123";
    expect(found(pull(1, branch), pull(9, branch, { sameRepository: false }), pull(5, branch))).toEqual([
      5, 1,
    ]);
  });
});

describe(isOldEdition, () => {
  it.each([
    [{ login: "github-actions[bot]", type: "Bot" } as const, true],
    [{ login: "github-actions[bot]", type: "User" } as const, false],
    [{ login: "dependabot[bot]", type: "Bot" } as const, false],
    [null, false],
  ])("of %j: %s", (author, old) => {
    expect(isOldEdition(author)).toBe(old);
  });
});
