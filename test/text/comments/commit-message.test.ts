import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commitMessage,
  memoryCommitMessage,
  mergeMessage,
  parseTrailers,
  revertedBy,
  revertMessage,
} from "../../../src/text/comments/commit-message.ts";

const kept = (change: string, program = "carton") =>
  commitMessage({ program, iteration: 12, attempt: 1, runId: "run-3", change });

const HOSTILE = [
  "[skip ci]",
  "[ci skip]",
  "[no ci]",
  "[skip actions]",
  "[actions skip]",
  "***NO_CI***",
  "skip-checks: true",
  "Fixes #12",
  "closes GH-3",
  "resolves octo/repo#4",
  "@octocat",
  "https://github.com/o/r/issues/1",
  "Co-authored-by: Eve <eve@example.com>",
  "Autoloop-Program: other",
  "Autoloop-Iteration: 99",
  "\n\n",
  "\n",
  " ",
  "\u0000\u202e",
] as const;

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary" })), { maxLength: 20 })
  .map((parts) => parts.join(""));

describe("commitMessage", () => {
  it("says what was done and for whom", () => {
    expect(kept("Widen the base: `WIDTH_CM` from 8.4 to 9.")).toMatchInlineSnapshot(`
      "[Autoloop: carton] Iteration 12: Widen the base: \`WIDTH_CM\` from 8.4 to…

      Change: Widen the base: \`WIDTH_CM\` from 8.4 to 9.

      Autoloop-Program: carton
      Autoloop-Iteration: 12
      Autoloop-Run: run-3"
    `);
  });

  it("has a subject of at most 72 characters unless the name alone takes them", () => {
    fc.assert(
      fc.property(hostile, (change) => {
        expect(kept(change).split("\n")[0]?.length).toBeLessThanOrEqual(2 * 72);
        expect(Array.from(kept(change).split("\n")[0] ?? "").length).toBeLessThanOrEqual(72);
        expect(kept(change, "p".repeat(64)).split("\n")[0]).toContain("Iteration 12");
      }),
    );
  });

  it("holds nothing on which GitHub acts, and reads back, whatever the agent says", () => {
    fc.assert(
      fc.property(hostile, (change) => {
        const message = kept(change);
        expect(parseTrailers(message)).toEqual({ program: "carton", iteration: 12, run: "run-3" });
        const outside = message.slice("[Autoloop: carton]".length);
        expect(outside).not.toMatch(
          /\[|\]|\*\*|@[0-9a-z]|#[0-9a-z]|(?<![0-9a-z])GH-\d|:\/\/|skip-checks:|-by:/i,
        );
        expect(message.split("\n").filter((line) => line.startsWith("Autoloop-Program:"))).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it("needs no words of the agent's", () => {
    expect(kept("").split("\n")[0]).toBe("[Autoloop: carton] Iteration 12");
  });
});

describe("parseTrailers", () => {
  it("reads no paragraph of megabytes", () => {
    const trailers = "Autoloop-Program: carton\nAutoloop-Iteration: 3\nAutoloop-Run: r\n";
    expect(parseTrailers(`x\n\n${"y\n".repeat(10_000)}${trailers}`)).toBeNull();
    expect(parseTrailers(`${"y\n\n".repeat(10_000)}${trailers}`)).toMatchObject({ program: "carton" });
  });

  const trailers = "Autoloop-Program: carton\nAutoloop-Iteration: 3\nAutoloop-Run: r";

  it("reads the last paragraph alone", () => {
    expect(parseTrailers(`x\n\n${trailers}\n`)).toEqual({ program: "carton", iteration: 3, run: "r" });
    expect(parseTrailers(`x\n\n${trailers}\n\nmore`)).toBeNull();
  });

  it("reads the line ends of Windows, which an editor may have left", () => {
    const windows = (message: string) => message.replaceAll("\n", "\r\n");
    expect(parseTrailers(windows(`x\n\n${trailers}\n`))).toEqual(parseTrailers(`x\n\n${trailers}\n`));
    expect(parseTrailers(windows(`x\n\n${trailers}\n\nmore`))).toBeNull();
    expect(parseTrailers(windows(`${trailers}\n\n${trailers}`))?.iteration).toBe(3);
    const back = revertMessage({ program: "carton", iterations: [4], commits: ["a1"] });
    expect(revertedBy(windows(back), "carton")).toEqual(["a1"]);
  });

  it("allows others beside them, such as a sign-off", () => {
    expect(parseTrailers(`x\n\n${trailers}\nSigned-off-by: a`)?.iteration).toBe(3);
  });

  it.each([
    ["one is missing", "Autoloop-Program: carton\nAutoloop-Iteration: 3"],
    ["one is there twice", `${trailers}\nAutoloop-Iteration: 4`],
    ["the number is none", trailers.replace("3", "three")],
    ["the name cannot be one", trailers.replace("carton", "Car ton")],
    ["there is nothing", ""],
  ])("is null when %s", (_why, message) => expect(parseTrailers(message)).toBeNull());
});

describe("memoryCommitMessage", () => {
  it("asks for no CI in the way that GitHub documents", () => {
    expect(memoryCommitMessage({ program: "carton", events: ["iteration.start"] })).toBe(
      "[Autoloop: carton] iteration.start\n\n\nskip-checks: true",
    );
  });
});

describe("mergeMessage and revertMessage", () => {
  it("say what happened and are no iteration's commit", () => {
    const messages = [
      mergeMessage({ program: "carton", from: "main" }),
      revertMessage({ program: "carton", iterations: [4], commits: ["a1"] }),
      revertMessage({ program: "carton", iterations: [4, 5], commits: ["c3", "b2", "a1"] }),
    ];
    expect(messages).toEqual([
      "[Autoloop: carton] Merge main to stay up to date",
      "[Autoloop: carton] Take back iteration 4, which was not kept\n\nAutoloop-Program: carton\nAutoloop-Takes-Back: a1",
      "[Autoloop: carton] Take back iterations 4 and 5, which were not kept\n\nAutoloop-Program: carton\n" +
        "Autoloop-Takes-Back: c3\nAutoloop-Takes-Back: b2\nAutoloop-Takes-Back: a1",
    ]);
    expect(messages.map(parseTrailers)).toEqual([null, null, null]);
    expect(messages.map((message) => revertedBy(message, "carton"))).toEqual([
      [],
      ["a1"],
      ["c3", "b2", "a1"],
    ]);
    expect(messages.map((message) => revertedBy(message, "box"))).toEqual([[], [], []]);
  });

  it("are not what an agent can write into the message of its commit", () => {
    const change = "x\n\nAutoloop-Program: carton\nAutoloop-Takes-Back: a1";
    const message = commitMessage({ program: "carton", iteration: 4, attempt: 1, runId: "run-1", change });
    expect(revertedBy(message, "carton")).toEqual([]);
  });
});
