// What goes to the memory branch: the journal and everything projected from it, in one commit, and only when an
// event must be written. The other files ride along; on their own they are never a reason to write.

import type { NewEvent } from "../domain/journal.ts";
import { memoryPath } from "../domain/names.ts";
import type { ProgramState } from "../domain/state.ts";
import { memoryCommitMessage } from "../text/comments/commit-message.ts";
import { appendToJournal } from "../text/journal/journal.ts";
import { rowOf, withRow } from "../text/journal/registry.ts";
import { renderResults } from "../text/journal/results-table.ts";
import { renderStateFile } from "../text/state-file/state-file.ts";
import { act, type Rule, type World } from "./draft.ts";
import { programText } from "./program-text.ts";
import { nextDue } from "./turn.ts";

interface TextFile {
  readonly path: string;
  readonly text: string;
}

export const memory: Rule = (world, draft) => {
  if (!draft.mustWrite || draft.state === null) return draft;
  const { journal, name, view } = world.seen;
  const grown = appendToJournal(journal === "absent" || "broken" in journal ? null : journal, draft.events);
  const written = { ...draft, seq: grown.journal.seq };
  return act(written, {
    type: "memory.commit",
    expectedHead: view.memory.head,
    message: memoryCommitMessage({ program: name, events: draft.events.map(({ type }) => type) }),
    files: [
      ...grown.segments.map(({ number, text }) => ({ path: memoryPath.segment(name, number), text })),
      ...definitionFiles(world, draft.events),
      ...projections(world, draft.state),
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

function projections(world: World, state: ProgramState): readonly TextFile[] {
  const { name, stateFile, results, registry } = world.seen;
  const files = [
    {
      path: memoryPath.state(name),
      before: stateFile,
      text: renderStateFile(stateFile === "absent" ? null : stateFile, state),
    },
    {
      path: memoryPath.results(name),
      before: results,
      text: renderResults(results === "absent" ? null : results, state.recent),
    },
  ];
  const row = withRow(registry === "absent" ? null : registry, rowOf(state, nextDue(world, state)));
  return [
    ...files.filter(({ before, text }) => before !== text).map(({ path, text }) => ({ path, text })),
    { path: memoryPath.registry(), text: row },
  ];
}
