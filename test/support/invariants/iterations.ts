// Invariants 6, 7 and 15: iterations are ordered one at a time, once each, with an approved definition.

import { isDeepStrictEqual } from "node:util";
import { endsIteration } from "../../../src/domain/journal/event.ts";
import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { parseTrailers } from "../../../src/text/comments/commit-message.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import { definitionOf } from "../../../src/text/settings/overrides.ts";
import { attemptIn, type Past } from "./past.ts";
import { type JournalRule, type MomentRule, ownMove, unless } from "./rule.ts";

/**
 * 6, single flight: an order is for the one iteration that the journal holds in flight at that moment. The journal's
 * own order is the other half (`startsAfterEnd`). Does not see what an executor does with an order.
 */
export const ordersTheOneInFlight: MomentRule = (deed, past) => {
  if (deed.what !== "run") return [];
  const { program, nonce, iteration, kind, base } = deed.request;
  const state = past.memory.journal.get(program)?.state;
  const flight = state?.in_flight;
  if (past.isOvertaken(program, deed.look)) return [];
  return unless(
    flight?.nonce === nonce &&
      flight.number === iteration &&
      flight.kind === kind &&
      flight.base === base &&
      flight.report === null,
    () => `run ${nonce} of ${program} was ordered, but the journal has ${flight?.nonce ?? "none"} in flight`,
  );
};

/** 6, single flight: in the journal no iteration starts while another has not ended, and numbers leave no gap. */
export const startsAfterEnd: JournalRule = ({ program, event, before }) => {
  if (event.type !== "iteration.start") return [];
  const flight = before?.in_flight ?? null;
  const isRetry = flight?.number === event.iteration && event.attempt > flight.attempt;
  const isNext = flight === null && event.iteration === (before?.last_iteration ?? -1) + 1;
  return unless(isRetry || isNext, () => {
    return `iteration ${event.iteration} of ${program} started while ${flight?.number ?? "none"} was in flight`;
  });
};

/**
 * 7, at most once: no nonce is ordered twice. An order that failed before it took effect was none. Stronger than the
 * invariant, which allows a second one after proof that the first never started: this executor keeps every order.
 * Two processes that look at one moment may both order: the nonce makes it one. Where one went on while the other stood
 * still, that one may order what nobody waits for any more.
 * Where a journal was rewound, and a maintainer let it go on, the same iteration comes again: this says nothing then.
 */
export const orderedOnce: MomentRule = (deed, past) =>
  deed.what === "run" &&
  !past.isOvertaken(deed.request.program, deed.look) &&
  !past.memory.rewound.has(deed.request.program)
    ? unless(
        (past.spending.ordered.get(deed.request.nonce) ?? since(past)) >= since(past),
        () => `run ${deed.request.nonce} was ordered twice`,
      )
    : [];

function since(past: Past): number {
  return past.look?.since ?? past.count;
}

/**
 * 7, at most once: on a branch stands one commit with the trailers of each attempt at an iteration. Where a journal was rewound
 * its numbers come again, and this says nothing.
 */
export const committedOnce: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.to === null || move.branch === MEMORY_BRANCH) return [];
  const { message, author } = past.git.get(move.to);
  // A person's merge by rebase copies trailers along.
  const name = author === past.self ? attemptIn(message) : null;
  if (name === null || past.memory.rewound.has(name.split(" ", 1)[0] ?? "")) return [];
  const { to } = move;
  const others = [...(past.committed.get(name) ?? [])].filter((id) => id !== to);
  return unless(!others.some((id) => past.git.isAncestor(id, to)), () => {
    return `iteration ${name} has a second commit on ${move.branch}`;
  });
};

/**
 * 7, at most once: an iteration ends once, and its commit is the one that its trailers name, or one of somebody
 * else on top of what CI refused, about which CI spoke instead.
 */
export const endsOnce: JournalRule = ({ program, event, before }, past) => {
  if (event.type === "iteration.commit") {
    const commit = past.git.find(event.commit);
    const trailers = commit === undefined ? null : parseTrailers(commit.message);
    const flight = before?.in_flight;
    const isRepair =
      flight?.repair !== undefined && past.git.isAncestor(flight.commit ?? flight.base, event.commit);
    const isOwn = trailers?.program === program && trailers.iteration === event.iteration;
    return unless(isOwn || isRepair, () => {
      return `the journal of ${program} calls ${event.commit} the commit of iteration ${event.iteration}`;
    });
  }
  if (!endsIteration(event) || !("iteration" in event)) return [];
  return unless(before?.in_flight?.number === event.iteration, () => {
    return `iteration ${event.iteration} of ${program} ended without being in flight`;
  });
};

/**
 * 15, bound definition: the order's definition is the approved text on the memory branch under the hash that the
 * iteration names, with what was set by command. That the approval was in order is `authority.ts`. Says nothing where
 * the journal went on, or was cut, while the app looked.
 */
export const runsTheApprovedText: MomentRule = (deed, past) => {
  if (deed.what !== "run") return [];
  const { program, definition } = deed.request;
  if (past.isOvertaken(program, deed.look)) return [];
  const { events = [], state = null } = past.memory.journal.get(program) ?? {};
  const hash = state?.in_flight?.definition ?? "";
  const text = past.memory.text(memoryPath.definition(program, hash));
  const approved = events.some((event) => event.type === "program.defined" && event.hash === hash);
  if (!approved || state?.definition?.hash !== hash)
    return [`a run of ${program} names ${hash}, not approved`];
  if (text === undefined || sha256(text) !== hash) return [`the text ${hash} of ${program} is not kept`];
  const parsed = parseProgram(text).definition;
  const expected =
    parsed === null ? null : definitionOf({ ...state, definition: { ...state.definition, parsed } });
  return unless(isDeepStrictEqual(definition, expected), () => {
    return `a run of ${program} does not run the text that was approved`;
  });
};
