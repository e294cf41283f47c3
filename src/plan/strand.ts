// How the actions of a plan hang together: which of them are worth nothing after another one failed, and which go on. What
// people must see hangs on the journal alone.

import type { Action } from "./action.ts";

/**
 * `memory`: all others say or do what it holds. `effect`: each follows from those before it. `shown`: what a person must
 * see, each by itself. `aside`: a courtesy or a repair, each by itself. `last`: nobody comes back after it.
 */
export type Strand = "memory" | "effect" | "shown" | "aside" | "last";

const STRANDS: Readonly<Record<Action["type"], Strand>> = {
  "memory.commit": "memory",
  "issue.edit": "shown",
  "comment.post": "shown",
  "comment.edit": "shown",
  "comment.delete": "aside",
  "comment.minimise": "aside",
  "comment.react": "aside",
  "issue.react": "aside",
  // Without its label a sweep does not find the program.
  "labels.set": "last",
  "branch.create": "effect",
  "branch.fast-forward": "effect",
  "branch.merge": "effect",
  "branch.commit": "effect",
  "branch.restore": "effect",
  "branch.revert": "effect",
  "branch.reset": "effect",
  "pull.open": "aside",
  "pull.edit": "aside",
  "check.write": "aside",
  "run.start": "effect",
  "run.dispose": "effect",
};

export function strandOf(action: Action): Strand {
  return action.type === "labels.set" && action.pull !== undefined ? "aside" : STRANDS[action.type];
}
