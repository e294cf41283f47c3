// The corpus of bad input, each case in this process: what it comes to. That none hangs or fills the memory is
// `bounds.test.ts`.

import { describe, expect, it } from "vitest";
import { expand, readCorpus } from "./corpus.ts";
import { differs, READERS } from "./readers.ts";

const CASES = readCorpus();
const families = [...READERS].map(
  ([family, read]) => [family, read, CASES.filter((one) => one.family === family)] as const,
);

describe("the corpus", () => {
  it("has cases of every family and no file that nothing reads", () => {
    expect([...new Set(CASES.map(({ family }) => family))]).toEqual([...READERS.keys()].toSorted());
  });

  it("has many cases, each under a name of its own", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(450);
    expect(new Set(CASES.map(({ family, name }) => `${family}: ${name}`)).size).toBe(CASES.length);
  });
});

describe.each(families)("%s", (_, read, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    expect(differs(read(expand(one.input))(), one.expect)).toBeNull();
  });
});
