// What the author of a command is told where the reaction does not say it all: plain sentences for the journal, made
// inert where they are shown. Outside words in them are bounded.

import { rowOf, type Verb } from "../../domain/commands/commands.ts";
import { oneLine } from "../format/inert.ts";
import { usage } from "./command-lists.ts";

const WORD_CHARACTERS = 60;
/** Programs that a sentence names. */
const NAMED = 10;

export const commandReason = {
  didYouMean: (written: string, meant: Verb) =>
    `There is no command \`${word(written)}\`. Did you mean \`/autoloop ${meant}\`?`,
  halting: () =>
    "This may mean stop, so nothing new begins. Write `/autoloop stop` to end the loop, or `/autoloop resume` to go on.",
  malformed: (verb: Verb) => {
    const row = rowOf(verb);
    return row.example === undefined
      ? `\`/autoloop ${verb}\` stands alone. If this was meant as an instruction for the agent, begin it with another word.`
      : `Write \`${usage(row)}\`, such as \`/autoloop ${verb} ${row.example}\`.`;
  },
  noProgram: (written: string, names: readonly string[]) =>
    `There is no program \`${word(written)}\` here. ${listed(names)}`,
  whichProgram: (names: readonly string[]) =>
    `Which program? Write \`/autoloop NAME: …\` with its name. ${listed(names)}`,
  notOn: (why: string) => `${why} Open the issue and put the label on: that starts the program again.`,
  notRunning: () => "It is not running, so there is nothing to pause.",
  waitsForResume: () => "The program is paused, so this waits until somebody writes `/autoloop resume`.",
  olderThanHalt: () =>
    "It was written before somebody halted the program. Write it again if it still counts.",
  olderThanLock: () =>
    "It was written before somebody changed the journal. Look at what was changed, and write it again if all is well.",
  olderThanReading: () =>
    "It was written before the two readings of the text were shown. Compare them, and write it again if today's is right.",
  ended: (why: string) =>
    `It is over: ${why} Change what ends it first, such as by \`/autoloop set target-metric none\` or \`/autoloop set max-iterations none\`.`,
  problems: () => "The text has problems, which a comment on this issue lists. Mend and approve it again.",
  approvedTooEarly: () =>
    "The text was edited after this approval, or in the same second. Read it again and write a new approval.",
} as const;

function listed(names: readonly string[]): string {
  const shown = names
    .toSorted()
    .slice(0, NAMED)
    .map((name) => `\`${name}\``);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `Programs of this repository: ${shown.join(", ")}${more}.`;
}

function word(text: string): string {
  return oneLine(text).replaceAll("`", "'").slice(0, WORD_CHARACTERS);
}
