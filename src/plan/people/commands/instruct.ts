// `/autoloop` and any other words: one iteration with these words, which stay in the comment until it starts.

import { type ActingCommand, runUnlessPaused } from "../effect.ts";

export const instruct: ActingCommand<"instruct"> = {
  row: {
    order: 11,
    verb: "instruct",
    takes: "words",
    permission: "go-on",
    help: "one iteration with these words as its instruction",
    manual:
      "An instruction for exactly one iteration, which starts at once. Instructions that wait for the same iteration go to it together.",
  },
  effect: (given) => runUnlessPaused(given, { instruction: true }),
};
