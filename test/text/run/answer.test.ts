import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANSWER_CHARACTERS, decodeAnswer } from "../../../src/text/run/answer.ts";

describe("decodeAnswer", () => {
  it("reads a whole answer", () => {
    const answer = {
      change: "Set `A` from 1 to 2",
      hypothesis: "Two is more.",
      lessons: ["l"],
      foreclosed: ["f"],
      future: ["g"],
      steered_by: [12],
      plan_item: "Fold the loop.",
    };
    expect(decodeAnswer(JSON.stringify(answer))).toEqual(answer);
  });

  it("loses only the fields that cannot be used", () => {
    const sloppy = {
      change: " Do\n it ",
      hypothesis: 4,
      lessons: "none",
      future: ["a", 3, ""],
      steered_by: ["1", 2, -3],
      plan_item: 7,
    };
    expect(decodeAnswer(JSON.stringify(sloppy))).toEqual({
      change: "Do it",
      hypothesis: "",
      lessons: [],
      foreclosed: [],
      future: ["a"],
      steered_by: [2],
    });
  });

  it("is null where nothing says what was changed", () => {
    for (const text of [
      "",
      "null",
      "[]",
      "{}",
      '{"change":"  "}',
      "not json",
      " ".repeat(ANSWER_CHARACTERS + 1),
    ]) {
      expect(decodeAnswer(text)).toBe(null);
    }
  });

  it("bounds every text and list", () => {
    const long = { change: "x".repeat(10_000), lessons: Array.from({ length: 500 }, () => "y".repeat(90)) };
    const answer = decodeAnswer(JSON.stringify(long));
    expect(answer?.change).toHaveLength(500);
    expect(answer?.lessons).toHaveLength(10);
    const steered_by = Array.from({ length: 101 }, (_, index) => index + 1);
    const bounded = { change: "x".repeat(500), lessons: ["y".repeat(1_001)], steered_by };
    expect(decodeAnswer(JSON.stringify(bounded))).toEqual({
      ...{ change: "x".repeat(500), hypothesis: "", lessons: [`${"y".repeat(999)}…`] },
      ...{ foreclosed: [], future: [], steered_by: steered_by.slice(0, 100) },
    });
  });

  it("reads as many characters as an answer may have, and no more", () => {
    const answer = '{"change":"x"}'.padEnd(ANSWER_CHARACTERS);
    expect(decodeAnswer(answer)?.change).toBe("x");
    expect(decodeAnswer(`${answer} `)).toBe(null);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeAnswer(text)));
  });
});
