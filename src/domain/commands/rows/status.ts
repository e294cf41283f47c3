// `/autoloop status`, as data.

import type { CommandRow } from "../command-row.ts";

export const status = {
  order: 8,
  verb: "status",
  takes: "nothing",
  permission: "ask",
  shows: ["status"],
  help: "answers in one comment",
  manual: "Where the program stands.",
} as const satisfies CommandRow;
