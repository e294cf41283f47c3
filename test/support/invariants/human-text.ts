// Invariant 14: what people wrote stays as they wrote it.

import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import { hasStatusMarker } from "../../../src/text/format/markers.ts";
import { type MomentRule, ownMove, unless } from "./rule.ts";

/** Sections of a state file that the app looks after; every other one belongs to people. */
const OWN_SECTIONS = /^[^\p{L}\p{N}]*(?:machine state|program info|iteration history)\s*#*\s*$/iu;

/**
 * 14, human text survives: a write of the app leaves every byte of the human sections of every state file as the
 * write before it, a person's perhaps, had left them. Cuts the file at `## ` outside of code fences, by itself.
 */
export const sectionsSurvive: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.branch !== MEMORY_BRANCH || move.from === null || move.to === null) return [];
  const [before, after] = [past.git.get(move.from).tree, past.git.get(move.to).tree];
  return [...before]
    .filter(([path, { id }]) => /^[^/]+\.md$/.test(path) && after.get(path)?.id !== id)
    .flatMap(([path]) => {
      const [old, made] = [move.from, move.to].map((head) => past.memory.text(path, head ?? undefined));
      const kept = humanSections(ended(made));
      return humanSections(ended(old))
        .filter((section) => !kept.includes(section))
        .map((section) => `the app changed a section of ${path}: ${section.split("\n", 1)[0]}`);
    });
};

/** 14: the app changes no issue's text that a person wrote or edited last, and edits and deletes nobody's comment. */
export const wordsSurvive: MomentRule = (deed, past) => {
  if (!("by" in deed) || deed.by !== past.self || !("issue" in deed)) return [];
  const issue = past.issues.get(deed.issue);
  if (deed.what === "issue") {
    const isPersons =
      deed.change.body !== undefined && deed.change.opened !== true && issue?.writer !== past.self;
    return unless(!isPersons, () => `the app changed the text of issue ${deed.issue}, which a person wrote`);
  }
  const comment = deed.what === "comment" ? issue?.comments.get(deed.comment) : undefined;
  const isOldStatus = comment?.author === "github-actions[bot]" && hasStatusMarker(comment.body);
  return unless(comment === undefined || comment.author === past.self || isOldStatus, () => {
    return `the app changed a comment of ${comment?.author ?? "somebody"} on issue ${deed.issue}`;
  });
};

/** With a line break at its end, so that a section that stood last without one may get one. */
function ended(text: string | undefined): string {
  return `${(text ?? "").replace(/\n*$/, "")}\n`;
}

/** Sections that the app does not look after, each with its heading. */
export function humanSections(text: string): readonly string[] {
  let fence = "";
  const sections: string[][] = [[]];
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    const isHeading = fence === "" && /^ {0,3}##?[ \t]/.test(line);
    if (mark !== "") fence = fence === "" ? mark.slice(0, 3) : mark.startsWith(fence) ? "" : fence;
    if (isHeading) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections
    .filter(([heading = ""]) => !OWN_SECTIONS.test(heading.replace(/^ {0,3}##?/, "").trim()))
    .map((lines) => ended(lines.join("")))
    .filter((section) => section.trim() !== "");
}
