// Gives cases of the corpus to other people's libraries, in a process of its own with bounded memory. Says which case
// begins before it begins, and what it took of the processor.

import { expand, readCorpus } from "./corpus.ts";
import { aimOf } from "./libraries.ts";

/** What the process tells: milliseconds of its own processor time, not of the clock. */
export type LibraryMessage = { readonly begins: number } | { readonly ends: number; readonly ms: number };

const tell = (message: LibraryMessage) => void process.send?.(message);

const from = Number(process.argv[2]);
for (const [offset, one] of readCorpus().slice(from).entries()) {
  const number = from + offset;
  const input = expand(one.input);
  tell({ begins: number });
  const start = process.cpuUsage();
  aimOf(one.family)(input);
  const { user, system } = process.cpuUsage(start);
  tell({ ends: number, ms: (user + system) / 1_000 });
}
process.disconnect?.();
