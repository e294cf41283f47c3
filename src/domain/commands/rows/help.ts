// `/autoloop help`, as data; also what `/autoloop` alone asks for.

import type { CommandRow } from "../command-row.ts";

export const help = {
  order: 10,
  verb: "help",
  takes: "nothing",
  permission: "ask",
  shows: ["help"],
  help: "answers in one comment",
  manual: "This table, shortly.",
} as const satisfies CommandRow;
