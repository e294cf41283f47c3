import { describe, expect, it } from "vitest";
import {
  blocksOf,
  bytesOfBlock,
  eolOf,
  indexOfSection,
  linesOf,
  sectionOf,
} from "../../../src/text/state-file/state-sections.ts";

/** Level and title of each block but an empty first one, then its lines; `!` before those that are fenced. */
const cut = (text: string) =>
  blocksOf(text)
    .filter(({ level, body }) => level > 0 || body !== "")
    .map(({ level, title, body }) => [
      level,
      title,
      ...linesOf(body).map((line) => (line.fenced ? "!" : "") + line.text + line.eol),
    ]);

describe("blocksOf", () => {
  it.each<[string, (string | number)[][]]>([
    ["", []],
    ["a", [[0, "", "a"]]],
    ["a\n\nb\r\nc\rd\r\n", [[0, "", "a\n", "\n", "b\r\n", "c\r", "d\r\n"]]],
    [
      "a\n# One\nb\n## Two\nc",
      [
        [0, "", "a\n"],
        [1, "One", "b\n"],
        [2, "Two", "c"],
      ],
    ],
    [
      "#\n##\n###\n### Three\n",
      [
        [1, ""],
        [2, "", "###\n", "### Three\n"],
      ],
    ],
    [
      "   ## Two\n    ## code\n##Two\n#\tOne\n",
      [
        [2, "Two", "    ## code\n", "##Two\n"],
        [1, "One"],
      ],
    ],
    ["a ## Two\n", [[0, "", "a ## Two\n"]]],
    ["##  Two \u2028 lines  \n", [[2, "Two \u2028 lines"]]],
    [
      "## Two  ##\n## Two\t#  \n## C#\n## # ##\n## ##\n",
      [
        [2, "Two"],
        [2, "Two"],
        [2, "C#"],
        [2, "#"],
        [2, ""],
      ],
    ],
    ["## Two ## x\n", [[2, "Two ## x"]]],
    ["\uFEFF## Two\n\uFEFF## Two\n", [[2, "Two", "\uFEFF## Two\n"]]],
  ])("cuts %j at its headings", (text, blocks) => {
    expect(cut(text)).toEqual(blocks);
  });

  it.each([
    ["```\n## a\n```\nb\n", ["```\n", "## a\n"]],
    ["   ```js\n# a\n   ````  \t\n", ["   ```js\n", "# a\n"]],
    ["~~~\n# a\n```\n~~~\n", ["~~~\n", "# a\n", "```\n"]],
    ["````\n# a\n```\n````\n", ["````\n", "# a\n", "```\n"]],
    ["~~~ `x`\n# a\n~~~~\n", ["~~~ `x`\n", "# a\n"]],
    ["```\n# a\n``` x\n    ```\nx```\n```\n# b\n```\n", ["```\n", "# a\n", "``` x\n", "    ```\n", "x```\n"]],
    ["```\n```\n~~~\n# a\n~~~\n", ["```\n", "~~~\n", "# a\n"]],
    ["````\n~~~\na\n~~~\n````\n", ["````\n", "~~~\n", "a\n", "~~~\n"]],
    ["~~~~\n````\na\n```\nb\n```\n", ["```\n", "b\n"]],
    ["````\na\n````\n", ["````\n", "a\n"]],
    ["```\u2028\na\n```\n", ["```\u2028\n", "a\n"]],
    ["```\na\n```", ["```\n", "a\n"]],
    ["```\n# a\n```\n# b\n```\n# c\n```\n", ["```\n", "# a\n", "```\n", "# c\n"]],
    ["~~~\na\n~~~\n~~~~\nb\n~~~~\n", ["~~~\n", "a\n", "~~~~\n", "b\n"]],
  ])("takes for text what is fenced in %j", (text, fenced) => {
    const lines = blocksOf(text).flatMap(({ body }) => linesOf(body));
    expect(lines.filter((line) => line.fenced).map((line) => line.text + line.eol)).toEqual(fenced);
  });

  it.each([
    "``\na\n``\n",
    "```\na\n",
    "``` `\na\n```\n",
    "    ```\na\n    ```\n",
    "a ```\nb\n```\n",
    "~~\na\n~~~\n",
    "``\na\n```\n",
    "```\n~~~\n",
  ])("takes nothing in %j for fenced", (text) => {
    expect(blocksOf(text).flatMap(({ body }) => linesOf(body).filter(({ fenced }) => fenced))).toEqual([]);
  });

  it("loses no byte", () => {
    const text = "\uFEFFa\r\n# One #\rb\n```\n## x\n```\n## Two";
    expect(blocksOf(text).map(bytesOfBlock)).toEqual([
      "\uFEFFa\r\n",
      "# One #\rb\n```\n## x\n```\n",
      "## Two",
    ]);
    expect(blocksOf(text).map(({ heading, body }) => [heading, body])).toEqual([
      ["\uFEFF", "a\r\n"],
      ["# One #\r", "b\n```\n## x\n```\n"],
      ["## Two", ""],
    ]);
  });
});

describe("sections and line ends", () => {
  it("are found by their words", () => {
    const blocks = blocksOf("# State\n## 🧬 (Other)\n## 📊 state\n## State\n## 2 States\n");
    expect(indexOfSection(blocks, "⚙️ State")).toBe(3);
    expect(indexOfSection(blocks, "other)")).toBe(2);
    expect(indexOfSection(blocks, "- 2 states")).toBe(5);
    expect(indexOfSection(blocks, "states")).toBe(-1);
    expect(sectionOf(blocks, "STATE")?.title).toBe("📊 state");
    expect(sectionOf(blocks, "states")).toBeUndefined();
  });

  it("are those of the text", () => {
    expect(["", "a\n", "a\r\nb\n", "a\rb"].map(eolOf)).toEqual(["\n", "\n", "\r\n", "\r\n"]);
  });
});
