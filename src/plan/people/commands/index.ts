// Made by `npm run docs` of the files beside it, one command each, by name. Must never be edited.

import { approve } from "./approve.ts";
import { doctor } from "./doctor.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { instruct } from "./instruct.ts";
import { keep } from "./keep.ts";
import { pause } from "./pause.ts";
import { remember } from "./remember.ts";
import { resume } from "./resume.ts";
import { retry } from "./retry.ts";
import { run } from "./run.ts";
import { set } from "./set.ts";
import { status } from "./status.ts";
import { stop } from "./stop.ts";

export const BY_VERB = {
  approve,
  doctor,
  forget,
  help,
  instruct,
  keep,
  pause,
  remember,
  resume,
  retry,
  run,
  set,
  status,
  stop,
};
