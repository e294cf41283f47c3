// The program's text as it stands now, wherever it is kept, and who stands behind it. For a file that is the default
// branch itself: whoever may write there may say what runs, and git keeps everybody else out.

import type { Actor } from "../../domain/journal/terms.ts";
import type { Problem } from "../../domain/program/program.ts";
import type { IssueView } from "../../domain/repository/view.ts";
import { sha256 } from "../../text/format/hash.ts";
import { block, type Draft, notify } from "../draft.ts";
import { approver } from "../facts/approval.ts";
import { approvals } from "../facts/command-sources.ts";
import { peopleIn, stateIn, type World } from "../world.ts";

/** Who approves a program file. */
const DEFAULT_BRANCH: Actor = { login: "default branch", id: null, permission: "write" };

/** The text; null: what held it is gone. */
export function programText({ seen }: World): string | null {
  return seen.program === "absent" ? null : seen.program.text;
}

/** Who stands behind the present text; null: nobody who may. */
export function standsBehind({ seen }: World, issue: IssueView): Actor | null {
  if (seen.program !== "absent" && seen.program.source.kind === "file") return DEFAULT_BRANCH;
  const seenNow = approver(issue, peopleIn(seen), approvals(seen.view, seen.name));
  const approved = stateIn(seen)?.approved;
  return seenNow ?? (approved?.hash === sha256(issue.body) ? approved.by : null);
}

/** Nothing new starts, and one comment says what is wrong with the text and where to mend it. */
export function cannotRun({ seen }: World, draft: Draft, problems: readonly Problem[]): Draft {
  const { program } = seen;
  const inFile = program !== "absent" && program.source.kind === "file";
  const file = inFile ? { file: program.source.path } : {};
  return block(notify(draft, { kind: "problems", problems, ...file }), ...problems);
}
