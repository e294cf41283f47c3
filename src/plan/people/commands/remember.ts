// `/autoloop remember`: a standing order, in every prompt until it is taken back.

import { record } from "../../draft.ts";
import { type ActingCommand, done, unusable } from "../effect.ts";
import { withRoomFor } from "../standing-room.ts";

export const remember: ActingCommand<"remember"> = {
  row: {
    order: 21,
    verb: "remember",
    takes: "text",
    example: "never change the public API",
    permission: "steer",
    near: ["note", "memorize", "memorise"],
    help: "a standing order: in every prompt until somebody takes it back",
    manual:
      "The words behind it, in the comment's first line, are in every prompt from now on, whole and before anything that an agent noted. They stand until the comment is deleted or hidden, or somebody writes `/autoloop forget N` with the number that the status comment shows; what was ordered on a pull request, only until then. A comment without a command that reads like a rule (*never*, *always*, *from now on*, *until* …) stands in the same way. All of them share 14,000 characters.",
  },
  effect: ({ world, draft, source, by }, { text }) => {
    const { comment, issue, hash } = source;
    if (withRoomFor(world, draft, { comment, by: by.login, text }) === null)
      return unusable(
        "There is no room for another standing order. Take one back first with `/autoloop forget N`; the status comment lists them.",
      );
    const at = issue === undefined ? { comment } : { comment, issue };
    return done((heard) => {
      const ready = withRoomFor(world, heard, { comment, by: by.login, text }) ?? heard;
      return record(world, ready, { type: "steering.received", ...at, by, hash, text, standing: true });
    });
  },
};
