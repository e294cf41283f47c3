// A pressed button of the app's own check, as a command of the person who pressed it.

import type { Box } from "../../domain/commands/commands.ts";
import { sha256 } from "../format/hash.ts";

export interface CheckRunAction {
  readonly checkRun: number;
  readonly login: string;
  readonly box: Box;
  /** Id of the webhook's delivery: delivered twice it still is one action. */
  readonly delivery: string;
  /** ISO; when it was heard of. */
  readonly at: string;
}

/** By which the journal knows an action again. */
export function checkRunActionHash({ box, delivery }: CheckRunAction): string {
  return sha256(`${box} ${delivery}`);
}
