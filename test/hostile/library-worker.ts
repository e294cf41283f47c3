// Gives everything hostile to other people's libraries and programs, in a process of its own with bounded memory. Says
// which input begins before it begins, and what it took of the processor.

import { expand, readCorpus } from "./corpus.ts";
import { LARGEST_INPUTS } from "./growth.ts";
import { aimOf } from "./libraries.ts";
import { Programs } from "./programs.ts";

/** What the process tells: milliseconds of its own processor time, not of the clock. */
export type LibraryMessage = { readonly begins: string } | { readonly ends: string; readonly ms: number };

const tell = (message: LibraryMessage) => void process.send?.(message);

const programs = new Programs();

function give(name: string, family: string, input: unknown): void {
  tell({ begins: name });
  const start = process.cpuUsage();
  aimOf(family)(input);
  programs.give(family, input);
  const { user, system } = process.cpuUsage(start);
  tell({ ends: name, ms: (user + system) / 1_000 });
}

for (const { family, name, input } of readCorpus()) give(`${family}: ${name}`, family, expand(input));
for (const [name, text] of LARGEST_INPUTS) give(`growth: ${name}`, name, text);
programs.remove();
process.disconnect?.();
