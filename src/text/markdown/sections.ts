// The sections of a program over its Markdown blocks: Goal, Target, Evaluation, what an issue form adds, and
// everything else. Decides where a section begins and ends, not what its content means.

import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import { withoutComments } from "./inline.ts";
import type { Block } from "./markdown.ts";

/** `line` is where the heading stands. */
export interface Section {
  readonly name: string;
  readonly line: number;
  readonly level: number;
  readonly blocks: readonly Block[];
}

export interface Sections {
  readonly goal: readonly Section[];
  readonly target: readonly Section[];
  readonly evaluation: readonly Section[];
  /** Level-3 sections of an issue form that stand for a setting, by the setting's key. */
  readonly form: readonly (Section & { readonly key: string })[];
  /** Markdown of the rest, without the title. */
  readonly context: string;
}

const CORE = ["goal", "target", "evaluation"];

/** Labels of the issue form, and the settings that they stand for. */
const FORM_KEYS: ReadonlyMap<string, string> = new Map(
  PROGRAM_SETTINGS.flatMap((row) =>
    "headings" in row ? row.headings.map((heading) => [heading, row.key] as const) : [],
  ),
);

/** What GitHub writes for an optional field of a form that was left blank. */
const NO_RESPONSE = "_No response_";

/**
 * Sorts the blocks of a body into sections. One goes on to the next heading of its level or above, or to the
 * next section, at whatever level that stands.
 * @param lines the body's lines, of which the first has number `firstLine`
 */
export function readSections(
  parsed: readonly Block[],
  lines: readonly string[],
  firstLine: number,
): Sections {
  const core: Section[] = [];
  const form: (Section & { key: string })[] = [];
  const rest: Block[] = [];
  let level = 0;
  let current: Block[] = rest;
  let belowSecondLevel = false;
  let titled = false;
  for (const block of parsed) {
    if (block.kind !== "heading") {
      current.push(block);
      continue;
    }
    const name = headingName(block.text);
    const isCore = (block.level === 2 || block.level === 3) && CORE.includes(name);
    const key = block.level === 3 && !belowSecondLevel && !isCore ? FORM_KEYS.get(name) : undefined;
    if (block.level <= 2) belowSecondLevel = block.level === 2;
    if (isCore || key !== undefined) {
      current = [];
      level = block.level;
      const section = { name, line: block.line, level, blocks: current };
      if (key === undefined) core.push(section);
      else form.push({ ...section, key });
    } else if (block.level > level && current !== rest) {
      current.push(block);
    } else {
      current = rest;
      level = 0;
      // The document's title says nothing that its name does not.
      if (block.level > 1 || titled) rest.push(block);
      if (block.level === 1) titled = true;
    }
  }
  const named = (name: string) => core.filter((section) => section.name === name);
  const sourceOf = (blocks: readonly Block[]) => markdownOf(blocks, lines, firstLine);
  return {
    goal: named("goal"),
    target: named("target"),
    evaluation: named("evaluation"),
    form: form.filter(({ blocks }) => sourceOf(blocks) !== ""),
    context: sourceOf(rest),
  };
}

/** The blocks as they were written, without HTML comments; empty for a blank field of a form. */
export function markdownOf(blocks: readonly Block[], lines: readonly string[], firstLine: number): string {
  let text = "";
  let end = 0;
  for (const block of blocks) {
    const source = lines.slice(block.line - firstLine, block.to - firstLine).join("\n");
    const visible = block.kind === "code" ? source : withoutComments(hiddenToTheEnd(block, source));
    if (visible.trim() === "") continue;
    text += (text === "" ? "" : block.line > end ? "\n\n" : "\n") + visible;
    end = block.to;
  }
  return text.trim() === NO_RESPONSE ? "" : text.trim();
}

/** A comment that is never closed hides everything after it. */
function hiddenToTheEnd(block: Block, source: string): string {
  return block.kind === "html" && source.trimStart().startsWith("<!--") && !source.includes("-->")
    ? ""
    : source;
}

/** The section that a heading names; null for every other heading. */
export function coreHeading(text: string): string | null {
  const name = headingName(text);
  return CORE.includes(name) ? name : null;
}

/** Lower case, without markup, emoji and punctuation around it. */
export function headingName(text: string): string {
  return text
    .slice(0, 256)
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
    .replace(/\s+/g, " ");
}
