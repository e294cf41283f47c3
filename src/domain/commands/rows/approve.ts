// `/autoloop approve`, as data.

import type { CommandRow } from "../command-row.ts";

export const approve = {
  order: 7,
  verb: "approve",
  takes: "nothing",
  permission: "start",
  early: true,
  queued: "eyes",
  help: "stands behind the text of the program's issue as it is now",
  manual:
    "Stands behind the text of the issue as it is: the comment must be newer than the last edit. Where a program paused because its text is read otherwise now, it takes today's reading.",
} as const satisfies CommandRow;
