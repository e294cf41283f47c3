// The states in which a fault can meet a program. Reads the world's past only.

import type { ProgramState } from "../../src/domain/state.ts";

export const LIFECYCLE = [
  /** An issue with the label, and no journal yet. */
  "new",
  /** Adopted; no approved definition runs. */
  "waiting",
  /** The loop is on, no iteration goes on. */
  "idle",
  /** An iteration was started, and nothing came back yet. */
  "running",
  /** Its report is in the journal; commit and CI are to come. */
  "judging",
  /** CI refused it, and it gets another chance. */
  "repairing",
  "paused",
  /** Stopped or completed. */
  "ended",
] as const;

export type Lifecycle = (typeof LIFECYCLE)[number];

/** @param state null: no journal */
export function lifecycleOf(state: ProgramState | null): Lifecycle {
  if (state === null) return "new";
  const { status, in_flight: flight } = state;
  if (status === "stopped" || status === "completed") return "ended";
  if (status === "paused" || status === "waiting") return status;
  if (flight === null) return "idle";
  if (flight.repair !== undefined) return "repairing";
  return flight.report === null ? "running" : "judging";
}
