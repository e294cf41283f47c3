// All checks of a commit taken together. Silence is not success, and neither is a check that took no side.

import type { CheckView } from "./view.ts";

/** Which checks count. */
export interface CiStandard {
  /** Names that the default branch's protection asks for; empty where it asks for none or cannot be read. */
  readonly required: readonly string[];
  /** Apps whose checks count, `status` for commit statuses; null: all but this app's own. */
  readonly apps: readonly string[] | null;
}

/** What the checks that count say of one commit. */
export interface CiTally {
  /** `missing`: nothing that counts has ended well, and nothing that counts is under way. */
  readonly result: "success" | "failure" | "pending" | "missing";
  /** Checks that succeeded. */
  readonly passed: number;
  /** Names of the checks that failed. */
  readonly failing: readonly string[];
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
 * own it proves nothing.
 */
export function ciTally(checks: readonly CheckView[], { required, apps }: CiStandard): CiTally {
  const allowed = checks.filter(({ own, app }) => !own && (apps === null || apps.includes(app ?? STATUS)));
  const counted = required.length === 0 ? allowed : allowed.filter(({ name }) => required.includes(name));
  const names = new Set(counted.map(({ name }) => name));
  const awaited = required.filter((name) => !names.has(name)).length;
  const failing = counted.filter(({ state }) => state === "failure").map(({ name }) => name);
  const passed = counted.filter(({ state }) => state === "success").length;
  const all = { passed, failing };
  if (counted.some(({ state }) => state === "pending")) return { result: "pending", ...all };
  if (failing.length > 0) return { result: "failure", ...all };
  return { result: awaited === 0 && passed > 0 ? "success" : "missing", ...all };
}

/** How a list of apps names commit statuses, which belong to none. */
const STATUS = "status";
