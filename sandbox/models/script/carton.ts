// The scripts for the repository of the demo: a change that makes its carton better, and one that never comes to an end.

import type { Script, Step } from "./plan.ts";

const FILE = { file: "src/carton.mjs" };
const width = (cm: number) => `export const WIDTH_CM = ${cm};`;
/** Of the carton as it is in the repository. */
const FIRST_CM = 4;
const BETTER_CM = 10;

/** Cardboard of the carton as it is. */
export const FIRST_METRIC = 760;
/** What the work comes to: cardboard with the better width, and what the model says of it. */
export const BETTER = {
  metric: 700,
  file: FILE.file,
  change: "Make the base of the carton wider.",
} as const;

const ANSWER: Step = {
  do: "write",
  at: "answer",
  content: JSON.stringify({
    change: BETTER.change,
    hypothesis: "A carton whose sides differ less takes less cardboard.",
    lessons: ["The base was too narrow."],
    foreclosed: [],
    future: ["Try the depth."],
    steered_by: [],
  }),
};

/** Reads, answers, changes one line. */
export const IMPROVE: Script = {
  kind: "work",
  steps: [
    { do: "read", at: FILE },
    ANSWER,
    { do: "edit", at: FILE, from: width(FIRST_CM), to: width(BETTER_CM) },
  ],
};

/**
 * The same and then one more change at each turn, each a little better than the one before. It takes its time, as every
 * model does, though less: how many turns come about is a matter of time, not of how fast the machine is.
 */
export const NEVER_DONE: Script = {
  kind: "endless",
  thinksMs: 100,
  step: (turn) => {
    if (turn === 0) return { do: "read", at: FILE };
    const [from, to] = [turn - 1, turn].map((one) => width(FIRST_CM + one / 100));
    return { do: "edit", at: FILE, from: from ?? "", to: to ?? "" };
  },
};
