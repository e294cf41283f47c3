// Invariants 12 and 13: the journal only grows, and everything else says what it says.

import { iterationCount } from "../../../src/domain/journal/state.ts";
import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { hasStatusMarker, statusSeq } from "../../../src/text/format/markers.ts";
import { verifyJournal } from "../../../src/text/journal/journal.ts";
import { parseRegistry, type Registry } from "../../../src/text/journal/registry.ts";
import { renderResults } from "../../../src/text/journal/results-table.ts";
import { stateEdits } from "../../../src/text/state-file/state-edits.ts";
import { renderStateFile } from "../../../src/text/state-file/state-file.ts";
import type { JournalAt } from "./journals.ts";
import type { Past } from "./past.ts";
import { type JournalRule, type MomentRule, ownMove, type RestRule, unless } from "./rule.ts";

/**
 * 12, append only: in a write of the app every journal file that was there is a byte prefix of what is there now, and
 * a chain that was whole stays whole. What people do to the branch is not the app's; see `noticesRewinding`.
 */
export const appendOnly: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.branch !== MEMORY_BRANCH || move.from === null || move.to === null) return [];
  const [before, after] = [past.git.get(move.from).tree, past.git.get(move.to).tree];
  const rewritten = [...before]
    .filter(([path, { id }]) => path.startsWith("journal/") && after.get(path)?.id !== id)
    .filter(([path]) => {
      const old = past.memory.text(path, move.from ?? undefined) ?? "";
      return !past.memory.text(path, move.to ?? undefined)?.startsWith(old);
    });
  const old = past.memory.journals.at(move.from);
  const broken = [...past.memory.journals.at(move.to)].filter(
    ([program, { fault }]) => fault !== null && old.get(program)?.fault == null,
  );
  return [
    ...rewritten.map(([path]) => `the app rewrote ${path}`),
    ...broken.map(([program, { fault }]) => `the app broke the journal of ${program}: ${fault}`),
  ];
};

/**
 * 12, rewinding is noticed: the first thing that the app writes to a journal that was cut short is that it was. By
 * design only as far as the status comment had shown it; entries that no status comment names can go unnoticed.
 */
export const noticesRewinding: JournalRule = ({ program, event, before }, past) => {
  if (before === null) return [];
  const comments = [...(past.issues.get(before.issue)?.comments.values() ?? [])];
  const told = comments.filter(({ author, body }) => author === past.self && hasStatusMarker(body));
  const shown = Math.min(
    past.memory.longest.get(program) ?? 0,
    Math.max(0, ...told.map(({ body }) => statusSeq(body) ?? 0)),
  );
  if (event.seq > shown) return [];
  if (before.pause?.kind === "tampered" || before.status === "completed") return [];
  return unless(event.type === "loop.pause" && event.kind === "tampered", () => {
    return `${event.type} was added to the journal of ${program}, which had ${shown} entries before`;
  });
};

/** 12, once in a while: the product's own verification agrees with this checker's reading. */
export const journalsVerify: RestRule = (past, { thorough }) =>
  [...past.memory.journal.values()]
    .filter(({ fault }) => thorough && fault === null)
    .flatMap(({ program, segments, events, hash }) => {
      const verified = verifyJournal(program, segments);
      return unless(verified.events === events.length && verified.hash === hash, () => {
        return `the journal of ${program} verifies to something else`;
      });
    });

/**
 * 13, the journal is the truth: at rest the machine table, the results table and the registry's row say what the
 * journal adds up to. The parts of the state file that belong to people are `human-text.ts`.
 */
export const journalIsTruth: RestRule = (past) => {
  const registry = registryOf(past);
  return [...past.memory.journal.values()].flatMap((journal) => {
    const { program, state, fault } = journal;
    if (state === null || fault !== null || !past.isAtRest(state.issue)) return [];
    const file = past.memory.text(memoryPath.state(program));
    const edits = stateEdits(file ?? "absent", state);
    const results = past.memory.text(memoryPath.results(program)) ?? null;
    return [
      ...edits.map(({ field }) => `the state file of ${program} says something else: ${field}`),
      ...unless(renderResults(results, state.recent) === results, () => {
        return `the results table of ${program} says something else`;
      }),
      ...(registry === null ? [] : rowSays(registry, journal)),
    ];
  });
};

/** 13, deleting the state file brings it back byte for byte: what the app makes anew is what the journal says. */
export const stateFileComesBack: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.branch !== MEMORY_BRANCH || move.from === null || move.to === null) return [];
  const [from, to] = [move.from, move.to];
  return [...past.memory.journals.at(to)].flatMap(([program, { state }]) => {
    const path = memoryPath.state(program);
    const made = past.memory.text(path, to);
    if (past.memory.text(path, from) !== undefined || made === undefined || state === null) return [];
    return unless(made === renderStateFile(null, state), () => {
      return `the state file of ${program} was made anew, and not from the journal`;
    });
  });
};

function registryOf(past: Past): Registry | null {
  try {
    return parseRegistry(past.memory.text(memoryPath.registry()) ?? "");
  } catch {
    // A person broke it: it is made anew with the next write.
    return null;
  }
}

function rowSays(registry: Registry, { program, state }: JournalAt): readonly string[] {
  const row = registry.programs.find(({ name }) => name === program);
  // A person may have taken it out: it comes back with the next write.
  if (row === undefined || state === null) return [];
  const isSame =
    row.issue === state.issue &&
    row.status === state.status &&
    row.in_flight === (state.in_flight?.number ?? null) &&
    row.baseline === state.baseline &&
    row.iterations === iterationCount(state) &&
    row.last_run === state.last_run_at &&
    row.branch === state.branch;
  return unless(isSame, () => `the registry's row of ${program} says something else`);
}
