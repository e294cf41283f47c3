// Iteration 2 of carton, whose commit CI refused, and what may stand on its branch then. Decides nothing.

import { type JournalBuilder, someSha } from "./journal.ts";
import { aKeptProgram } from "./observation.ts";
import { aBranch, aCheck, aCommit, iterationCommit } from "./view-parts.ts";

/** The refusal is told in the journal. */
export function refused(): JournalBuilder {
  const journal = aKeptProgram().begun().reported(740).committed();
  return journal.event({
    ...{ type: "ci.result", iteration: 2, head: someSha(2), result: "failure" },
    ...{ failing: ["test"], signature: "s", summary: "test failed" },
  });
}

export const red = aCheck("failure");

export const THEIRS = "f".repeat(40);

/** Somebody put a commit of their own on that of iteration 2. */
export const theirs = aBranch([
  aCommit(THEIRS, { parents: [someSha(2)], committedAt: "2026-01-01T00:10:00Z" }),
  iterationCommit(2, someSha(1)),
  iterationCommit(1),
]);
