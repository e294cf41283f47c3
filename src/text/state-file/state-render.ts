// Putting the app's parts into a state file. Owns the machine table, Program Info and the journal's history;
// must never change, move or drop a byte of anything else.

import type { ProgramState } from "../../domain/journal/state.ts";
import { STATE_FILE_BYTES } from "../../domain/limits.ts";
import { inertLine, inlineCode } from "../format/inert.ts";
import { formatDirection } from "../format/numbers.ts";
import {
  type Foreign,
  foreignEntries,
  foreignHistory,
  HISTORY_TITLE,
  inFull,
  ownHistory,
  ownHistoryInOneLine,
  renderForeign,
} from "./state-history.ts";
import { frameOf, headingOf, INFO_TITLE, withOwnSections } from "./state-layout.ts";
import {
  type Block,
  blocksOf,
  bytesOf,
  bytesOfBlock,
  eolOf,
  indexOfSection,
  linesOf,
  sectionOf,
} from "./state-sections.ts";
import { findTable, MACHINE_TITLE, renderTable } from "./state-table.ts";

/** Iterations told in full, and how many when the file is more than 80 % full. */
const IN_FULL = 10;
const IN_FULL_WHEN_TIGHT = 5;
const TIGHT_BYTES = 0.8 * STATE_FILE_BYTES;

const NO_FRAME: ReturnType<typeof frameOf> = { start: "", middle: [], end: "" };

/** The text with the app's three parts brought up to date; those that are missing are added. */
export function renderOnto(previous: string, state: ProgramState): string {
  const eol = eolOf(previous);
  const blocks = withOwnSections(blocksOf(previous), eol);
  const machine = sectionOf(blocks, MACHINE_TITLE);
  const info = sectionOf(blocks, INFO_TITLE);
  const render = (block: Block) => {
    if (block === machine) return machineSection(block, state, eol);
    if (block !== info) return bytesOfBlock(block);
    const { start, end } = frameOf(block, eol);
    return start + programInfo(state, eol) + end;
  };
  const at = indexOfSection(blocks, HISTORY_TITLE);
  const [{ start, middle, end } = NO_FRAME] = blocks.slice(at, at + 1).map((block) => frameOf(block, eol));
  const before = blocks.slice(0, at).map(render).join("") + start;
  const after =
    end +
    blocks
      .slice(at + 1)
      .map(render)
      .join("");
  const room = STATE_FILE_BYTES - bytes(before) - bytes(after);
  return before + fittedHistory(state, foreignEntries(foreignHistory(middle)), room, eol) + after;
}

/** As much history as there is room for: the oldest foreign entries go first, then our own are summed up. */
function fittedHistory(state: ProgramState, foreign: Foreign, room: number, eol: string): string {
  const told = inFull(state, IN_FULL);
  const own = (full: number) => ownHistory(state, told.slice(0, full), eol);
  const fits = (kept: number) =>
    bytes(own(IN_FULL_WHEN_TIGHT)) + bytes(renderForeign(foreign, kept, eol)) <= room;
  const old = renderForeign(foreign, largest(foreign.entries.length, fits), eol);
  const loose = own(IN_FULL) + old;
  if (bytes(loose) <= room - (STATE_FILE_BYTES - TIGHT_BYTES)) return loose;
  for (let full = IN_FULL_WHEN_TIGHT; full >= 0; full--) {
    const tight = own(full) + old;
    if (bytes(tight) <= room) return tight;
  }
  return ownHistoryInOneLine(state, eol) + old;
}

/** The largest number up to `most` that fits, 0 when none does; what fits with more also fits with less. */
function largest(most: number, fits: (count: number) => boolean): number {
  if (most === 0 || fits(most)) return most;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The table replaced where it stands, or put first; all other lines of the section stay. */
function machineSection(block: Block, state: ProgramState, eol: string): string {
  const heading = headingOf(block, eol);
  const lines = linesOf(block.body);
  const table = findTable(lines);
  const rendered = renderTable(state, table, eol);
  if (table === null) return heading + eol + rendered + separated(block.body, eol);
  return heading + bytesOf(lines.slice(0, table.from)) + rendered + bytesOf(lines.slice(table.to));
}

function separated(rest: string, eol: string): string {
  return rest === "" || /^[\r\n]/.test(rest) ? rest : eol + rest;
}

function programInfo(state: ProgramState, eol: string): string {
  const parsed = state.definition?.parsed;
  const pull = state.pull?.state === "open" ? ` · **PR**: #${state.pull.number}` : "";
  const links = `- **Issue**: #${state.issue}${pull}`;
  if (parsed === undefined) return [links, "- *(no approved definition yet)*", ""].join(eol);
  const metric = parsed.metric === null ? "the evaluation's only number" : inlineCode(parsed.metric, 100);
  const more = parsed.targets.length > 10 ? ` and ${parsed.targets.length - 10} more` : "";
  return [
    `- **Goal**: ${inertLine(parsed.goal, 300)}`,
    `- **Metric**: ${metric} (${formatDirection(parsed.direction)})`,
    `- **Target**: ${parsed.targets
      .slice(0, 10)
      .map((glob) => inlineCode(glob, 100))
      .join(", ")}${more}`,
    links,
    "",
  ].join(eol);
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
