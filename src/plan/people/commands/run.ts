// `/autoloop run`: one iteration, which waits where the program is paused.

import { type CommandEffect, runUnlessPaused } from "../effect.ts";

export const run: CommandEffect<"run"> = (given) => runUnlessPaused(given);
