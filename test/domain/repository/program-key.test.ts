// A program's address as text and back.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseProgramKey, programKeyText } from "../../../src/domain/repository/program-key.ts";

const id = fc.integer({ min: 1, max: 2 ** 40 });
const account = fc.stringMatching(/^[\w-]{1,64}$/);
const slug = fc.stringMatching(/^[\w.-]{1,100}$/);
const program = fc.record({ account, owner: slug, name: slug, issue: id });

describe("programKeyText", () => {
  it("reads like an address", () => {
    expect(programKeyText({ account: "7", owner: "octo", name: "repo", issue: 12 })).toBe("7/octo/repo#12");
  });

  it("is undone by parseProgramKey", () => {
    fc.assert(
      fc.property(program, (key) => {
        expect(parseProgramKey(programKeyText(key))).toEqual(key);
      }),
    );
  });
});

describe("parseProgramKey", () => {
  it.each([
    "",
    "7",
    "7/octo/repo",
    "/octo/repo#1",
    "7/octo/repo#0",
    "7/oc/to/repo#1",
    "7/octo/repo#1 ",
    "x y/octo/repo#1",
  ])("refuses %j", (text) => expect(parseProgramKey(text)).toBeNull());
});
