// Prose of a section as statements: paragraphs and list items each by itself, so that what is said of one thing is not
// taken for something said of its neighbour. Code blocks say nothing here.

import { withoutComments } from "../markdown/inline.ts";
import { isMetricHeading } from "../markdown/section-names.ts";
import type { Section } from "../markdown/sections.ts";
import { masked } from "./target/target-words.ts";

export interface Statement {
  readonly text: string;
  readonly line: number;
}

const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;

/** A heading about the metric stands as a label before what follows it: "Direction: lower". */
export function statements(section: Section | undefined): readonly Statement[] {
  if (section === undefined) return [];
  const found: Statement[] = section.said === undefined ? [] : [{ text: section.said, line: section.line }];
  let label = isMetricHeading(section.name) ? `${section.name}: ` : "";
  for (const block of section.blocks) {
    if (block.kind === "heading") {
      label = isMetricHeading(block.text) ? `${block.text}: ` : "";
      if (label === "") found.push({ text: block.text, line: block.line });
    }
    if (block.kind !== "text") continue;
    for (const { text, line } of parts(said(block.lines.join("\n")), block.line)) {
      found.push({ text: label + text, line });
      label = "";
    }
  }
  return found;
}

/** Without what is hidden or struck out; lines stay lines. */
function said(text: string): string {
  return withoutComments(text).replace(/~~(?=\S)[^~]{1,2000}~~/g, (struck) => struck.replace(/[^\n]/g, ""));
}

function parts(text: string, first: number): readonly Statement[] {
  const found: { texts: string[]; line: number }[] = [];
  for (const [offset, raw] of text.split("\n").entries()) {
    const open = found.at(-1);
    const content = raw.replace(ITEM, "").trim();
    if (open === undefined || ITEM.test(raw)) found.push({ texts: [content], line: first + offset });
    else open.texts.push(content);
  }
  return found.map(({ texts, line }) => ({ text: texts.join(" ").trim(), line }));
}

/** Sentences; what stands in code ends none. */
export function sentencesOf(text: string): readonly string[] {
  const words = masked(text);
  const found: string[] = [];
  let from = 0;
  for (const { index, 0: end } of words.matchAll(/[.;!?][*_")]{0,3}\s+/g)) {
    found.push(text.slice(from, index + end.length).trim());
    from = index + end.length;
  }
  return [...found, text.slice(from).trim()].filter((one) => one !== "");
}
