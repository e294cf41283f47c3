import { describe, expect, it } from "vitest";
import { refuseYaml } from "../../../src/text/settings/yaml-scan.ts";

const REFUSED = ["b: *a", "b: &a x", "b: [[[", "? x", "b: !!binary x"];

describe(refuseYaml, () => {
  it.each([
    ["block text on a line of its own", "a:\n  >\n"],
    ["block text on a line of its own, at the left", "a:\n|\n"],
    ["a line of a text that begins like block text", "a: b\n  > c\n"],
    ["block text behind a key that takes two lines", '"a\n  b": |\n'],
    ["block text behind its key", "a: |\n  text\n"],
    ["block text behind a dash", "- >\n  text\n"],
    ["a quoted text of two lines", 'a: "b\n  c"\n'],
    ["a comment", "a: b # c\n"],
    ["what other programs take for the end of a line", "\u2028: 1\n\u2029"],
  ])("lets nothing through behind %s", (_, before) => {
    for (const one of REFUSED) expect(refuseYaml(`${before}${one}`.split("\n")), one).not.toBeNull();
  });

  it.each([
    ["behind a key", "a: - b"],
    ["alone behind a key", "a: -"],
    ["behind the key of a list's entry", "a:\n  - b: - c"],
    ["within brackets", "a: [- b]"],
    ["within brackets, on a line of its own", "a: [\n  - b\n]"],
    ["within braces", "a: {b: - c}"],
  ])("refuses a list marker %s", (_, yaml) => {
    expect(refuseYaml(yaml.split("\n"))?.what).toMatch(/^a `-` in the middle of a line/);
  });

  it.each(["a: -1", "a: b - c", "a: '- b'", "a: [-1, b]", "a: -b -c", "- - a", "a: # - b", "a: |\n  b: - c"])(
    "leaves a dash that begins no list alone: %j",
    (yaml) => {
      expect(refuseYaml(yaml.split("\n"))).toBeNull();
    },
  );

  it.each(["a: |\n  *a\n  [[[[\nb: 1", "gates:\n  - |\n    ? x\n  - y", "a:\n  b: >\n    &x"])(
    "leaves block text alone: %j",
    (yaml) => {
      expect(refuseYaml(yaml.split("\n"))).toBeNull();
    },
  );
});
