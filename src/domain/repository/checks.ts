// All checks of a commit taken together. Silence is not success, and neither is a check that took no side.

import { runsNoCode } from "./no-code.ts";
import type { CheckView } from "./view.ts";

/** Which checks count. */
export interface CiStandard {
  /** Names that the default branch's protection asks for; empty where it asks for none. `unknown`: nobody may tell. */
  readonly required: RequiredNames;
  /** Apps whose checks count, `status` for commit statuses; null: all but this app's own and those that run no code. */
  readonly apps: readonly string[] | null;
}

/** What a branch asks for, in the order of its rules. `unknown` is not "none": nothing is kept on it. */
export type RequiredNames = readonly string[] | "unknown";

/** What the checks that count say of one commit. */
export interface CiTally {
  /**
   * `missing`: nothing that counts has ended well, and nothing that counts is under way. `unknown`: all is well, and it
   * cannot be told whether more is required.
   */
  readonly result: "success" | "failure" | "pending" | "missing" | "unknown";
  /** Names of the checks that succeeded. */
  readonly passed: readonly string[];
  /** Names of the checks that failed. */
  readonly failing: readonly string[];
  /** Names of those that have not ended. */
  readonly unfinished: readonly string[];
  /** Required, and nobody has reported them. */
  readonly awaited: readonly string[];
  /** Ended without taking a side: skipped, or neutral. */
  readonly skipped: readonly string[];
  /** Ended well and do not count: they run no code, or are of an app that is not named. */
  readonly uncounted: readonly string[];
}

/** One check that failed, in its own words: outside text, bounded by the adapter that read it. */
export interface FailedCheck {
  readonly name: string;
  /** Title and summary that the check gave itself. */
  readonly summary: string;
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number | null;
    readonly message: string;
  }[];
  /** The end of its log; empty where there is none to be read. */
  readonly log: string;
}

/**
 * Where branch protection asks for checks by name, those decide alone. A required check that has not reported yet is
 * awaited; one that was skipped or is neutral stands in nobody's way (GitHub docs: about status checks), but on its
 * own it proves nothing. Nor does what runs no code, unless `apps` names it.
 */
export function ciTally(checks: readonly CheckView[], standard: CiStandard): CiTally {
  const others = checks.filter(({ own }) => !own);
  const allowed = others.filter((check) => isAllowed(check, standard));
  const required = standard.required === "unknown" ? [] : standard.required;
  const counted = required.length === 0 ? allowed : allowed.filter(({ name }) => required.includes(name));
  const named = (state: CheckView["state"], of = counted) =>
    unique(of.filter((check) => check.state === state).map(({ name }) => name));
  // What runs no code is asked of people, and often only on a pull request: it is not waited for.
  const isSettled = (name: string) =>
    allowed.some((check) => check.name === name) ||
    (standard.apps === null &&
      (runsNoCode({ app: null, name }) || others.some((check) => check.name === name)));
  const tally = {
    passed: counted.filter(({ state }) => state === "success").map(({ name }) => name),
    failing: counted.filter(({ state }) => state === "failure").map(({ name }) => name),
    unfinished: named("pending"),
    awaited: required.filter((name) => !isSettled(name)),
    skipped: named("neutral"),
    uncounted: named(
      "success",
      others.filter((check) => !allowed.includes(check)),
    ),
  };
  return { result: resultOf(tally, standard), ...tally };
}

function resultOf(
  { unfinished, failing, awaited, passed }: Omit<CiTally, "result">,
  { required }: CiStandard,
): CiTally["result"] {
  if (unfinished.length > 0) return "pending";
  if (failing.length > 0) return "failure";
  if (awaited.length > 0 || passed.length === 0) return "missing";
  return required === "unknown" ? "unknown" : "success";
}

function isAllowed(check: CheckView, { apps }: CiStandard): boolean {
  return apps === null ? !runsNoCode(check) : apps.includes(check.app ?? STATUS);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** How a list of apps names commit statuses, which belong to none. */
const STATUS = "status";
