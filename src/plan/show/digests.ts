// Makes room among the comments: when the issue holds too many iteration comments, the oldest are summed up in one
// digest, and what a digest stands for is deleted. Only what the host shows counts: nothing is deleted before its
// digest is seen, and a comment that should be gone and is not is deleted by whoever looks next. A comment into which a
// person wrote is never summed up and never deleted.

import { DELETIONS_AT_ONCE, DIGEST_ITERATIONS } from "../../domain/limits.ts";
import { memoryPath } from "../../domain/program/names.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { digestComment } from "../../text/comments/digest-comment.ts";
import { digestOf, iterationOf } from "../../text/format/markers.ts";
import { olderFrom } from "../../text/journal/results-table.ts";
import { act, type Draft, type Rule, wake } from "../draft.ts";
import { holdsTheirWords } from "../facts/own-words.ts";
import { onceFor } from "../once.ts";
import type { NeedNow } from "../read.ts";
import { stateIn, type World } from "../world.ts";
import { isReportDue, linesSeen, olderFiles } from "./lines-seen.ts";

/** Pause between two rounds of deletions: together with everything else, they stay within GitHub's limits. */
const NEXT_ROUND_MS = 60_000;

export const digests: Rule = (world, draft) => {
  if (draft.state === null) return draft;
  const { spare, due } = found(world, draft.state.name);
  if (spare.length > 0) return cleared(world, draft, spare);
  return due.length === 0 ? draft : folded(world, draft, draft.state.name, due);
};

/** Lines of the results table that a digest or the final report is made of and that are not in the table any more. */
export const olderResultsRead: NeedNow = (world) => {
  const { olderResults, view } = world.seen;
  const state = stateIn(world.seen);
  if (olderResults !== "unread" || state === null) return null;
  // A report is made of all of them, and a digest of some.
  if (state.status === "completed" && isReportDue(world, state) === "unread")
    return { type: "olderResults", files: olderFiles(world, state.name) };
  const { spare, due } = found(world, state.name);
  if (spare.length > 0 || due.length === 0) return null;
  const rows = linesSeen(world);
  const missing = due.filter((number) => !rows.has(number));
  const paths = new Set(missing.map((number) => memoryPath.olderResults(state.name, olderFrom(number))));
  const files = view.memory.files.filter(({ path }) => paths.has(path));
  return files.length === 0 ? null : { type: "olderResults", files };
};

/** Comments that are in the way, and iterations that a digest is to tell of. */
function found(world: World, program: string): { spare: readonly Told[]; due: readonly number[] } {
  const { issue } = world.seen.view;
  if (issue === "absent" || issue.locked) return { spare: [], due: [] };
  const { iterationComments } = world.policy;
  const told = toldIterations(world.seen.view, program);
  const spare = told.filter((one) => one.spare);
  const single = told.filter(({ digest, isTheirs }) => !digest && !isTheirs);
  if (single.length <= iterationComments) return { spare, due: [] };
  const numbers = [...new Set(single.map(({ from }) => from))].toSorted((a, b) => a - b);
  const atOnce = Math.min(DIGEST_ITERATIONS, Math.ceil(iterationComments / 4));
  return { spare, due: numbers.slice(0, atOnce) };
}

/** Iterations that a comment of the app tells about, its own or a digest. */
export function isTold(view: ProgramView, program: string): (iteration: number) => boolean {
  const told = toldIterations(view, program);
  const singles = new Set(told.filter(({ digest }) => !digest).map(({ from }) => from));
  const ranges = told.filter(({ digest }) => digest);
  return (number) => singles.has(number) || ranges.some(({ from, to }) => from <= number && number <= to);
}

interface Told {
  readonly comment: number;
  readonly digest: boolean;
  readonly from: number;
  readonly to: number;
  /** A person wrote into it. */
  readonly isTheirs: boolean;
  /** An earlier digest stands for all of it. */
  readonly spare: boolean;
}

/** What the app's own comments tell about, of whichever program, oldest comment first. */
const toldOf = onceFor((view: ProgramView) =>
  view.comments
    .filter(({ own }) => own)
    .flatMap((comment) => {
      const { id, body } = comment;
      const iteration = iterationOf(body);
      const single =
        iteration === null ? null : { ...iteration, from: iteration.number, to: iteration.number };
      const range = single ?? digestOf(body);
      if (range === null) return [];
      const { program, from, to } = range;
      const isTheirs = holdsTheirWords(comment);
      return [{ program, told: { comment: id, digest: single === null, from, to, isTheirs } }];
    }),
);

/** What the app's own comments tell about this program. */
function toldIterations(view: ProgramView, program: string): readonly Told[] {
  const found = toldOf(view).flatMap((one) => (one.program === program ? [one.told] : []));
  const ranges = found.filter(({ digest }) => digest);
  const isSpare = (one: Omit<Told, "spare">) =>
    !one.isTheirs &&
    ranges.some(
      ({ comment, from, to }) => (!one.digest || comment < one.comment) && from <= one.from && one.to <= to,
    );
  return found.map((one) => ({ ...one, spare: isSpare(one) }));
}

function cleared(world: World, draft: Draft, spare: readonly Told[]): Draft {
  const gone = spare.slice(0, DELETIONS_AT_ONCE).reduce<Draft>(
    (so_far, { comment, from, digest }) =>
      act(so_far, {
        type: "comment.delete",
        comment,
        what: digest ? "second digest" : `comment of iteration ${from}, which is in a digest`,
      }),
    draft,
  );
  return wake(gone, world.now + NEXT_ROUND_MS);
}

function folded(world: World, draft: Draft, program: string, due: readonly number[]): Draft {
  const rows = linesSeen(world);
  const lines = due.map((number) => ({ number, row: rows.get(number) ?? null }));
  const body = digestComment(program, lines, world.policy.links);
  return wake(act(draft, { type: "comment.post", body, what: "digest of iteration comments" }), world.now);
}
