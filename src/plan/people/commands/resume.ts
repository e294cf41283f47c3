// `/autoloop resume`: ends a pause, or starts a stopped program.

import { type ActingCommand, goOn, NOTHING_TO_DO } from "../effect.ts";

export const resume: ActingCommand<"resume"> = {
  row: {
    order: 4,
    verb: "resume",
    takes: "nothing",
    permission: "go-on",
    resumes: true,
    box: {
      marker: "resume",
      when: "paused",
      label: "Resume",
      button: "Resume",
      description: "Go on after the pause",
    },
    help: "goes on after a pause or a stop",
    manual: "Goes on after a pause, or starts a stopped program again.",
  },
  effect: (given) => goOn(given) ?? NOTHING_TO_DO,
};
