// Invariant 3: the one pull request.

import { type RestRule, unless } from "./rule.ts";

/**
 * 3, one pull request: of each branch at most one of the app's is open, its head is the branch of a program, and it
 * is a draft until a person calls it ready. That the app never merges is true by construction: its port cannot.
 */
export const onePullRequest: RestRule = (past, { github }) => {
  const open = github.pulls().filter(({ state, author }) => state === "open" && author === past.self);
  return open.flatMap(({ number, head, draft }) => [
    // Where somebody took the memory branch away, nobody knows whose it was.
    ...unless(past.memory.programOfBranch(head) !== undefined || past.memory.rewound.size > 0, () => {
      return `pull request ${number} is of ${head}, which is the branch of no program`;
    }),
    ...unless(draft || past.ready.has(number), () => `pull request ${number} is no draft any more`),
    ...unless(
      open.every((other) => other.number >= number || other.head !== head),
      () => {
        return `pull request ${number} is a second one of ${head}`;
      },
    ),
  ]);
};
