// The shell that runs the script of an Evaluation.

/** Of a program that says nothing and was adopted since there is a choice: a script ends at the first command that fails. */
export const NEW_SHELL = "bash -eo pipefail";
/** Of one that says nothing and was adopted before: the last command alone decides. */
export const OLD_SHELL = "bash";

export const SHELLS = [NEW_SHELL, OLD_SHELL] as const;

export type Shell = (typeof SHELLS)[number];
