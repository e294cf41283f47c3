// The sections of a program over its Markdown blocks: Goal, Target, Evaluation, what an issue form adds, and
// everything else. Decides where a section begins and ends, not what its content means.

import { PROGRAM_SETTINGS } from "../../domain/settings/program-settings.ts";
import { withoutComments } from "./inline.ts";
import type { Block } from "./markdown.ts";
import { type CoreName, coreHeading, headingName, isMetricHeading, piHeadings } from "./section-names.ts";

/** `line` is where the heading stands. */
export interface Section {
  readonly name: string;
  /** What the heading says behind a colon; absent where it says no more than the name. */
  readonly said?: string;
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
  /** Headings about the metric outside the sections above; their text is context, too. */
  readonly metric: readonly Section[];
  /** Everything outside the sections above, headings included. */
  readonly rest: readonly Block[];
  /** Markdown of the rest, without the title. */
  readonly context: string;
}

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
  const metric: (Section & { readonly blocks: Block[] })[] = [];
  const rest: Block[] = [];
  const coreOf = coreHeadings(parsed);
  let level = 0;
  let current: Block[] = rest;
  let belowSecondLevel = false;
  let title: Block | null = null;
  for (const block of parsed) {
    if (block.kind !== "heading") {
      current.push(block);
      if (current === rest) metric.at(-1)?.blocks.push(block);
      continue;
    }
    const name = headingName(block.text);
    const named = coreOf(block);
    const key = block.level === 3 && !belowSecondLevel && named === null ? FORM_KEYS.get(name) : undefined;
    if (block.level <= 2) belowSecondLevel = block.level === 2;
    if (named !== null || key !== undefined) {
      current = [];
      level = block.level;
      const said = named?.said ? { said: named.said } : {};
      const section = { name: named?.name ?? name, ...said, line: block.line, level, blocks: current };
      if (key === undefined) core.push(section);
      else form.push({ ...section, key });
    } else if (block.level > level && current !== rest) {
      current.push(block);
    } else {
      current = rest;
      level = 0;
      rest.push(block);
      if (block.level === 1) title ??= block;
      const { line } = block;
      if (isMetricHeading(block.text)) metric.push({ name, line, level: block.level, blocks: [block] });
      else if (block.level <= (metric.at(-1)?.level ?? 0)) metric.push({ name, line, level: 0, blocks: [] });
      else metric.at(-1)?.blocks.push(block);
    }
  }
  const named = (name: CoreName) => core.filter((section) => section.name === name);
  const sourceOf = (blocks: readonly Block[]) => markdownOf(blocks, lines, firstLine);
  return {
    goal: named("goal"),
    target: named("target"),
    evaluation: named("evaluation"),
    form: form.filter(({ blocks }) => sourceOf(blocks) !== ""),
    metric: metric.filter((section) => section.level > 0),
    rest,
    // The document's title says nothing that its name does not.
    context: sourceOf(rest.filter((block) => block !== title)),
  };
}

/**
 * Which headings begin a section: those of level 2 or 3, by another word for it or with something behind a colon only
 * where none has the very name; of level 1 only where no other names that section, because a document's title may be
 * called like one; another dialect's only where no heading names a section at all.
 */
function coreHeadings(blocks: readonly Block[]) {
  const headings = blocks.flatMap((block) => (block.kind === "heading" ? [block] : []));
  const inside = headings.filter(({ level }) => level === 2 || level === 3);
  const known = new Set<string>(inside.flatMap(({ text }) => coreHeading(text)?.name ?? []));
  const exact = new Set(inside.map(({ text }) => headingName(text)));
  const pi = known.size > 0 ? new Map<string, CoreName>() : piHeadings(inside.map(({ text }) => text));
  return ({ level, text }: (typeof headings)[number]) => {
    if (level > 3) return null;
    const dialect = pi.get(headingName(text));
    if (level > 1 && dialect !== undefined) return { name: dialect, said: "" };
    const named = coreHeading(text);
    if (named === null || (level === 1 && (known.has(named.name) || pi.size > 0))) return null;
    return level > 1 && exact.has(named.name) && headingName(text) !== named.name ? null : named;
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
