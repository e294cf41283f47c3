// A pause ends a run that goes on where the executor says so: it costs its owner minutes and tokens for a proposal that
// nobody waits for. What has come back already, or is on the branch, waits for the program to go on.

import { traitsNamed } from "../../domain/executors.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import type { Rule } from "../draft.ts";
import { abandon, commitOf } from "./ending.ts";

export const cancel: Rule = (world, draft) => {
  const flight = draft.state?.in_flight;
  if (draft.state?.status !== "paused" || flight === null || flight === undefined) return draft;
  if (!traitsNamed(flight.executor)?.endsOnPause || world.seen.run.state !== "running") return draft;
  return commitOf(world, flight) === null ? abandon(world, draft, loopReason.paused()) : draft;
};
