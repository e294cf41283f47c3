// Problems of a program that its text alone does not show: who stands behind it, and whether its name is free.

import type { Problem } from "../../domain/program/program.ts";

export const worldProblem = {
  unapproved: (): Problem => ({
    key: "approval",
    value: null,
    allowed: "an edit or a label by somebody with write access",
    line: null,
    message: "The text changed and nobody with write access has approved it.",
  }),
  /** @param issue number of the issue whose program has the name */
  nameTaken: (name: string, issue: number): Problem => ({
    key: "name",
    value: name,
    allowed: "a name of its own: rename the file",
    line: null,
    message: `is taken by the program of issue ${issue}`,
  }),
} as const;
