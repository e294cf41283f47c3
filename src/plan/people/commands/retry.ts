// `/autoloop retry`: ends a pause, and asks for an iteration.

import { andRun, type CommandEffect } from "../effect.ts";

export const retry: CommandEffect<"retry"> = (given) => andRun(given);
