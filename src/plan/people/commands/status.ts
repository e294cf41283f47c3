// `/autoloop status`: a question.

import type { QuestionCommand } from "../effect.ts";

export const status: QuestionCommand<"status"> = {
  row: {
    order: 8,
    verb: "status",
    takes: "nothing",
    permission: "ask",
    shows: ["status"],
    help: "answers in one comment",
    manual: "Where the program stands.",
  },
};
