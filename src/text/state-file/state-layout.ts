// Which sections a state file has and where they stand. Only ever adds: no byte of a file that is there is changed,
// moved or dropped here.

import { oneLine } from "../format/inert.ts";
import { HISTORY_TITLE } from "./state-history.ts";
import { type Block, bytesOf, indexOfSection, isBreak, type Line, linesOf } from "./state-sections.ts";
import { MACHINE_TITLE } from "./state-table.ts";

/** Heading of the section that says what the program is. */
export const INFO_TITLE = "📋 Program Info";

/** A file with every section and nothing in it yet. */
export function emptyStateFile(name: string): string {
  const section = (title: string, placeholder: string) => `\n---\n\n## ${title}\n\n*(${placeholder})*\n`;
  return [
    `# Autoloop: ${oneLine(name)}\n\n`,
    "🤖 *Autoloop keeps the machine table, Program Info and Iteration History. All other sections are yours.*\n",
    `\n---\n\n## ${MACHINE_TITLE}\n\n---\n\n## ${INFO_TITLE}\n`,
    section("🎯 Current Priorities", "nothing set: the agent explores freely"),
    section("📚 Lessons Learned", "none yet"),
    section("🚧 Foreclosed Avenues", "none yet"),
    section("🔭 Future Directions", "none yet"),
    `\n---\n\n## ${HISTORY_TITLE}\n`,
  ].join("");
}

/** All blocks, and those of the app's that were missing: machine state first, info behind it, history last. */
export function withOwnSections(blocks: readonly Block[], eol: string): readonly Block[] {
  let all = [...blocks];
  const add = (title: string, at: number) => {
    if (indexOfSection(all, title) !== -1) return;
    const before = all.slice(0, at).map((block, index) => (index === at - 1 ? ended(block, eol) : block));
    const body = at < all.length ? eol : "";
    const block: Block = { level: 2, title, heading: `## ${title}${eol}`, body };
    all = [...before, block, ...all.slice(at)];
  };
  const first = all.findIndex(({ level }) => level === 2);
  add(MACHINE_TITLE, first === -1 ? all.length : first);
  add(INFO_TITLE, indexOfSection(all, MACHINE_TITLE) + 1);
  add(HISTORY_TITLE, all.length);
  return all;
}

/** The block with a blank line at its end, so that a heading can follow. */
function ended(block: Block, eol: string): Block {
  const last = linesOf(block.body).at(-1);
  if (last === undefined && block.level === 0) return block;
  const body = last?.eol === "" ? block.body + eol : block.body;
  if (last !== undefined && last.text.trim() === "") return { ...block, body };
  return {
    ...block,
    heading: block.level === 0 ? block.heading : headingOf(block, eol),
    body: body + eol,
  };
}

/** A section cut in three: its heading and blank lines, its text, its trailing blank lines with the separator. */
export function frameOf(block: Block, eol: string): { start: string; middle: readonly Line[]; end: string } {
  const lines = linesOf(block.body);
  let to = withoutBlanks(lines, lines.length);
  if (isBreak(lines[to - 1])) to = withoutBlanks(lines, to - 1);
  const first = lines.findIndex(({ text }) => text.trim() !== "");
  const from = first === -1 || first > to ? to : first;
  const blanks = bytesOf(lines.slice(0, from)) || eol;
  const end = (isBreak(lines[to]) ? eol : "") + bytesOf(lines.slice(to));
  return { start: headingOf(block, eol) + blanks, middle: lines.slice(from, to), end };
}

function withoutBlanks(lines: readonly Line[], end: number): number {
  return lines.slice(0, end).findLastIndex(({ text }) => text.trim() !== "") + 1;
}

/** The heading's line with its end. */
export function headingOf({ heading }: Block, eol: string): string {
  return /[\r\n]$/.test(heading) ? heading : heading + eol;
}
