// Plays a script against what a model hears: which turn it is, which tool does it, what it costs. Pure.

import type { Heard, Said, Usage } from "../formats/talk.ts";
import { callFor } from "./calls.ts";
import { pathOf, promptFileIn } from "./paths.ts";
import type { Script, Step } from "./plan.ts";

export interface Turn {
  readonly said: Said;
  readonly usage: Usage;
  /** Why a step of the script could not be done, empty where all was done. */
  readonly trouble: string;
}

const DONE = "I am done.";
/**
 * A request without tools is no turn of the work: command lines ask for a title, for whether to go on, or which model is
 * to be taken. Those that want JSON find the fields that they look for.
 */
const ASIDE = JSON.stringify({ title: "A carton", reasoning: "simple", model_choice: "flash" });
const ASIDE_USAGE: Usage = { fresh: 7, cached: 0, visible: 3, thought: 0 };

export function play(script: Script, heard: Heard): Turn {
  if (heard.tools.length === 0) return { said: { text: ASIDE }, usage: ASIDE_USAGE, trouble: "" };
  const usage = costOf(heard.results.length);
  const turn = heard.condensed + heard.results.length;
  if (heard.condenses) return { said: { text: String(turn) }, usage, trouble: "" };
  const file = promptFileIn(heard.told);
  if (file !== null && turn === 0) return turnWith(callOf({ do: "read", at: { file } }, heard), usage);
  const step = stepAt(script, file === null ? turn : turn - 1);
  if (step === null) return { said: { text: DONE }, usage, trouble: "" };
  return turnWith(callOf(step, heard), usage);
}

/**
 * Every turn costs more than the one before, so that no sum can come about in two ways; and so little more that a
 * conversation of a thousand turns fits into what every command line takes for the memory of its model.
 */
export function costOf(turn: number): Usage {
  return { fresh: 1_000 + 50 * turn, cached: 100 * turn, visible: 10 + turn, thought: 4 };
}

/** Null behind the last one. */
function stepAt(script: Script, turn: number): Step | null {
  return script.kind === "endless" ? script.step(turn) : (script.steps[turn] ?? null);
}

/** A model that cannot go on gives up, and says why. */
function turnWith(call: Said | string, usage: Usage): Turn {
  return typeof call === "string"
    ? { said: { text: `I give up: ${call}.` }, usage, trouble: call }
    : { said: call, usage, trouble: "" };
}

/** The call, or why there is none. */
function callOf(step: Step, { told, results, tools }: Heard): Said | string {
  const path = pathOf(step.at, [told, ...results].join("\n"));
  if (path === null) return "nobody said where the answer goes";
  return callFor(step, path, tools) ?? `no tool on offer can ${step.do} a file`;
}
