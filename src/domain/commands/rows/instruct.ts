// `/autoloop` and any other words, as data. Its verb stands in the journal and is never written by people.

import type { CommandRow } from "../command-row.ts";

export const instruct = {
  order: 11,
  verb: "instruct",
  takes: "words",
  permission: "go-on",
  help: "one iteration with these words as its instruction",
  manual:
    "An instruction for exactly one iteration, which starts at once. Instructions that wait for the same iteration go to it together.",
} as const satisfies CommandRow;
