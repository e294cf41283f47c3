// Which of the notes that agents left for later iterations are still told: the newest, each once, within a bound. What
// is told is what a snapshot has to keep, so both ask here.

import type { Answer } from "../../domain/journal/iteration.ts";
import type { IterationRecord } from "../../domain/journal/state.ts";
import { cut, oneLine } from "../format/inert.ts";

const NOTE_KINDS = ["lessons", "foreclosed", "future"] as const;

/** Learnt, tried in vain, worth a try. */
export type NoteKind = (typeof NOTE_KINDS)[number];

/** Notes of one kind that are told, and characters of all of them and of each. */
const NOTES_TOLD = 30;
const NOTES_CHARACTERS = 6_000;
const NOTE_CHARACTERS = 400;

/** A note as it is told: one line of at most 400 characters. */
export function noteLine(text: string): string {
  return cut(oneLine(text), NOTE_CHARACTERS);
}

/** Notes of one kind, oldest first. Of a note that was made twice the later place counts. */
export function notesTold(records: readonly IterationRecord[], kind: NoteKind): readonly string[] {
  return newest(records, kind).flatMap(({ line, isTold }) => (isTold ? [line] : []));
}

/**
 * The answer with no notes but those that are told, or would be if the first that is too much were gone; `also` keeps
 * more of its lessons.
 */
export function withNotesTold(
  records: readonly IterationRecord[],
  also: (record: IterationRecord, lesson: number) => boolean,
): (record: IterationRecord) => Pick<Answer, NoteKind> {
  const kept = new Map(
    NOTE_KINDS.map((kind) => [kind, new Set(newest(records, kind).map(({ place }) => place))]),
  );
  return (record) => {
    const of = (kind: NoteKind) =>
      (record.answer?.[kind] ?? []).flatMap((text, index) => {
        const isKept = kept.get(kind)?.has(placeOf(record, index)) === true;
        if (!isKept && (kind !== "lessons" || !also(record, index))) return [];
        return [text.length <= NOTE_CHARACTERS ? text : noteLine(text)];
      });
    return { lessons: of("lessons"), foreclosed: of("foreclosed"), future: of("future") };
  };
}

interface Note {
  readonly line: string;
  readonly place: string;
  readonly isTold: boolean;
}

/** From the newest back to the first that is too much, that one included: what is behind it is never told. */
function newest(records: readonly IterationRecord[], kind: NoteKind): readonly Note[] {
  const found = new Map<string, Note>();
  let left = NOTES_CHARACTERS;
  for (const record of records.toReversed()) {
    const notes = [...(record.answer?.[kind] ?? []).entries()].toReversed();
    for (const [index, text] of notes) {
      const line = noteLine(text);
      if (line === "" || found.has(line)) continue;
      left -= line.length;
      const isTold = left >= 0 && found.size < NOTES_TOLD;
      found.set(line, { line, place: placeOf(record, index), isTold });
      if (!isTold) return [...found.values()].toReversed();
    }
  }
  return [...found.values()].toReversed();
}

function placeOf({ number }: IterationRecord, index: number): string {
  return `${number}/${index}`;
}
