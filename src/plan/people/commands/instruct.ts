// `/autoloop` and any other words: one iteration with these words, which stay in the comment until it starts.

import { type CommandEffect, runUnlessPaused } from "../effect.ts";

export const instruct: CommandEffect<"instruct"> = (given) => runUnlessPaused(given, true);
