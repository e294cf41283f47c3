// Gathers the facts that an agent is given. Everything in it is data; the words around it are `prompt.ts`.

import type { Briefing, PastIteration, SteeringNote } from "../../domain/briefing.ts";
import type { IterationKind } from "../../domain/journal/iteration.ts";
import { type IterationRecord, iterationCount, type ProgramState } from "../../domain/journal/state.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../domain/limits.ts";
import { canonicalBranch } from "../../domain/program/names.ts";
import type { Definition } from "../../domain/program/program.ts";
import { PROGRAM_SETTINGS, type ToldSettings } from "../../domain/settings/program-settings.ts";
import { cut, oneLine } from "../format/inert.ts";
import { type NoteKind, noteLine, notesTold } from "../journal/agents-notes.ts";
import { whyOf } from "../outcome/reasons.ts";
import { planLines, strategyOf } from "../program/strategy.ts";
import type { StateFile } from "../state-file/state-file.ts";
import { guidance } from "./guidance.ts";
import { peoplesLines } from "./people/lines.ts";

/** Ended iterations that an agent is told about. */
const HISTORY = 20;
/** Characters of what each of them tried, and of why it ended as it did. */
const CHANGE_CHARACTERS = 500;
const REASON_CHARACTERS = 600;

/** What the state of the journal does not hold. */
interface Circumstances {
  readonly iteration: number;
  readonly kind: IterationKind;
  readonly steering: readonly SteeringNote[];
  /** Sections of the state file, which people may have edited. */
  readonly sections: StateFile["sections"];
  /** As `.github/autoloop.yml` has them. */
  readonly protectedPaths: readonly string[];
  readonly unprotected: readonly string[];
  /** Of the whole run. */
  readonly seconds: number;
  readonly ciRequired: boolean;
  /** Number of the open pull request of the program's branch; null: there is none. */
  readonly pull: number | null;
}

/** The briefing of one iteration. */
export function briefingOf(state: ProgramState, definition: Definition, now: Circumstances): Briefing {
  const remaining = definition.maxIterations === null ? null : left(definition.maxIterations, state);
  const { advice, about } = guidance(state, remaining);
  const people = peoplesLines(now.sections);
  const maintainers = {
    lessons: people["Lessons Learned"].told,
    foreclosed: people["Foreclosed Avenues"].told,
    future: people["Future Directions"].told,
  };
  return {
    program: state.name,
    iteration: now.iteration,
    kind: now.kind,
    goal: definition.goal,
    context: definition.context,
    targets: definition.targets,
    excluded: definition.excluded,
    evaluation: definition.evaluation,
    ...toldSettings(definition),
    baseline: state.baseline,
    baseline_secondary: state.baseline_secondary,
    gate_counts: state.gate_counts ?? {},
    best: state.best?.metric ?? null,
    history: state.recent.slice(-HISTORY).map(past),
    last_output: state.recent.at(-1)?.output ?? null,
    maintainers,
    lessons: notes(maintainers, state, "lessons"),
    foreclosed: notes(maintainers, state, "foreclosed"),
    future: notes(maintainers, state, "future"),
    plan: planLines(strategyOf(definition.context), state.plan ?? []),
    priorities: people["Current Priorities"].told.join("").trimEnd(),
    steering: now.steering,
    ci: now.kind === "fix" ? repairOf(state) : null,
    guidance: advice,
    guidance_about: about,
    protected_paths: now.protectedPaths,
    unprotected: now.unprotected,
    limits: {
      files: PROPOSAL_FILES,
      file_bytes: PROPOSAL_FILE_BYTES,
      bytes: PROPOSAL_BYTES,
      seconds: now.seconds,
    },
    ci_required: now.ciRequired,
    ...(state.in_flight?.confirm === undefined ? {} : { confirm: state.in_flight.confirm }),
    head_branch: canonicalBranch(state.name),
    existing_pr: now.pull,
    remaining,
  };
}

function toldSettings(definition: Definition): ToldSettings {
  const told = PROGRAM_SETTINGS.flatMap((row) => ("told" in row ? [[row.told, definition[row.field]]] : []));
  return Object.fromEntries(told) as ToldSettings;
}

function repairOf({ in_flight }: ProgramState): Briefing["ci"] {
  if (in_flight?.repair === undefined) return null;
  return { attempt: in_flight.attempt, failure: in_flight.repair.summary };
}

function left(limit: number, state: ProgramState): number {
  return Math.max(0, limit - iterationCount(state));
}

function past(record: IterationRecord): PastIteration {
  const { number, verdict, metric, best_before, answer, secondary } = record;
  const change = cut(oneLine(answer?.change ?? ""), CHANGE_CHARACTERS);
  return {
    number,
    verdict,
    metric,
    best_before,
    change,
    reason: cut(oneLine(whyOf(record)), REASON_CHARACTERS),
    ...(secondary === undefined ? {} : { secondary }),
  };
}

/** What agents noted beyond what maintainers wrote themselves. */
function notes(maintainers: Briefing["maintainers"], { recent }: ProgramState, kind: NoteKind) {
  const theirs = new Set(maintainers[kind].map(noteLine));
  return notesTold(recent, kind).filter((note) => !theirs.has(note));
}
