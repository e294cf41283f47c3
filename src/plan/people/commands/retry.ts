// `/autoloop retry`: ends a pause, and asks for an iteration.

import { type ActingCommand, andRun } from "../effect.ts";

export const retry: ActingCommand<"retry"> = {
  row: {
    order: 2,
    verb: "retry",
    takes: "nothing",
    permission: "go-on",
    resumes: true,
    help: "goes on after a pause, and runs at once",
    manual: "Goes on after a pause, and runs at once.",
  },
  effect: (given) => andRun(given),
};
