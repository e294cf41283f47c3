// A section that is missing, and the heading that was probably meant for it: in another dialect, or by another name.

import type { Problem } from "../../domain/program/program.ts";
import type { Block } from "../markdown/markdown.ts";
import { type CoreName, coreHeading, mayStandFor } from "../markdown/section-names.ts";
import { problem } from "../settings/problem.ts";

/** Bold words that stand alone in their line, or before a colon. */
const LABEL = /^\s*(?:\*\*|__)(.{2,80}?)(?:(?<=:)(?:\*\*|__)|(?:\*\*|__)(?=\s*(?::|$)))/;

export function missingSection(title: "Goal" | "Target" | "Evaluation", blocks: readonly Block[]): Problem {
  const name = title.toLowerCase() as CoreName;
  const wanted = `one section \`## ${title}\``;
  for (const { text, line, isSection } of titles(blocks)) {
    // A heading by the very name is a section, and another one's is not meant for this one.
    const section = coreHeading(text);
    if (section === null ? !mayStandFor(text, name) : isSection || section.name !== name) continue;
    const written = isSection ? "the heading" : "the line";
    const allowed = `${wanted}: ${written} \`${text.slice(0, 60)}\` (line ${line}) may be meant for it; call it \`## ${title}\``;
    return problem(title, "is missing", text, allowed, line);
  }
  return problem(title, "is missing", null, wanted, null);
}

function titles(blocks: readonly Block[]) {
  return blocks.flatMap((block) => {
    if (block.kind === "heading") return [{ text: block.text, line: block.line, isSection: true }];
    if (block.kind !== "text") return [];
    const [first = ""] = block.lines;
    const label = LABEL.exec(first.slice(0, 200))?.[1];
    return label === undefined ? [] : [{ text: label, line: block.line, isSection: false }];
  });
}
