// The journal of one program: segments of JSON lines, numbered without gaps and chained by hash. Earlier bytes are
// never changed here, only added to. What the events mean is `domain/journal/fold.ts`; where the files lie is not known here.

import { Terminal } from "../../domain/errors.ts";
import { endsIteration, type JournalEvent, type NewEvent } from "../../domain/journal/event.ts";
import { fold } from "../../domain/journal/fold.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { EVENTS_PER_SNAPSHOT, SEGMENT_BYTES } from "../../domain/limits.ts";
import { sha256 } from "../format/hash.ts";
import { encodeEvent, RESTORE } from "./journal-codec.ts";
import { type Link, readSegment, START } from "./journal-segment.ts";
import { snapshotOf } from "./snapshot.ts";

/** A journal as far as appending needs it: its newest segment and what everything up to there adds up to. */
export interface Journal {
  readonly program: string;
  /** Number of the newest segment, from 1. */
  readonly segment: number;
  /** The newest segment, whole. */
  readonly text: string;
  /** Number of the last line. */
  readonly seq: number;
  /** Hash of the last line. */
  readonly hash: string;
  readonly state: ProgramState | null;
}

/** A segment file. */
export interface Segment {
  readonly number: number;
  readonly text: string;
}

/**
 * Reads the newest segment. A later segment begins with a snapshot, so the earlier ones need not be read.
 * @param known an earlier version of it: where this one begins with it, only what was added is read and checked
 * @throws Terminal with the line and what to do: torn, broken chain, other program
 * @throws Outdated with the line that a later version wrote
 */
export function openJournal(
  program: string,
  segment: number,
  text: string,
  known: Journal | null = null,
): Journal {
  const file = { program, number: segment, text };
  const { seq, hash, state } =
    known !== null && continues(known, file)
      ? readSegment(file, known, known.text.length)
      : readSegment(file, segment === 1 ? START : null);
  return { program, segment, text, seq, hash, state };
}

/** At how many bytes a segment is full whose snapshot has so many; 0 for the first segment, which begins with none. */
function fullAt(snapshotBytes: number): number {
  return Math.max(SEGMENT_BYTES - snapshotBytes, (1 + EVENTS_PER_SNAPSHOT) * snapshotBytes);
}

/**
 * Adds events. The newest segment grows, or, where it is full, a new one begins with a snapshot; either way exactly one
 * file changes, and all new events stand in it.
 * @param journal null: there is none yet, the first event must be `program.adopted`
 * @param full `fullAt`, or what stands for it in a test
 * @throws Terminal for no events, events of another program, or events that contradict the state
 */
export function appendToJournal(
  journal: Journal | null,
  events: readonly NewEvent[],
  full: (snapshotBytes: number) => number = fullAt,
): { journal: Journal; segments: readonly Segment[] } {
  const [first] = events;
  if (first === undefined) throw new Terminal("Nothing to append to the journal: there are no events.");
  if (first.type !== "program.adopted" && journal === null) {
    throw new Terminal(`The journal of ${first.program} must begin with program.adopted, not ${first.type}.`);
  }
  const program = journal?.program ?? first.program;
  const stranger = events.find((event) => event.program !== program || event.type === "snapshot");
  if (stranger) throw new Terminal(`A ${stranger.type} event of ${stranger.program} is not for ${program}.`);

  if (journal === null) return grown({ program, segment: 1, text: "" }, write(START, events));
  if (!isFull(journal, full)) return grown(journal, write(journal, events));
  const next = { program, segment: journal.segment + 1, text: "" };
  return grown(next, write(journal, [snapshot(journal, first.at), ...events]));
}

/**
 * Reads one segment on its own: numbering and chain inside it hold, and all lines are of one program.
 * @throws Terminal, Outdated as `openJournal` does
 */
export function decodeEvents(text: string): readonly JournalEvent[] {
  return readSegment({ program: null, number: null, text }, null).events;
}

/**
 * Reads a whole journal: segments 1, 2, … in order, one chain over all of them, every snapshot equal to the fold
 * of what came before it.
 * @returns number of events, of iterations that ended, and the hash of the last line
 * @throws Terminal for the first fault
 * @throws Outdated as `openJournal` does
 */
export function verifyJournal(
  program: string,
  segments: readonly Segment[],
): { events: number; iterations: number; hash: string } {
  if (segments.length === 0) throw new Terminal(`The journal of ${program} has no segment. ${RESTORE}`);
  let link = START;
  let iterations = 0;
  for (const [index, { number, text }] of segments.entries()) {
    if (number !== index + 1) {
      throw new Terminal(`The journal of ${program} lacks segment ${index + 1}. ${RESTORE}`);
    }
    const next = segments[index + 1]?.text.split("\n", 1)[0];
    const read = readSegment({ program, number, text, next }, link);
    iterations += read.events.filter(endsIteration).length;
    link = read;
  }
  return { events: link.seq, iterations, hash: link.hash };
}

/** The segment is that version of the journal, or begins with it. */
export function continues(
  known: Journal,
  { program, number, text }: Segment & { readonly program: string },
): boolean {
  if (known.program !== program || known.segment !== number) return false;
  return text === known.text || text.startsWith(known.text);
}

function grown(
  journal: Pick<Journal, "program" | "segment" | "text">,
  added: Link & { readonly text: string },
): { journal: Journal; segments: readonly Segment[] } {
  const { program, segment } = journal;
  const text = journal.text + added.text;
  const { seq, hash, state } = added;
  return { journal: { program, segment, text, seq, hash, state }, segments: [{ number: segment, text }] };
}

/** Looked at before anything is added: what is larger than any segment still fits into one. */
function isFull(journal: Journal, full: (snapshotBytes: number) => number): boolean {
  const { segment, text } = journal;
  const size = bytes(text);
  const first = segment === 1 ? 0 : bytes(text.slice(0, text.indexOf("\n") + 1));
  // A snapshot of version 0.1.0 may be a hundred times what it would be today: no reason to go on behind it.
  return (
    size >= full(size < SEGMENT_BYTES ? first : Math.min(first, bytes(JSON.stringify(snapshot(journal, "")))))
  );
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function snapshot(journal: Journal, at: string): NewEvent {
  const { program, state } = journal;
  if (state === null) throw new Terminal(`The journal of ${program} has no state to begin a segment with.`);
  return { at, program, run_id: state.run?.id ?? "", type: "snapshot", state: snapshotOf(state) };
}

function write(from: Link, events: readonly NewEvent[]): Link & { readonly text: string } {
  let { seq, hash, state } = from;
  let text = "";
  for (const body of events) {
    const { line, event } = encodeEvent({ v: 1, seq: seq + 1, prev: hash, ...body });
    state = fold(state, [event]);
    seq += 1;
    hash = sha256(line);
    text += `${line}\n`;
  }
  return { seq, hash, state, text };
}
