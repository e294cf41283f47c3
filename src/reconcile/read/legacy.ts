// What an older edition left besides its state file. Read once, before its program is adopted.

import type { Legacy } from "../../domain/program/legacy.ts";
import type { ProgramKey } from "../../domain/repository/view.ts";
import type { ProgramReads } from "../../ports/forge/program-reads.ts";
import { isMovedComment } from "../../text/comments/moved-comment.ts";

/** @param numbers the issues that the older edition's state file names, without the program's own */
export async function readLegacy(
  forge: ProgramReads,
  key: ProgramKey,
  numbers: readonly number[],
): Promise<Legacy> {
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
