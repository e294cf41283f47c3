// Journals as they stood at any head of the memory branch, read line by line by this file's own code, so that it
// checks the chain and the numbers instead of trusting the reader under test. Only what the events add up to is
// the product's fold.

import { Terminal } from "../../../src/domain/errors.ts";
import type { JournalEvent } from "../../../src/domain/journal/event.ts";
import { fold } from "../../../src/domain/journal/fold.ts";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import type { FakeGit } from "../github/fake-git.ts";

/** One program's journal at one head. */
export interface JournalAt {
  readonly program: string;
  readonly segments: readonly { readonly number: number; readonly text: string }[];
  /** Lines whose number and chain are right, up to the first that is not. */
  readonly events: readonly JournalEvent[];
  readonly state: ProgramState | null;
  /** Hash of the last of them. */
  readonly hash: string;
  /** The first line that is wrong, or contradicts those before; null: none. */
  readonly fault: string | null;
}

/** By program. */
export type JournalsAt = ReadonlyMap<string, JournalAt>;

/** Heads that are kept: whoever asks, asks about the newest. */
const KEPT = 20;

export class Journals {
  readonly #git: FakeGit;
  readonly #read = new Map<string, JournalsAt>();
  #newest: JournalsAt = new Map();

  constructor(git: FakeGit) {
    this.#git = git;
  }

  at(head: string | undefined): JournalsAt {
    if (head === undefined) return new Map();
    const known = this.#read.get(head);
    if (known !== undefined) return known;
    const read = new Map(
      [...this.#segmentsOf(head)].map(([program, segments]) => {
        return [program, readOn(this.#newest.get(program), program, segments)];
      }),
    );
    this.#newest = read;
    this.#read.set(head, read);
    const [oldest] = this.#read.keys();
    if (this.#read.size > KEPT && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }

  #segmentsOf(head: string): ReadonlyMap<string, JournalAt["segments"]> {
    const found = new Map<string, { number: number; text: string }[]>();
    for (const [path, { id }] of this.#git.get(head).tree) {
      const [, program, number] = /^journal\/([^/]+)\/(\d{6})\.jsonl$/.exec(path) ?? [];
      if (program === undefined) continue;
      const segment = { number: Number(number), text: this.#git.text(id) ?? "" };
      found.set(program, [...(found.get(program) ?? []), segment]);
    }
    return found;
  }
}

/** Reads only what is new, where what was read before is still there. */
function readOn(before: JournalAt | undefined, program: string, segments: JournalAt["segments"]): JournalAt {
  const added = before === undefined || before.fault !== null ? null : addedTo(before.segments, segments);
  if (before !== undefined && added === "") return { ...before, segments };
  const start =
    before !== undefined && added !== null
      ? before
      : { program, events: [], state: null, hash: "0".repeat(64), fault: null };
  return lineByLine({ ...start, segments }, added ?? segments.map(({ text }) => text).join(""));
}

/** What stands behind the end of the older version; null where the newer one does not begin with it. */
function addedTo(old: JournalAt["segments"], now: JournalAt["segments"]): string | null {
  const last = old.length - 1;
  const isKept = old.every(({ text }, index) => {
    return now[index]?.text === text || (index === last && now[index]?.text.startsWith(text));
  });
  if (!isKept || last < 0) return null;
  const rest = now[last]?.text.slice(old[last]?.text.length) ?? "";
  return (
    rest +
    now
      .slice(old.length)
      .map(({ text }) => text)
      .join("")
  );
}

function lineByLine(from: JournalAt, text: string): JournalAt {
  const lines = text.split("\n");
  const rest = lines.pop();
  const events = [...from.events];
  let { state, hash, fault } = from;
  for (const line of lines) {
    const event = eventIn(line);
    const number = events.length + 1;
    if (event?.seq !== number || event.prev !== hash || event.program !== from.program) {
      return { ...from, events, state, hash, fault: fault ?? `line ${number} does not follow` };
    }
    const next = foldOn(state, event);
    if (next === "contradiction") fault ??= `line ${number} contradicts those before`;
    else state = next;
    events.push(event);
    hash = sha256(line);
  }
  return { ...from, events, state, hash, fault: rest === "" ? fault : (fault ?? "the last line has no end") };
}

function eventIn(line: string): JournalEvent | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** What the product's fold makes of one more event. */
export function foldOn(
  state: ProgramState | null,
  event: JournalEvent,
): ProgramState | null | "contradiction" {
  try {
    return fold(state, [event]);
  } catch (error) {
    if (error instanceof Terminal) return "contradiction";
    throw error;
  }
}
