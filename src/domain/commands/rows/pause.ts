// `/autoloop pause [reason]`, as data.

import type { CommandRow } from "../command-row.ts";

export const pause = {
  order: 3,
  verb: "pause",
  takes: "reason",
  permission: "halt",
  box: {
    marker: "pause",
    when: "active",
    label: "Pause",
    button: "Pause",
    description: "Nothing new begins until it goes on",
  },
  help: "nothing new begins, nothing is committed",
  manual:
    "At once: no dispatch, no commit, no pull request. What is in flight is kept and goes on at `resume`; the time in between does not count against its deadline. A run on GitHub Actions is cancelled instead, and its iteration ends.",
} as const satisfies CommandRow;
