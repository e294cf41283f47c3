// A command as data. Says how it is written, the right that it needs, and which words tell of it. A row is written beside
// its effect on the loop, in `plan/people/commands/<verb>.ts`; `rows.ts` is made of them.

import type { ProgramPermission } from "../authority.ts";

/**
 * The arguments that stand behind the verb. `reason` may be empty, `text` may not. `number`: a whole one. `iteration`: the
 * number of one; other words are no command then. `words`: no verb is written at all, everything is free text.
 */
export type CommandArguments =
  | "nothing"
  | "reason"
  | "key and value"
  | "text"
  | "number"
  | "iteration"
  | "words";

/** A part of the answer to a question. */
export type AnswerPart = "status" | "doctor" | "help";

/** The command as a check box of the status comment and as a button of the app's own check. */
export interface BoxWords {
  /** By which the box is found again: `<!-- autoloop:MARKER -->`. Never changes. */
  readonly marker: string;
  /** Of the program, while the box fits. */
  readonly when: "active" | "paused";
  readonly label: string;
  /** At most 20 characters (docs: "Create a check run"). */
  readonly button: string;
  /** At most 40 characters. */
  readonly description: string;
}

export interface CommandRow {
  /** Place among all commands where they are listed; lower comes first, and of equal ones the verb that does in the alphabet. */
  readonly order: number;
  readonly verb: string;
  readonly takes: CommandArguments;
  /** Arguments that would be right, for a person who left them out. */
  readonly example?: string;
  /** `ask` makes it a question, which a comment answers; `halt` makes it a brake. */
  readonly permission: ProgramPermission;
  /** It ends a pause, so after tampering it needs the right to `unlock`. */
  readonly resumes?: true;
  /** On the program's issue it counts though it is older than the adoption. */
  readonly early?: true;
  /** The parts that the answer to a question shows. */
  readonly shows?: readonly AnswerPart[];
  /** The reaction when it takes effect later; 🚀 without. */
  readonly queued?: "eyes";
  readonly box?: BoxWords;
  /** Words of which this verb is probably meant, besides those that are spelt like it. They ask back, never act. */
  readonly near?: readonly string[];
  /** One line for the answer to `help`. Rows with the same line share it. */
  readonly help: string;
  /** Its text in docs/commands.md: whole sentences. */
  readonly manual: string;
}
