// Reads the part of a briefing that the built-in search needs, in the process that was handed the file.

import { z } from "zod";
import type { Briefing } from "../../domain/briefing.ts";

const past = z.array(
  z.object({
    number: z.number(),
    verdict: z.enum(["accepted", "rejected", "error"]),
    metric: z.number().nullable(),
    best_before: z.number().nullable(),
    change: z.string(),
    reason: z.string(),
  }),
);

const briefing = z.object({
  program: z.string(),
  iteration: z.number(),
  targets: z.array(z.string()),
  excluded: z.array(z.string()),
  direction: z.enum(["higher", "lower"]),
  best: z.number().nullable(),
  history: past,
  // An app of an earlier version tells none.
  earlier: past.default([]),
  steering: z.array(z.object({ comment: z.number(), by: z.string(), text: z.string(), new: z.boolean() })),
});

export type SearchBriefing = Pick<
  Briefing,
  "program" | "iteration" | "targets" | "excluded" | "direction" | "best" | "history" | "earlier" | "steering"
>;

/** @throws when the text is no briefing: the agent's process ends, and its run fails with the message */
export function decodeSearchBriefing(source: string): SearchBriefing {
  return briefing.parse(JSON.parse(source));
}
