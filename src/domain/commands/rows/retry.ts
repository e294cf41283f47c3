// `/autoloop retry`, as data.

import type { CommandRow } from "../command-row.ts";

export const retry = {
  order: 2,
  verb: "retry",
  takes: "nothing",
  permission: "go-on",
  resumes: true,
  help: "goes on after a pause, and runs at once",
  manual: "Goes on after a pause, and runs at once.",
} as const satisfies CommandRow;
