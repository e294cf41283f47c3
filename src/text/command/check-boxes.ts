// The check boxes at the end of the status comment: how they are written and which one somebody ticked. What a tick
// does, and for whom, is decided elsewhere.

import type { ProgramState } from "../../domain/journal/state.ts";

/** What a box stands for, as the command of the same name. */
export type Box = "run" | "pause" | "resume";

const BOXES: Readonly<Record<Box, { readonly marker: string; readonly label: string }>> = {
  run: { marker: "<!-- autoloop:run-now -->", label: "Run an iteration now" },
  pause: { marker: "<!-- autoloop:pause -->", label: "Pause" },
  resume: { marker: "<!-- autoloop:resume -->", label: "Resume" },
};

/** A pause wins over everything else that was ticked with it. */
const ORDER: readonly Box[] = ["pause", "resume", "run"];

/** What a person may want now. */
export function fittingBoxes({ status, pause }: ProgramState): readonly Box[] {
  if (status === "active") return ["run", "pause"];
  return status === "paused" && pause?.kind !== "tampered" ? ["resume"] : [];
}

/** The boxes that fit, none ticked; null where none does. */
export function checkBoxes(state: ProgramState): string | null {
  const fitting = fittingBoxes(state);
  return fitting.length === 0 ? null : fitting.map((box) => line(box, " ")).join("\n");
}

/** The box that is ticked in a status comment; null: none. */
export function tickedBox(body: string): Box | null {
  const lines = new Set(body.split(/\r?\n/).map((one) => one.trimEnd()));
  return ORDER.find((box) => lines.has(line(box, "x")) || lines.has(line(box, "X"))) ?? null;
}

function line(box: Box, mark: " " | "x" | "X"): string {
  const { marker, label } = BOXES[box];
  return `- [${mark}] ${marker} ${label}`;
}
