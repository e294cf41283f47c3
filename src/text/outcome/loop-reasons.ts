// The sentences that say why a loop stopped, paused or went on where no person gave a reason. They go into the journal
// and from there into comments and the state file.

import { LABEL } from "../../domain/program/names.ts";
import { cut, oneLine } from "../format/inert.ts";

/** Parts of a program that a sentence names, and characters of each. */
const NAMED = 10;
const NAME_CHARACTERS = 60;

/** Why there is no program to run at the moment. `path` is the program file that was deleted. */
export type Off =
  | { readonly code: "issue-gone" | "issue-closed" | "label-off" }
  | { readonly code: "file-deleted"; readonly path: string };

export const loopReason = {
  off: (off: Off) => {
    switch (off.code) {
      case "issue-gone":
        return "The issue is gone.";
      case "issue-closed":
        return "The issue was closed.";
      case "label-off":
        return `The label ${LABEL.program} was taken off.`;
      case "file-deleted":
        return `The program file ${off.path} was deleted.`;
    }
  },
  labelAgain: () => "The label was put on again.",
  paused: () => "The program was paused.",
  command: () => "Asked for by a command.",
  noReason: () => "No reason was given.",
  ciSpoke: () => "CI has spoken after all.",
  baseGreen: () => "CI is no longer red without Autoloop's changes.",
  repaired: () => "Somebody else turned CI green.",
  readAnew: () => "Its text is read otherwise now.",
  /** @param parts of the program */
  readOtherwise: (parts: readonly string[]) =>
    `Autoloop reads its text otherwise than the version under which it was approved: ${listed(parts)}.`,
  notUnderstood: (parts: readonly string[]) =>
    `Autoloop no longer takes for understood what an earlier version guessed in its text: ${listed(parts)}.`,
  definedAnew: () => "The text was changed, and somebody who may stands behind it.",
  /** @param seq number of the journal's last entry, @param shown the highest number in a status comment */
  rewound: (seq: number, shown: number) =>
    `The journal ends at entry ${seq}, but entry ${shown} was already shown here: the memory branch was rewound.`,
} as const;

/** Each once. A key of a program's settings is outside text. */
function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
  return `${all
    .slice(0, NAMED)
    .map((name) => cut(oneLine(name), NAME_CHARACTERS))
    .join(", ")}${more}`;
}
