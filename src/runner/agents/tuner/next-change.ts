// The tuner's whole judgement: from what it was told and the files, one constant and its next value. Pure and
// stateless; the same input gives the same change.

import type { Briefing } from "../../../domain/briefing.ts";
import type { Answer } from "../../../domain/journal/iteration.ts";
import { type Constant, findConstants, withValue } from "./constants.ts";
import { type Past, pastOf } from "./history.ts";
import { KINDS, nextTrial, type Trial } from "./line-search.ts";
import { stepSentence } from "./sentence.ts";
import { readSteering, type Steering } from "./steering.ts";

interface NextChange {
  readonly path: string;
  /** The whole new text of that file. */
  readonly text: string;
  readonly answer: Answer;
}

type Told = Pick<Briefing, "history" | "earlier" | "direction" | "best" | "steering">;

interface Candidate {
  readonly constant: Constant;
  readonly trial: Trial;
}

/**
 * @param files text of the files that may change, by path
 * @param seed decides between equals and where nothing is known yet
 * @returns null when there is nothing (left) to try
 */
export function nextChange(told: Told, files: ReadonlyMap<string, string>, seed: string): NextChange | null {
  const constants = findConstants(files);
  const steering = readSteering(told.steering, new Set(constants.map(({ name }) => name)));
  const past = pastOf(told, constants);
  const chosen = choose(constants, steering, past, seed);
  if (chosen === null) return null;
  const { constant, trial } = chosen;
  const step = { name: constant.name, path: constant.path, from: constant.value, to: trial.value };
  return {
    path: constant.path,
    text: withValue(files.get(constant.path) ?? "", constant, trial.value),
    answer: {
      change: stepSentence(step),
      hypothesis: HYPOTHESIS[trial.kind],
      lessons: [],
      foreclosed: [],
      future: [],
      steered_by: followed(constants, constant, steering),
    },
  };
}

/**
 * What is said where nothing is left: it stays so until somebody changes the files, or lets go of a constant.
 * @param files as above
 */
export function nothingLeft(files: ReadonlyMap<string, string>): Answer {
  const names = findConstants(files).map(({ name }) => `\`${name}\``);
  const change =
    names.length === 0
      ? "Nothing changed: there is no numeric constant in the Target files"
      : `Nothing changed: every value near the best of ${names.slice(0, NAMED).join(", ")} was tried`;
  const why = "The search over numeric constants is over; other changes are for other agents.";
  return { change, hypothesis: why, lessons: [], foreclosed: [], future: [], steered_by: [], over: true };
}

/** Constants that are named; all may be very many. */
const NAMED = 5;

const HYPOTHESIS: Readonly<Record<Trial["kind"], string>> = {
  expand: "The last step in this direction helped, so a longer one may help more.",
  interpolate: "Values on both sides are worse; the curve through them has its best point here.",
  flip: "The other direction was worse, so this one may be better.",
  explore: "Nothing is known yet about this constant where the others stand now.",
  doubt: "So far every change of this constant broke something, but nothing better is left to try.",
  refine: "Values on both sides are a little worse; there may be something left between them.",
};

/** Kinds of trial that are no reason to stay with what people asked for "for now". */
const LAST_RESORT: ReadonlySet<Trial["kind"]> = new Set(["refine", "doubt"]);

/** Works within what people asked for; what they put off "for now" comes when nothing worth trying is left there. */
function choose(
  constants: readonly Constant[],
  steering: Steering,
  past: Past,
  seed: string,
): Candidate | null {
  const free = constants.filter(({ name }) => !steering.frozen.has(name));
  const { focus, focusForNow, parked, urgent } = steering;
  const asked = free.filter(({ name }) => !parked.has(name) && (focus.size === 0 || focus.has(name)));
  const best = bestOf(asked, past, seed);
  if (best !== null && (urgent || !LAST_RESORT.has(best.trial.kind))) return best;
  const later = free.filter(({ name }) => focus.size === 0 || focusForNow || focus.has(name));
  return bestOf(later, past, seed) ?? best;
}

function bestOf(constants: readonly Constant[], past: Past, seed: string): Candidate | null {
  const candidates = constants.flatMap((constant) => {
    const trial = nextTrial(past.line(constant), chance(`${seed} ${constant.key} up`) < 0.5);
    return trial === null ? [] : [{ constant, trial }];
  });
  const [first] = candidates.toSorted(
    (a, b) =>
      KINDS.indexOf(a.trial.kind) - KINDS.indexOf(b.trial.kind) ||
      compare(past.age(b.constant), past.age(a.constant)) ||
      chance(`${seed} ${a.constant.key}`) - chance(`${seed} ${b.constant.key}`),
  );
  return first ?? null;
}

/** Comments that narrowed this choice down: they spoke of this constant, or kept another one out. */
function followed(constants: readonly Constant[], chosen: Constant, steering: Steering): readonly number[] {
  const { frozen, parked, focus, sources } = steering;
  if (parked.has(chosen.name) || (focus.size > 0 && !focus.has(chosen.name))) {
    return idsOf(
      constants.filter(({ name }) => frozen.has(name)),
      sources,
    );
  }
  const told = (name: string) => frozen.has(name) || parked.has(name) || focus.has(name);
  return idsOf(
    constants.filter(({ name }) => told(name)),
    sources,
  );
}

function idsOf(constants: readonly Constant[], sources: ReadonlyMap<string, number>): readonly number[] {
  return [...new Set(constants.flatMap(({ name }) => sources.get(name) ?? []))];
}

/** Infinity minus Infinity is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A number in [0, 1) that depends on nothing but the text (FNV-1a with a final mix). */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
