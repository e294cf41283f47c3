// The facts that an agent is given about its program, as JSON beside the prompt. Types only; what stands
// here came from people and from measurements, so an agent reads it as data and the runner never acts on it.

import type { IterationKind, Verdict } from "./journal/iteration.ts";
import type { ToldSettings } from "./settings/program-settings.ts";

/** One ended iteration, as far as an agent can learn from it. */
export interface PastIteration {
  readonly number: number;
  readonly verdict: Verdict;
  /** What was measured, in metric units; null where nothing was. */
  readonly metric: number | null;
  /** The best metric when it began; null before the baseline. */
  readonly best_before: number | null;
  /** The one sentence that its agent wrote; empty where it wrote none. */
  readonly change: string;
  /** Why the verdict, in words. */
  readonly reason: string;
  /** Other numbers of its evaluation, by name; absent where there are none. */
  readonly secondary?: Readonly<Record<string, number>>;
}

/** A comment by someone with write access. A directive for the agent within its program, never for the app. */
export interface SteeringNote {
  /** Id of the comment, which the agent may name in its answer. */
  readonly comment: number;
  /** Login of its author. */
  readonly by: string;
  /** At most 4,000 characters. */
  readonly text: string;
  /** Written after the last iteration began. */
  readonly new: boolean;
  /** Its number, where it is a standing order: it holds until somebody takes it back. */
  readonly standing?: number;
}

/** What `AUTOLOOP_CONTEXT` holds, with the settings whose rows say that agents are told. Metrics are in the program's own units. */
export interface Briefing extends ToldSettings {
  /** Its name. */
  readonly program: string;
  /** Number of this iteration; 0 is the baseline. */
  readonly iteration: number;
  readonly kind: IterationKind;
  /** Markdown of the Goal section. */
  readonly goal: string;
  /** Markdown of the program's other sections, such as an evolution strategy; may be empty. */
  readonly context: string;
  /** Globs of files that may change. */
  readonly targets: readonly string[];
  /** Globs taken out of `targets`. */
  readonly excluded: readonly string[];
  /** The script that measures; to be read, it cannot be changed. */
  readonly evaluation: string;
  /** Null before the baseline was measured. */
  readonly baseline: number | null;
  /** The baseline's other numbers, from which guardrails may count, and the counts of its soft gates, by name. */
  readonly baseline_secondary: Readonly<Record<string, number>>;
  readonly gate_counts: Readonly<Record<string, number>>;
  /** What has to be beaten; null before the baseline was measured. */
  readonly best: number | null;
  /** At most the last 20, newest last. */
  readonly history: readonly PastIteration[];
  /** What failed in the iteration before this one had printed last; outside text. Null: nothing failed, or it printed nothing. */
  readonly last_output: string | null;
  /** What maintainers wrote of these kinds into the state file; it comes before what agents noted. */
  readonly maintainers: {
    readonly lessons: readonly string[];
    readonly foreclosed: readonly string[];
    readonly future: readonly string[];
  };
  /** What earlier agents noted for later iterations: learnt, tried in vain, worth a try. */
  readonly lessons: readonly string[];
  readonly foreclosed: readonly string[];
  readonly future: readonly string[];
  /** The items of the program's Strategy in their order, each one line, and how often each was tried; empty for none. */
  readonly plan: readonly string[];
  /** Markdown that people wrote under Current Priorities; may be empty. */
  readonly priorities: string;
  /** All that is in force, oldest first. */
  readonly steering: readonly SteeringNote[];
  /**
   * What CI said of the last attempt (they count from 1) at this very change, where it has to be repaired; outside text.
   * Null: there is nothing to repair.
   */
  readonly ci: { readonly attempt: number; readonly failure: string } | null;
  /** What to prefer at this moment, in our own words. */
  readonly guidance: string;
  /** What the guidance speaks of, in the words of an agent or of what was measured; null where of nothing. */
  readonly guidance_about: string | null;
  /** Globs of files that no proposal may touch whatever `targets` says, and such as Target may open again. */
  readonly protected_paths: readonly string[];
  readonly unprotected: readonly string[];
  /** Bounds on a proposal, and seconds of the whole run, agent and measuring together. */
  readonly limits: {
    readonly files: number;
    readonly file_bytes: number;
    readonly bytes: number;
    readonly seconds: number;
  };
  /** CI has to be green on the commit before it counts as kept. */
  readonly ci_required: boolean;
  /** Pairs at most in which a better result is confirmed; absent: it is not measured again. */
  readonly confirm?: number;
  /** Branch of the program, and number of its open pull request; null where there is none. */
  readonly head_branch: string;
  readonly existing_pr: number | null;
  /** Iterations left, this one included; null without a bound. */
  readonly remaining: number | null;
}
