// What people wrote into their sections of the state file, as far as agents are told it: a part of the prompt that agents'
// own notes cannot take away. What is beyond it is counted, so that people can be told.

import { PEOPLES_LINES_CHARACTERS } from "../../../domain/limits.ts";
import { inertBlock, oneLine } from "../../format/inert.ts";

type Sections = readonly { readonly title: string; readonly body: string }[];

/** The sections, first those that must not be overlooked. */
export const PEOPLES_SECTIONS = [
  "Current Priorities",
  "Foreclosed Avenues",
  "Lessons Learned",
  "Future Directions",
] as const;

export type PeoplesSection = (typeof PEOPLES_SECTIONS)[number];

/** Of each section what is told, in its order, and how much of it is not. */
type PeoplesLines = Readonly<
  Record<PeoplesSection, { readonly told: readonly string[]; readonly left: number }>
>;

/** Every section has its own share; what one leaves free, the others get in their order. */
export function peoplesLines(sections: Sections): PeoplesLines {
  const entries = PEOPLES_SECTIONS.map((name) => {
    const body = sections.filter(({ title }) => isCalled(title, name)).map(({ body }) => body);
    return { name, lines: name === "Current Priorities" ? linesOf(body) : itemsOf(body) };
  });
  const share = PEOPLES_LINES_CHARACTERS / PEOPLES_SECTIONS.length;
  const needs = entries.map(({ lines }) => lines.reduce((sum, line) => sum + lengthOf(line), 0));
  let free = needs.reduce((sum, need) => sum + Math.max(0, share - need), 0);
  const found = entries.map(({ name, lines }, index) => {
    const more = Math.min(free, Math.max(0, (needs[index] ?? 0) - share));
    free -= more;
    const told = fitting(lines, share + more);
    return [name, { told, left: lines.length - told.length }] as const;
  });
  return Object.fromEntries(found) as PeoplesLines;
}

/** All that fit, in their order. */
function fitting(lines: readonly string[], characters: number): readonly string[] {
  let left = characters;
  return lines.filter((line) => {
    const length = lengthOf(line);
    if (length > left) return false;
    left -= length;
    return true;
  });
}

/** Not less than what it takes in a block. */
function lengthOf(line: string): number {
  return inertBlock(line, 2 * line.length).length;
}

/** Titles begin with an emoji that people may have taken off. */
function isCalled(title: string, name: string): boolean {
  return title.replace(/^[^\p{L}]+/u, "").toLowerCase() === name.toLowerCase();
}

/** Lines as they stand, with their ends, without the section's placeholder and the rules that part it from the next. */
function linesOf(bodies: readonly string[]): readonly string[] {
  const text = bodies.map(own).join("\n\n").trim();
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** Items of lists and paragraphs, each as one line. */
function itemsOf(bodies: readonly string[]): readonly string[] {
  return bodies.flatMap((body) =>
    own(body)
      .split(/\r?\n[ \t]*(?=\r?\n)|^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]/m)
      .map(oneLine)
      .filter((item) => /[^-*+\s]/.test(item)),
  );
}

function own(markdown: string): string {
  return markdown.replace(/^(?:\*\(.*\)\*|-{3,})[ \t\r]*$/gm, "");
}
