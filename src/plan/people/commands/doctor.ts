// `/autoloop doctor`: a question, which is answered after another look at the repository.

import type { QuestionCommand } from "../effect.ts";

export const doctor: QuestionCommand<"doctor"> = {
  row: {
    order: 9,
    verb: "doctor",
    takes: "nothing",
    permission: "ask",
    shows: ["status", "doctor"],
    help: "answers in one comment",
    manual:
      "The same, with what is wrong with program and configuration, what decides about commits, and what the repository still needs before programs can run.",
  },
};
