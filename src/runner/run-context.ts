// What both stages of a run are given besides the request. Holds no logic.

import type { Cost } from "../domain/journal/iteration.ts";
import type { Launch } from "../text/run/run-request.ts";
import type { Stopwatch } from "./process/stopwatch.ts";
import type { Base } from "./workspace/base.ts";
import type { Places } from "./workspace/folder.ts";
import type { Laid } from "./workspace/laid.ts";

export interface RunContext {
  readonly places: Places;
  readonly base: Base;
  readonly launch: Launch;
  /** See `processes.ts`. */
  readonly processTag: string;
  /** Tells the operator's log what begins now; constant words only. */
  readonly note: (step: string) => void;
  /** Writes down what the agent has used so far, for the case that nothing else comes back of the run. */
  readonly tell: (cost: Cost) => Promise<void>;
}

/** A stage of a run, with the base as it was before anything was started, where it was laid out first. */
export interface Stage extends RunContext {
  readonly laid: Laid;
  readonly watch: Stopwatch;
}
