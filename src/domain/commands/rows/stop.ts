// `/autoloop stop`, as data.

import type { CommandRow } from "../command-row.ts";

export const stop = {
  order: 5,
  verb: "stop",
  takes: "nothing",
  permission: "halt",
  help: "ends the loop and what is under way",
  manual:
    "Ends the loop and the iteration in flight. It stays stopped until `resume`, `run` or `retry`, or until the label is put on again.",
} as const satisfies CommandRow;
