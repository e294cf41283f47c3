// The states in which a fault can meet a program. Reads the world's present only.

import type { ProgramState } from "../../src/domain/journal/state.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";

export const LIFECYCLE = [
  /** An issue with the label, and no journal yet. */
  "new",
  /** The text that stands there is not the one that runs: it waits for approval, or cannot run. */
  "waiting",
  /** The loop is on, no iteration goes on. */
  "idle",
  /** An iteration was started, and nothing came of it yet. */
  "running",
  /** Its commit is on the branch; CI has to speak. */
  "judging",
  /** CI refused it, and it gets another chance. */
  "repairing",
  "paused",
  /** Stopped or completed. */
  "ended",
] as const;

export type Lifecycle = (typeof LIFECYCLE)[number];

/** @param state null: no journal */
export function lifecycleOf(state: ProgramState | null, github: FakeGithub): Lifecycle {
  if (state === null) return "new";
  const { status, in_flight: flight, branch, branch_head } = state;
  if (status === "stopped" || status === "completed") return "ended";
  if (status === "paused" || status === "waiting") return status;
  if (flight === null) return isPending(state, github) ? "waiting" : "idle";
  if (flight.repair !== undefined) return "repairing";
  const head = github.git.branches.get(branch) ?? null;
  return head === branch_head || head === flight.base ? "running" : "judging";
}

function isPending({ source, issue, definition }: ProgramState, github: FakeGithub): boolean {
  const body = github.issues.get(issue)?.body;
  return source.kind === "issue" && body !== undefined && sha256(body) !== definition?.hash;
}
