// What goes to the memory branch: the journal and everything projected from it, in one commit, and only when an
// event must be written or a run on GitHub Actions is to find its request there. The other files ride along; on their
// own they are never a reason to write.

import { traits } from "../../domain/executors.ts";
import type { NewEvent } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { memoryPath } from "../../domain/program/names.ts";
import { memoryCommitMessage } from "../../text/comments/commit-message.ts";
import { appendToJournal } from "../../text/journal/journal.ts";
import { rowOf, withRow } from "../../text/journal/registry.ts";
import { renderResults, withMetrics, withoutOlder } from "../../text/journal/results-table.ts";
import { renderStateFile } from "../../text/state-file/state-file.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import { nextDue } from "../iteration/turn.ts";
import { programText } from "../life/program-text.ts";
import { requestText } from "../runs/request-text.ts";
import { stateIn, type World } from "../world.ts";

interface TextFile {
  readonly path: string;
  readonly text: string;
}

export const memory: Rule = (world, draft) => {
  const requests = requestFiles(world, draft);
  if (draft.state === null || (!draft.mustWrite && requests.length === 0)) return draft;
  const { journal, name, view } = world.seen;
  const before = journal === "absent" || "broken" in journal ? null : journal;
  const grown = draft.events.length === 0 ? null : appendToJournal(before, draft.events);
  return act(grown === null ? draft : { ...draft, seq: grown.journal.seq }, {
    type: "memory.commit",
    expectedHead: view.memory.head,
    message: memoryCommitMessage({ program: name, events: draft.events.map(({ type }) => type) }),
    files: [
      ...(grown?.segments ?? []).map(({ number, text }) => ({
        path: memoryPath.segment(name, number),
        text,
      })),
      ...definitionFiles(world, draft.events),
      ...requests,
      ...projections(world, draft.state, draft.events),
    ],
    events: draft.events.map(({ type }) => type),
  });
};

/** The approved text itself, so that what runs can be read by its hash wherever it runs. */
function definitionFiles(world: World, events: readonly NewEvent[]): readonly TextFile[] {
  const text = programText(world);
  if (text === null) return [];
  return events.flatMap((event) =>
    event.type === "program.defined"
      ? [{ path: memoryPath.definition(world.seen.name, event.hash), text }]
      : [],
  );
}

/**
 * A repeated order writes its request again, whatever the branch holds: it may have changed since, and of two
 * processes that want to repeat it the commit lets only one.
 */
function requestFiles({ policy, seen }: World, { actions }: Draft): readonly TextFile[] {
  if (!traits(policy.executor).readsRequest) return [];
  return actions.flatMap((action) =>
    action.type === "run.start"
      ? [{ path: memoryPath.request(seen.name), text: requestText(seen.key, action.request) }]
      : [],
  );
}

function projections(world: World, state: ProgramState, events: readonly NewEvent[]): readonly TextFile[] {
  const { name, stateFile, results, registry } = world.seen;
  const records = withMetrics(state.recent, stateIn(world.seen), events);
  const whole = renderResults(results === "absent" ? null : results, records);
  const { table, older } = withoutOlder(whole, state.recent[0]?.number ?? 0);
  const files = [
    {
      path: memoryPath.state(name),
      before: stateFile,
      text: renderStateFile(stateFile === "absent" ? null : stateFile, state),
    },
    { path: memoryPath.results(name), before: results, text: table },
  ];
  const row = withRow(registry === "absent" ? null : registry, rowOf(state, nextDue(world, state)));
  return [
    ...files.filter(({ before, text }) => before !== text).map(({ path, text }) => ({ path, text })),
    ...older.map(({ from, text }) => ({ path: memoryPath.olderResults(name, from), text })),
    { path: memoryPath.registry(), text: row },
  ];
}
