// `/autoloop run`: one iteration, which waits where the program is paused.

import { type ActingCommand, runUnlessPaused } from "../effect.ts";

export const run: ActingCommand<"run"> = {
  row: {
    order: 1,
    verb: "run",
    takes: "nothing",
    permission: "go-on",
    box: {
      marker: "run-now",
      when: "active",
      label: "Run an iteration now",
      button: "Run now",
      description: "One iteration, whatever the schedule",
    },
    help: "one iteration now, whatever the schedule says",
    manual:
      "One iteration as soon as a slot is free, whatever the schedule says. While one is in flight, one more is queued, once; while the program is paused it waits for `resume`. Starts a stopped program.",
  },
  effect: (given) => runUnlessPaused(given),
};
