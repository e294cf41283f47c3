// An issue becomes a program: open, labelled, its text runnable and approved by somebody with write access.
// Nothing is written to the journal before all of that holds.

import { PLATEAU_REJECTIONS } from "../../domain/limits.ts";
import { canonicalBranch, LABEL } from "../../domain/program/names.ts";
import { sha256 } from "../../text/format/hash.ts";
import { parseProgram, READER } from "../../text/program/program.ts";
import { act, lookAgain, notify, type Rule, record } from "../draft.ts";
import { isFull } from "../facts/full-issue.ts";
import { beginRun } from "../runs/run.ts";
import { cannotRun, standsBehind } from "./program-text.ts";
import { beginning, inherited, isTakenOver, notFromTheFuture, pointers } from "./take-over.ts";

export const adopt: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  if (draft.state !== null || issue === "absent") return draft;
  if (issue.state !== "open" || !issue.labels.includes(LABEL.program)) return draft;

  if (isFull(world.seen.view)) {
    const isTold = issue.locked || issue.reactions.includes("confused");
    return isTold ? draft : act(draft, { type: "issue.react", reaction: "confused" });
  }
  const { program } = world.seen;
  const by = standsBehind(world, issue);
  if (by === null || program === "absent") return notify(draft, { kind: "approval" });
  const { definition, problems } = parseProgram(program.text, { legacy: isTakenOver(world) });
  if (definition === null) return cannotRun(world, draft, problems);

  const missing = pointers(world);
  // They are posted first, so that a crash cannot leave them out: once the journal begins nobody looks for them.
  if (missing.length > 0) return lookAgain(act(draft, ...missing));

  const name = world.seen.name;
  const begin = beginning(world, definition);
  const adopted = record(world, draft, {
    type: "program.adopted",
    name,
    issue: issue.number,
    source: program.source,
    ...begin,
    plateau: PLATEAU_REJECTIONS,
  });
  const defined = record(world, adopted, {
    type: "program.defined",
    hash: sha256(program.text),
    definition,
    approved_by: by,
    epoch: 1,
    reader: READER,
  });
  const stands = inherited(world, beginRun(world, defined, "label", by));
  const begun = notFromTheFuture(world, stands);
  // What was seen of the branch was that of the canonical name.
  return begin.branch === canonicalBranch(name) ? begun : lookAgain(begun);
};
