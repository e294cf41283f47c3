// Made by `npm run docs` of the files beside it, one effect each, by name. Must never be edited.

import { approve } from "./approve.ts";
import { instruct } from "./instruct.ts";
import { pause } from "./pause.ts";
import { resume } from "./resume.ts";
import { retry } from "./retry.ts";
import { run } from "./run.ts";
import { set } from "./set.ts";
import { stop } from "./stop.ts";

export const EFFECTS = { approve, instruct, pause, resume, retry, run, set, stop };
