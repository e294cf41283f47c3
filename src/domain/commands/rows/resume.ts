// `/autoloop resume`, as data.

import type { CommandRow } from "../command-row.ts";

export const resume = {
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
} as const satisfies CommandRow;
