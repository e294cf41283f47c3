// Where settings stand in a program's Markdown: a `yaml` fence before the first section, and the section `## Settings`
// with a fence or with lines. Takes them out of the blocks; a fence anywhere else is the program's own and is not read.

import type { Problem, Warning } from "../../../domain/program/program.ts";
import type { Block } from "../../markdown/markdown.ts";
import { coreHeading, headingName } from "../../markdown/section-names.ts";
import { problem } from "../problem.ts";
import { settingKey, settingMeant, settingRow } from "../settings.ts";
import { firstWords, yamlOf } from "./settings-lines.ts";

/** YAML that settings stand in. */
export interface Place {
  /** What problems call it. */
  readonly name: string;
  readonly lines: readonly string[];
  /** 1-based in the whole text. */
  readonly firstLine: number;
}

interface SettingsPlaces {
  readonly places: readonly Place[];
  /** The blocks without those that were read as settings. */
  readonly rest: readonly Block[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

type Heading = Extract<Block, { readonly kind: "heading" }>;
type Code = Extract<Block, { readonly kind: "code" }>;
type Text = Extract<Block, { readonly kind: "text" }>;

const SECTION = "Settings";
const NO_RESPONSE = "_No response_";

/** @param lines the body's lines, of which the first has number `firstLine` */
export function settingsPlaces(
  blocks: readonly Block[],
  lines: readonly string[],
  firstLine: number,
): SettingsPlaces {
  const places: Place[] = [];
  const problems: Problem[] = [];
  const warnings: Warning[] = [];
  const rest: Block[] = [];

  const begin = headEnd(blocks);
  const head = blocks.slice(0, begin);
  const fences = head.filter((block): block is Code => block.kind === "code" && isYaml(block));
  takeFences(fences, "settings block");
  rest.push(...head.filter((block) => !fences.some((fence) => fence === block)));

  let belowSecondLevel = false;
  let seen = false;
  const sections = sectionsOf(blocks.slice(begin));
  for (const [index, { heading, inside }] of sections.entries()) {
    const isNested = belowSecondLevel && heading.level > 2;
    if (heading.level <= 2) belowSecondLevel = heading.level === 2;
    if (headingName(heading.text) !== "settings" || heading.level > 3) {
      rest.push(heading, ...inside);
    } else if (isNested) {
      const message = "A heading `Settings` below another section is not read: write `## Settings`";
      warnings.push({ line: heading.line, message });
      rest.push(heading, ...inside);
    } else {
      if (seen)
        problems.push(
          problem(SECTION, "stands there twice", null, "one section `## Settings`", heading.line),
        );
      seen = true;
      const left = takeSection(inside);
      const isDeeper = sections
        .slice(index + 1, index + 2)
        .some((next) => next.heading.level > heading.level && coreHeading(next.heading.text) === null);
      // Without its heading, what is left would belong to the section before.
      if (left.length > 0 || isDeeper) rest.push(heading, ...left);
    }
  }
  return { places, rest, problems, warnings };

  function isYaml({ language, line }: Code): boolean {
    // A fence that stands deeper may be part of a list.
    return (
      /^ya?ml$/.test(language) &&
      lines.slice(line - firstLine, line - firstLine + 1).every((text) => /^[`~]/.test(text))
    );
  }

  function takeFences(found: readonly Code[], name: string): void {
    for (const { content, line } of found.slice(0, 1))
      places.push({ name, lines: content.split("\n"), firstLine: line + 1 });
    for (const { line } of found.slice(1))
      problems.push(problem(name, "stands there twice", null, "one `yaml` block", line));
  }

  /** What of a section's blocks is left as prose. */
  function takeSection(inside: readonly Block[]): readonly Block[] {
    const yaml = inside.filter((block): block is Code => block.kind === "code" && isYaml(block));
    takeFences(yaml, SECTION);
    const texts = inside.filter((block): block is Text => block.kind === "text");
    const written = texts.filter(({ lines: own }) => own.some((line) => yamlOf(line) !== null));
    takeLines(written);
    const left = inside.filter(
      (block) => ![...yaml, ...written].some((taken) => taken === block) && !saysNothing(block),
    );
    for (const block of left) explain(block);
    return left;
  }

  function takeLines(written: readonly Text[]): void {
    const [first] = written;
    if (first === undefined) return;
    const yaml: string[] = [];
    for (const { line, lines: own } of written) {
      for (const [index, text] of own.entries()) {
        const setting = yamlOf(text);
        if (setting === null) problems.push(noSetting(text, line + index));
        else yaml[line + index - first.line] = setting;
      }
    }
    places.push({
      name: SECTION,
      lines: Array.from(yaml, (setting) => setting ?? ""),
      firstLine: first.line,
    });
  }

  function explain(block: Block): void {
    if (block.kind === "code") {
      problems.push(noSetting(`\`\`\`${block.language}`, block.line));
      return;
    }
    const own = block.kind === "text" ? block.lines : [];
    // Lines within a paragraph begin with any word.
    const [near] = own.flatMap((line, index) =>
      (index === 0 || /^\s*[-*+|>]/.test(line)) && firstWords(line).some(isNearKey)
        ? [noSetting(line, block.line + index)]
        : [],
    );
    if (near !== undefined) problems.push(near);
    else warnings.push({ line: block.line, message: "Not read as a setting: prose in `## Settings`" });
  }
}

function noSetting(found: string, line: number): Problem {
  const allowed = "lines `key: value`; lists and maps in a fenced block of the language `yaml`";
  return problem(SECTION, "holds what is no setting", found, allowed, line);
}

function isNearKey(word: string): boolean {
  return settingRow(settingKey(word)) !== undefined || settingMeant(word) !== null;
}

function saysNothing(block: Block): boolean {
  if (block.kind === "html") return block.content.trimStart().startsWith("<!--");
  return block.kind === "text" && block.lines.join("").trim() === NO_RESPONSE;
}

/** Index of the first heading but the document's title. */
function headEnd(blocks: readonly Block[]): number {
  const first = nextHeading(blocks, 0);
  const heading = blocks[first];
  return heading?.kind === "heading" && isTitle(heading) ? nextHeading(blocks, first + 1) : first;
}

function isTitle({ level, text }: Heading): boolean {
  return level === 1 && coreHeading(text) === null && headingName(text) !== "settings";
}

function sectionsOf(blocks: readonly Block[]) {
  const sections: { readonly heading: Heading; readonly inside: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") sections.push({ heading: block, inside: [] });
    else sections.at(-1)?.inside.push(block);
  }
  return sections;
}

function nextHeading(blocks: readonly Block[], from: number): number {
  let index = from;
  while (index < blocks.length && blocks[index]?.kind !== "heading") index++;
  return index;
}
