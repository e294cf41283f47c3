import { describe, expect, it } from "vitest";
import {
  emptyStateFile,
  frameOf,
  headingOf,
  withOwnSections,
} from "../../../src/text/state-file/state-layout.ts";
import { blocksOf, bytesOf, bytesOfBlock } from "../../../src/text/state-file/state-sections.ts";

const completed = (text: string, eol = "\n") =>
  withOwnSections(blocksOf(text), eol).map(bytesOfBlock).join("");

const MACHINE = "## ⚙️ Machine State\n";
const INFO = "## 📋 Program Info\n";
const HISTORY = "## 📊 Iteration History\n";

describe("withOwnSections", () => {
  it.each([
    ["", `${MACHINE}\n${INFO}\n${HISTORY}`],
    ["\uFEFF", `\uFEFF${MACHINE}\n${INFO}\n${HISTORY}`],
    ["Words.", `Words.\n\n${MACHINE}\n${INFO}\n${HISTORY}`],
    ["Words.\n \n", `Words.\n \n${MACHINE}\n${INFO}\n${HISTORY}`],
    ["# Title", `# Title\n\n${MACHINE}\n${INFO}\n${HISTORY}`],
    ["# Title\nWords.\n", `# Title\nWords.\n\n${MACHINE}\n${INFO}\n${HISTORY}`],
    ["## Mine\nx\n", `${MACHINE}\n${INFO}\n## Mine\nx\n\n${HISTORY}`],
    ["# T\n## A\n## B\n", `# T\n\n${MACHINE}\n${INFO}\n## A\n## B\n\n${HISTORY}`],
    ["## Machine State\n| x |\n", `## Machine State\n| x |\n\n${INFO}\n${HISTORY}`],
    ["## A\n## Machine State\n\n## B", `## A\n## Machine State\n\n${INFO}\n## B\n\n${HISTORY}`],
    ["## Iteration History\nold", `${MACHINE}\n${INFO}\n## Iteration History\nold`],
    ["## Machine State\n\n## Program Info", `## Machine State\n\n## Program Info\n\n${HISTORY}`],
    [`${HISTORY}\n${INFO}\n${MACHINE}`, `${HISTORY}\n${INFO}\n${MACHINE}`],
  ])("adds to %j what is missing", (text, whole) => {
    expect(completed(text)).toBe(whole);
  });

  it("writes the line ends that it is told to", () => {
    expect(completed("Words.", "\r\n")).toBe(
      `Words.\r\n\r\n${[MACHINE, INFO, HISTORY].join("\n").replaceAll("\n", "\r\n")}`,
    );
  });

  it("has nothing to add to an empty file of its own", () => {
    expect(completed(emptyStateFile("a\nb"))).toBe(emptyStateFile("a b"));
  });
});

describe("frameOf", () => {
  const framed = (text: string) => {
    const [block] = blocksOf(text).slice(1);
    if (block === undefined) throw new Error("no section");
    const { start, middle, end } = frameOf(block, "\n");
    return [start, bytesOf(middle), end];
  };

  it.each<[string, [string, string, string]]>([
    ["## A", ["## A\n\n", "", ""]],
    ["## A\n", ["## A\n\n", "", ""]],
    ["## A\n\n \n", ["## A\n\n", "", "\n \n"]],
    ["## A\n\n\n\n", ["## A\n\n", "", "\n\n\n"]],
    ["## A\n\n\n---\n", ["## A\n\n", "", "\n\n---\n"]],
    ["## A\nx", ["## A\n\n", "x", ""]],
    ["## A\n \n\nx\n\ny\n\n\n", ["## A\n \n\n", "x\n\ny\n", "\n\n"]],
    ["## A\n\nx\n\n---\n\n", ["## A\n\n", "x\n", "\n---\n\n"]],
    ["## A\n\nx\n---\n", ["## A\n\n", "x\n", "\n---\n"]],
    ["## A\n\nx\n  - -\t- --  \n", ["## A\n\n", "x\n", "\n  - -\t- --  \n"]],
    ["## A\n\n---\n", ["## A\n\n", "", "\n---\n"]],
    ["## A\n---\n", ["## A\n\n", "", "\n---\n"]],
    ["## A\n\n---\n---\n", ["## A\n\n", "---\n", "\n---\n"]],
    ["## A\n\nx\n\n---\nmore\n", ["## A\n\n", "x\n\n---\nmore\n", ""]],
    ["## A\nx\n--\n", ["## A\n\n", "x\n--\n", ""]],
    ["## A\nx\n    ---\n", ["## A\n\n", "x\n    ---\n", ""]],
    ["## A\nx\n--- y\n", ["## A\n\n", "x\n--- y\n", ""]],
    ["## A\nx\ny ---\n", ["## A\n\n", "x\ny ---\n", ""]],
    ["## A\n```\n---\n```", ["## A\n\n", "```\n---\n```", ""]],
  ])("cuts %j", (text, parts) => {
    expect(framed(text)).toEqual(parts);
  });

  it("ends a heading that has no end", () => {
    const headings = ["## A", "## A\n", "## A\r"].map((text) =>
      blocksOf(text)
        .slice(1)
        .map((one) => headingOf(one, "\r\n")),
    );
    expect(headings).toEqual([["## A\r\n"], ["## A\n"], ["## A\r"]]);
  });
});
