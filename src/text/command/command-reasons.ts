// What the author of a command is told where the reaction does not say it all: plain sentences for the journal, made
// inert where they are shown. Outside words in them are bounded.

import { oneLine } from "../comments/inert.ts";
import type { Verb } from "./command.ts";

const WORD_CHARACTERS = 60;

export const commandReason = {
  didYouMean: (written: string, meant: Verb) =>
    `There is no command \`${word(written)}\`. Did you mean \`/autoloop ${meant}\`?`,
  malformed: (verb: Verb) =>
    verb === "set"
      ? "Write `/autoloop set KEY VALUE`, such as `/autoloop set target-metric 0.9`."
      : `\`/autoloop ${verb}\` stands alone. If this was meant as an instruction for the agent, begin it with another word.`,
  otherProgram: (written: string, name: string) =>
    `This issue carries the program \`${name}\`, not \`${word(written)}\`. Write the command on the issue of the program that it is for.`,
  notOn: (why: string) => `${why} Open the issue and put the label on: that starts the program again.`,
  notRunning: () => "It is not running, so there is nothing to pause.",
  waitsForResume: () => "The program is paused, so this waits until somebody writes `/autoloop resume`.",
  ended: (why: string) =>
    `It is over: ${why} Change what ends it first, such as by \`/autoloop set target-metric none\` or \`/autoloop set max-iterations none\`.`,
  problems: () => "The text has problems, which a comment on this issue lists. Mend and approve it again.",
  approvedTooEarly: () =>
    "The text was edited after this approval, or in the same second. Read it again and write a new approval.",
} as const;

function word(text: string): string {
  return oneLine(text).replaceAll("`", "'").slice(0, WORD_CHARACTERS);
}
