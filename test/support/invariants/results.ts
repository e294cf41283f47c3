// Invariants 8 and 9: what is kept is better than all before it, and CI said so.

import type { CheckView } from "../../../src/domain/repository/view.ts";
import { definitionOf } from "../../../src/text/settings/overrides.ts";
import type { Past } from "./past.ts";
import { type JournalRule, unless } from "./rule.ts";
import { REMEMBERED_MS } from "./unknown.ts";

/**
 * 8, ratchet: within an epoch an accepted metric is better than the best by at least `min-delta` (as good with less
 * code where the program says so), or, where it was confirmed, its pairs say that it is better than its own base and the
 * metric is its middle value in them; and the best changes only by an accept, with an epoch, or by a revoke, which gives it
 * back to what was kept before. Whether the number was
 * measured rightly is not seen here.
 */
export const ratchet: JournalRule = ({ program, event, before, after }) => {
  if (event.type === "iteration.revoke") {
    const kept = before?.recent.find(({ number }) => number === event.iteration);
    const earlier = before?.recent.findLast(
      ({ number, verdict }) => number < event.iteration && verdict === "accepted",
    );
    const best = earlier?.metric ?? kept?.best_before ?? null;
    return unless(kept !== undefined && best === (after?.best?.metric ?? null), () => {
      return `the best of ${program} is ${after?.best?.metric ?? "none"} after a revoke, and was ${best} before it`;
    });
  }
  if (event.type !== "iteration.accept") {
    const isNewEpoch = before?.epoch !== after?.epoch;
    return unless(isNewEpoch || before?.best?.metric === after?.best?.metric, () => {
      return `${event.type} changed the best of ${program}`;
    });
  }
  const told = unless(
    after?.best?.metric === event.metric && after.best.iteration === event.iteration,
    () => {
      return `the best of ${program} is not what iteration ${event.iteration} was accepted with`;
    },
  );
  const best = before?.best?.metric;
  const definition = before === null ? null : definitionOf(before);
  if (before?.in_flight?.kind === "baseline" || definition === null) return told;
  if (best === undefined) return [...told, `iteration ${event.iteration} of ${program} had no baseline`];
  const { confirm: most, report } = before?.in_flight ?? {};
  if (most !== undefined && report?.pairs !== undefined) {
    const candidates = report.pairs.map(({ candidate }) => candidate).toSorted((a, b) => a - b);
    const middle = (at: number) => candidates[Math.floor(at)] ?? Number.NaN;
    const anew = (middle(candidates.length / 2) + middle((candidates.length - 1) / 2)) / 2;
    const lost = report.pairs.filter(({ base, candidate }) =>
      definition.direction === "lower" ? candidate >= base : candidate <= base,
    ).length;
    const isConfirmed =
      lost <= (most < 6 ? 0 : 1) && report.pairs.length - lost >= (most < 6 ? most : most - 1);
    return [
      ...told,
      ...unless(isConfirmed && Math.abs(anew - event.metric) <= 1e-9 * Math.abs(anew), () => {
        return `iteration ${event.iteration} of ${program} was accepted with ${event.metric} after pairs that say ${anew}, ${lost} of ${report.pairs?.length} lost`;
      }),
    ];
  }
  const gain = definition.direction === "lower" ? best - event.metric : event.metric - best;
  const isBetter = gain > 0 && gain >= definition.minDelta;
  return [
    ...told,
    ...unless(isBetter || (gain === 0 && definition.simplicity !== null), () => {
      return `iteration ${event.iteration} of ${program} was accepted with ${event.metric} after ${best}`;
    }),
  ];
};

/**
 * 9, CI truth: at the moment of an accept every check of another app on exactly that commit had ended, at least one
 * in success and none in failure, those that run no code aside; where the branch asks for some by name, these alone, and
 * all of them; or the program, or the repository, asks for no CI.
 */
export const ciTruth: JournalRule = ({ program, event, before }, past, { policy }) => {
  if (event.type !== "iteration.accept" || before?.in_flight?.kind === "baseline") return [];
  const flight = before?.in_flight;
  const iteration = `iteration ${event.iteration} of ${program}`;
  if (before === null || flight?.commit == null) return [`${iteration} was accepted without a commit`];
  const asked = definitionOf(before)?.ci ?? policy.ci;
  if (asked === "none") return [];
  const checks = past.checks.get(flight.commit) ?? [];
  return [
    ...unless(flight.ci === "success", () => `${iteration} was accepted, CI: ${flight.ci ?? "none"}`),
    ...unless(
      isGreen(checks, past.required) || wasAskedForLess(checks, past),
      () => `${iteration} was accepted while its checks were ${inWords(checks)}`,
    ),
  ];
};

/** What was asked for until a moment ago is still believed: names are remembered for ten minutes. */
function wasAskedForLess(checks: readonly CheckView[], past: Past): boolean {
  const since = past.look?.at ?? Number.POSITIVE_INFINITY;
  return since - past.requiredSince < REMEMBERED_MS && isGreen(checks, past.requiredBefore);
}

/** Statuses in these tests that are of nobody who runs code. */
const NO_CODE: readonly string[] = ["license/cla"];

/** Names of the checks that count and failed. */
export function redNames(checks: readonly CheckView[], required: readonly string[]): readonly string[] {
  return counting(checks, required).flatMap(({ name, state }) => (state === "failure" ? [name] : []));
}

function counting(checks: readonly CheckView[], required: readonly string[]): readonly CheckView[] {
  const others = checks.filter(({ own, app, name }) => !own && !(app === null && NO_CODE.includes(name)));
  return required.length === 0 ? others : others.filter(({ name }) => required.includes(name));
}

function isGreen(checks: readonly CheckView[], required: readonly string[]): boolean {
  const others = counting(checks, required);
  return (
    required.every((name) => others.some((check) => check.name === name)) &&
    others.some(({ state }) => state === "success") &&
    others.every(({ state }) => state === "success" || state === "neutral")
  );
}

function inWords(checks: readonly CheckView[]): string {
  return checks.length === 0 ? "missing" : checks.map(({ name, state }) => `${name}: ${state}`).join(", ");
}
