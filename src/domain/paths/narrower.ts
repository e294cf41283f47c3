// Whether one list of paths allows no more than another. It must never be said of one that allows more, so it is said
// only where the patterns themselves prove it: what is not proven counts as more.

import type { PathRules } from "./paths.ts";

/** What a program lets change. */
export type Reach = Pick<PathRules, "targets" | "excluded">;

/** Every path that `now` lets change, `before` let change too. False also where nobody can tell. */
export function allowsNoMore(before: Reach, now: Reach): boolean {
  return now.targets.every((one) => before.targets.includes(one)) && excludesNoLess(before, now);
}

/**
 * Of exclusions the last one that matches decides, so one that was added anywhere only takes away. One that gives back
 * must be an old one, behind the same exclusions as before.
 */
function excludesNoLess({ excluded: before }: Reach, { excluded: now }: Reach): boolean {
  if (!now.some(givesBack)) return before.every((one) => givesBack(one) || now.includes(one));
  let next = 0;
  for (const one of now) {
    if (one === before[next]) next++;
    else if (givesBack(one)) return false;
  }
  return next === before.length;
}

function givesBack(pattern: string): boolean {
  return pattern.startsWith("!");
}
