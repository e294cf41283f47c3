// The lines of the results table that a look has seen, those that left the table included where somebody asked for them.

import type { ProgramState } from "../../domain/journal/state.ts";
import { memoryPath } from "../../domain/program/names.ts";
import type { FileRef } from "../../domain/repository/view.ts";
import { noticeOf } from "../../text/format/markers.ts";
import { type ResultRow, readResults } from "../../text/journal/results-table.ts";
import { valueOr, type World } from "../world.ts";

/** Lines by iteration. */
export function linesSeen({
  seen: { results, olderResults },
}: Pick<World, "seen">): ReadonlyMap<number, ResultRow> {
  const texts = [...valueOr(olderResults, []), ...(results === "absent" ? [] : [results])];
  return new Map(texts.flatMap((text) => [...readResults(text)]));
}

/** The files with lines that left the table. */
export function olderFiles({ seen: { view } }: Pick<World, "seen">, program: string): readonly FileRef[] {
  const begin = memoryPath.olderResults(program, 0).replace(/\d+\.tsv$/, "");
  return view.memory.files.filter(
    ({ path }) => path.startsWith(begin) && /^\d+\.tsv$/.test(path.slice(begin.length)),
  );
}

/**
 * Whether the final report of a program can be made of what was seen. `unread`: lines of it lie in files that nobody has read;
 * `told`: it is on the issue already.
 */
export function isReportDue(world: Pick<World, "seen">, state: ProgramState): "seen" | "unread" | "told" {
  const { olderResults, view } = world.seen;
  if (olderResults !== "unread" || olderFiles(world, state.name).length === 0) return "seen";
  const ended = { kind: "completed", key: state.ended?.at ?? "unknown" } as const;
  const isTold = view.comments.some(({ own, body }) => {
    const notice = own ? noticeOf(body) : null;
    return notice?.kind === ended.kind && notice.key === ended.key;
  });
  return isTold ? "told" : "unread";
}
