// `/autoloop doctor`, as data.

import type { CommandRow } from "../command-row.ts";

export const doctor = {
  order: 9,
  verb: "doctor",
  takes: "nothing",
  permission: "ask",
  shows: ["status", "doctor"],
  help: "answers in one comment",
  manual:
    "The same, with what is wrong with program and configuration, what decides about commits, and what the repository still needs before programs can run.",
} as const satisfies CommandRow;
