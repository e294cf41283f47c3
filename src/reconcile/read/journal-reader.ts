// Opens journals, each line of each only once: checking a full segment costs about ten milliseconds, most looks find
// the journal as they left it and the others find it with some lines more. In memory only; a version is told by its
// content id.

import { Terminal } from "../../domain/errors.ts";
import { memoryPath } from "../../domain/program/names.ts";
import type { FileRef } from "../../domain/repository/view.ts";
import { continues, type Journal, openJournal } from "../../text/journal/journal.ts";

/** A journal as a look found it; `broken` says why it cannot be read. */
type JournalFound = Journal | "absent" | { readonly broken: string };

/** A journal's newest segment. */
interface Segment extends FileRef {
  readonly number: number;
}

/** Journals kept open; a process rarely looks after more programs at a time. */
const KEPT = 256;

/** The journals of one process, at most 256, of all repositories. */
export class JournalReader {
  readonly #opened = new Map<string, JournalFound>();

  /**
   * @param name of the program
   * @param files of the program's journal directory
   * @param texts of the files, by path; the newest segment's is enough
   * @returns `absent` where there is none, or its text was not read
   * @throws Outdated for one that a later version wrote: it is there and whole, and nothing is known of it
   */
  read(name: string, files: readonly FileRef[], texts: ReadonlyMap<string, string>): JournalFound {
    const newest = newestSegment(files, name);
    const text = newest === null ? undefined : texts.get(newest.path);
    if (newest === null || text === undefined) return "absent";
    const version = `${name} ${newest.number} ${newest.id}`;
    const found = this.#opened.get(version) ?? this.#open(name, newest.number, text);
    this.#opened.delete(version);
    this.#opened.set(version, found);
    const [oldest = version] = this.#opened.keys();
    if (this.#opened.size > KEPT) this.#opened.delete(oldest);
    return found;
  }

  #open(name: string, number: number, text: string): JournalFound {
    const earlier = this.#earlier(name, number, text);
    try {
      const journal = openJournal(name, number, text, earlier?.journal);
      // One version of each is enough, or a busy program would push out the quiet ones.
      if (earlier !== null) this.#opened.delete(earlier.version);
      return journal;
    } catch (error) {
      if (error instanceof Terminal) return { broken: error.message };
      throw error;
    }
  }

  /** The version that this one begins with, of whatever repository: equal bytes mean the same. */
  #earlier(name: string, number: number, text: string): { version: string; journal: Journal } | null {
    for (const [version, journal] of this.#opened) {
      if (journal === "absent" || "broken" in journal) continue;
      if (continues(journal, { program: name, number, text })) return { version, journal };
    }
    return null;
  }
}

/** The only segment that has to be read: every later one begins with a snapshot. */
export function newestSegment(files: readonly FileRef[], name: string): Segment | null {
  const directory = `${memoryPath.journalDirectory(name)}/`;
  return files
    .filter(({ path }) => path.startsWith(directory))
    .map((file) => ({ ...file, number: Number(file.path.slice(directory.length).replace(/\.jsonl$/, "")) }))
    .filter(({ path, number }) => Number.isInteger(number) && path === memoryPath.segment(name, number))
    .reduce<Segment | null>(
      (newest, one) => (newest === null || one.number > newest.number ? one : newest),
      null,
    );
}
