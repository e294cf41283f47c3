// The check boxes at the end of the status comment: how they are written and which one somebody ticked. What a tick
// does, and for whom, is decided elsewhere.

import { BOXES, type Box } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";

/** What a person may want now. */
export function fittingBoxes({ status, pause }: ProgramState): typeof BOXES {
  return status === "paused" && pause?.kind === "tampered"
    ? []
    : BOXES.filter(({ box }) => box.when === status);
}

/** The boxes that fit, none ticked; null where none does. */
export function checkBoxes(state: ProgramState): string | null {
  const fitting = fittingBoxes(state);
  return fitting.length === 0 ? null : fitting.map((row) => line(row, " ")).join("\n");
}

/** The box that is ticked in a status comment; null: none. A brake wins over everything else that was ticked with it. */
export function tickedBox(body: string): Box | null {
  const lines = new Set(body.split(/\r?\n/).map((one) => one.trimEnd()));
  const ticked = BOXES.filter((row) => lines.has(line(row, "x")) || lines.has(line(row, "X")));
  return (
    (
      ticked.find(({ permission }) => permission === "halt") ??
      ticked.find(({ resumes }) => resumes) ??
      ticked[0]
    )?.verb ?? null
  );
}

function line({ box: { marker, label } }: (typeof BOXES)[number], mark: " " | "x" | "X"): string {
  return `- [${mark}] <!-- autoloop:${marker} --> ${label}`;
}
