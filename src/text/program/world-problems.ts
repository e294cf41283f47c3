// Problems of a program that its text alone does not show: who stands behind it, and whether its name is free.

import type { Problem } from "../../domain/program/program.ts";
import type { RunTime } from "../../domain/run-time.ts";
import { formatDuration } from "../format/numbers.ts";

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
  /** @param longest seconds that a run may take where runs happen */
  tooLong: ({ agent, gates, evaluation, measurements, total }: RunTime, longest: number): Problem => ({
    key: "timeout-minutes",
    value: formatDuration(total),
    allowed: `runs of at most ${formatDuration(longest)}: a smaller \`timeout-minutes\`, a smaller \`repeat\`, or a faster evaluation`,
    line: null,
    message: `A run may take ${formatDuration(total)} (agent ${formatDuration(agent)}, gates ${formatDuration(gates)}, evaluation ${measurements} × ${formatDuration(evaluation)}), which is longer than it can where it runs.`,
  }),
} as const;
