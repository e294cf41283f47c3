// Reading one segment of a journal with every check that its lines allow. Faults are never repaired or skipped:
// each is an error that names the line and says what to do. What a later version wrote is no fault.

import { Outdated, Terminal } from "../../domain/errors.ts";
import type { JournalEvent } from "../../domain/journal/event.ts";
import { fold } from "../../domain/journal/fold.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { sha256 } from "../format/hash.ts";
import { decodeLine, encodeState, placeInChain, RESTORE } from "./journal-codec.ts";
import { snapshotOf } from "./snapshot.ts";

/** Where a chain stands. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
  readonly state: ProgramState | null;
}

/** Where every chain begins. */
export const START: Link = { seq: 0, hash: "0".repeat(64), state: null };

/**
 * Reads one segment, line by line.
 * @param from what the segment before ended with; null: not read, then the first line is believed about what
 *   came before it
 * @param known how many characters were read before, whole lines; then `from` is what they ended with, and only the
 *   events after them are told
 * @throws Terminal for the first fault, with its line
 * @throws Outdated with the first line of a later version, where nothing is wrong before it and the chain holds after it
 */
export function readSegment(
  file: {
    readonly program: string | null;
    readonly number: number | null;
    readonly text: string;
    /** The line that the next segment begins with; absent: not read, or there is none. */
    readonly next?: string | undefined;
  },
  from: Link | null,
  known = 0,
): Link & { readonly events: readonly JournalEvent[] } {
  const lines = file.text.slice(known).split("\n");
  const before = file.text.slice(0, known).split("\n").length - 1;
  const events: JournalEvent[] = [];
  let { program } = file;
  let link = from;
  const rest = lines.pop();
  if (file.text === "") throw fault(0, `is empty. ${RESTORE}`);
  if (rest !== "") throw fault(before + lines.length, `is torn: it has no end. ${RESTORE}`);
  for (const [offset, line] of lines.entries()) {
    const index = before + offset;
    const event = at(index, () => decodeLine(line));
    program ??= event.program;
    const wrong =
      misplaced(event, index === 0 ? (file.number ?? event.seq) : null, link) ??
      (event.program === program ? null : "is of another program");
    if (wrong !== null) throw fault(index, `${wrong}. ${RESTORE}`);
    const state = link?.state ?? null;
    link = { seq: event.seq, hash: sha256(line), state: at(index, () => fold(state, [event])) };
    events.push(event);
  }
  return { ...START, ...link, events };

  function at<T>(index: number, read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof Outdated)
        throw unchained(index) ?? new Outdated(placed(index, cause.message), { cause });
      /* v8 ignore else -- @preserve only a defect gets past it, and no journal brings one about */
      if (cause instanceof Terminal) throw fault(index, cause.message, cause);
      throw cause;
    }
  }

  /**
   * Somebody who changes a line by hand may make it look like one of a later version, but does not make those after it
   * follow from it.
   * @param index of the first line that a later version wrote
   */
  function unchained(index: number): Terminal | null {
    let last: Pick<Link, "seq" | "hash"> | null = link;
    const following = file.next === undefined ? [] : [file.next];
    for (const line of [...lines.slice(index - before), ...following]) {
      const place = at(index, () => placeInChain(line));
      if (place === "later") return null;
      if (last !== null && (place.seq !== last.seq + 1 || place.prev !== last.hash))
        return fault(index, `does not follow from the line before. ${RESTORE}`);
      last = { seq: Number(place.seq), hash: sha256(line) };
      index += 1;
    }
    return null;
  }

  function fault(index: number, what: string, cause?: Terminal): Terminal {
    return new Terminal(placed(index, what), { cause });
  }

  function placed(index: number, what: string): string {
    const journal = program === null ? "Journal" : `Journal of ${program}`;
    const segment = file.number === null ? "" : `, segment ${file.number}`;
    return `${journal}${segment}: line ${index + 1} ${what}`;
  }
}

/**
 * What is wrong with the event at this place; null when nothing is.
 * @param first number of the segment that begins with it (anything but 1 will do for a later one); null inside one
 * @param link what came before; null when that was not read
 */
function misplaced(event: JournalEvent, first: number | null, link: Link | null): string | null {
  if (link !== null && event.seq !== link.seq + 1)
    return `has number ${event.seq}, ${link.seq + 1} comes next`;
  if (link !== null && event.prev !== link.hash)
    return "does not follow from the line before (its prev is another hash)";
  const expected = first === null ? null : first === 1 ? "program.adopted" : "snapshot";
  if (expected !== null && event.type !== expected)
    return `is ${event.type}, a segment begins with ${expected}`;
  if (event.type !== "snapshot") return null;
  if (first === null) return "is a snapshot in the middle of a segment";
  if (event.state.name !== event.program) return "is a snapshot of another program";
  if (link === null) return null;
  const { state } = link;
  const found = encodeState(event.state);
  // Version 0.1.0 wrote the state whole.
  const isTrue = state !== null && [snapshotOf(state), state].some((one) => encodeState(one) === found);
  return isTrue ? null : "is a snapshot that differs from the events before it";
}
