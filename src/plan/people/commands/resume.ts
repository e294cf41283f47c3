// `/autoloop resume`: ends a pause, or starts a stopped program.

import { type CommandEffect, goOn, NOTHING_TO_DO } from "../effect.ts";

export const resume: CommandEffect<"resume"> = (given) => goOn(given) ?? NOTHING_TO_DO;
