// `/autoloop help`: a question; also what `/autoloop` alone asks for.

import type { QuestionCommand } from "../effect.ts";

export const help: QuestionCommand<"help"> = {
  row: {
    order: 10,
    verb: "help",
    takes: "nothing",
    permission: "ask",
    shows: ["help"],
    help: "answers in one comment",
    manual: "This table, shortly.",
  },
};
