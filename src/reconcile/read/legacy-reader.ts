// The reads that only a program needs which an older edition ran, or whose state file somebody edited: none of them
// happens while a program runs undisturbed.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { Legacy } from "../../domain/program/legacy.ts";
import { LABEL, MEMORY_BRANCH, memoryPath } from "../../domain/program/names.ts";
import type { ProgramKey, ProgramView } from "../../domain/repository/view.ts";
import type { ProgramReads } from "../../ports/forge/program-reads.ts";
import { isMovedComment } from "../../text/comments/moved-comment.ts";
import { oldIssues } from "../../text/state-file/import.ts";
import { stateEdits } from "../../text/state-file/state-edits.ts";
import { parseStateFile } from "../../text/state-file/state-file.ts";

/** What is there to take over; null where no older edition's state file is, or the issue is no program. */
export async function lookAtLegacy(
  forge: ProgramReads,
  key: ProgramKey,
  { issue }: ProgramView,
  stateFile: string | "absent",
): Promise<Legacy | null> {
  if (stateFile === "absent" || issue === "absent") return null;
  if (issue.state !== "open" || !issue.labels.includes(LABEL.program)) return null;
  const numbers = oldIssues(parseStateFile(stateFile)).filter((number) => number !== key.issue);
  const issues = [];
  for (const number of numbers) issues.push({ number, pointed: await isPointed(forge, key, number) });
  return { pulls: await forge.openPulls(key), issues };
}

/** Our pointer is there, or the issue takes none. */
async function isPointed(forge: ProgramReads, key: ProgramKey, number: number): Promise<boolean> {
  const { issue, comments } = await forge.look({ key: { ...key, issue: number }, name: null });
  if (issue === "absent" || issue.locked) return true;
  return comments.some(({ own, body }) => own && isMovedComment(body));
}

/** Who wrote a state file last that is not as the journal's state renders it; null: it is. */
export async function lastEditor(
  forge: ProgramReads,
  key: ProgramKey,
  stateFile: string | "absent",
  state: ProgramState | null,
): Promise<{ readonly login: string | null } | null> {
  if (state === null || stateEdits(stateFile, state).length === 0) return null;
  return { login: await forge.lastAuthor(key, MEMORY_BRANCH, memoryPath.state(state.name)) };
}
