// Whether a program is still the template it was made from: the sentinel, placeholders, sections left to do.
// A program that only speaks of such things is configured.

import type { Problem } from "../../domain/program/program.ts";
import { withoutCode, withoutComments } from "../markdown/inline.ts";
import type { Block } from "../markdown/markdown.ts";
import type { Section } from "../markdown/sections.ts";
import { problem } from "../settings/problem.ts";

const SENTINEL = /<!--\s*AUTOLOOP:UNCONFIGURED\s*-->/i;
/** Spelled like this nobody writes it by chance, so it counts in code too. */
const PLACEHOLDER = /\bREPLACE_WITH_\w*/;
const PLACEHOLDER_IN_PROSE = /\bREPLACE THIS\b/;
const TO_DO = /^[^\p{L}]*(?:TODO|TBD)(?:[^\p{L}]*$|\s*:)/u;

/**
 * One problem for each thing that is left of the template.
 * @param preamble lines before the frontmatter, the first of the text
 * @param sections those that must say something
 */
export function leftovers(
  preamble: readonly string[],
  blocks: readonly Block[],
  sections: readonly Section[],
): readonly Problem[] {
  const found: Problem[] = [];
  const sentinelAt = preamble.findIndex((line) => SENTINEL.test(line));
  if (sentinelAt >= 0) found.push(sentinel(sentinelAt + 1));
  for (const block of blocks) {
    const text =
      block.kind === "text" ? block.lines.join("\n") : block.kind === "heading" ? block.text : block.content;
    const prose = block.kind === "code" ? "" : withoutCode(text);
    if (SENTINEL.test(prose)) found.push(sentinel(block.line));
    const visible = block.kind === "code" ? text : withoutComments(text);
    const placeholder = PLACEHOLDER.exec(visible) ?? PLACEHOLDER_IN_PROSE.exec(withoutComments(prose));
    if (placeholder !== null)
      found.push(
        problem("setup", "is not done: a placeholder is left", placeholder[0], "your own words", block.line),
      );
  }
  for (const { name, line, blocks: inside } of sections) {
    const texts = inside.filter(({ kind }) => kind !== "html");
    const lines = texts.flatMap((block) => (block.kind === "text" ? block.lines : [""]));
    if (lines.length > 0 && lines.every((one) => TO_DO.test(one)))
      found.push(
        problem(
          "setup",
          `is not done: section ${name} is still to be written`,
          "TODO",
          "your own words",
          line,
        ),
      );
  }
  return found;
}

function sentinel(line: number): Problem {
  const allowed = "a program without this line: remove it when everything else is filled in";
  return problem(
    "setup",
    "is not done: the template's marker is left",
    "AUTOLOOP:UNCONFIGURED",
    allowed,
    line,
  );
}
