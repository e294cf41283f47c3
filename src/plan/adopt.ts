// An issue becomes a program: open, labelled, its text runnable and approved by somebody with write access.
// Nothing is written to the journal before all of that holds.

import { canonicalBranch, LABEL } from "../domain/names.ts";
import { sha256 } from "../text/hash.ts";
import { parseProgram } from "../text/program/program.ts";
import { approver } from "./approval.ts";
import { block, notify, type Rule, record } from "./draft.ts";
import { beginRun } from "./run.ts";

export const adopt: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  if (draft.state !== null || issue === "absent") return draft;
  if (issue.state !== "open" || !issue.labels.includes(LABEL.program)) return draft;

  const by = approver(issue, world.seen.permissions);
  if (by === null) return notify(draft, { kind: "approval" });
  const { definition, problems } = parseProgram(issue.body);
  if (definition === null) return block(notify(draft, { kind: "problems", problems }), ...problems);

  const name = world.seen.name;
  const adopted = record(world, draft, {
    type: "program.adopted",
    name,
    issue: issue.number,
    source: { kind: "issue" },
    branch: canonicalBranch(name),
  });
  const defined = record(world, adopted, {
    type: "program.defined",
    hash: sha256(issue.body),
    definition,
    approved_by: by,
    epoch: 1,
  });
  return beginRun(world, defined, "label");
};
