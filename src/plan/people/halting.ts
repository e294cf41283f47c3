// Words that may mean stop, and are no command: the program pauses at once, and its people are asked what was meant.

import { commandReason } from "../../text/command/command-reasons.ts";
import { pause } from "./commands/pause.ts";
import type { Effect, Given } from "./effect.ts";

/** @param written what was said, which becomes the reason of the pause */
export function halting(given: Given, written: string): Effect {
  const paused = pause.effect(given, { verb: "pause", reason: written });
  return { ...paused, reason: paused.reason ?? commandReason.halting() };
}
