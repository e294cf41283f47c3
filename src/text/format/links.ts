// Links into the repository's own web pages, built from the address that the policy gives and names of ours.

import { MEMORY_BRANCH } from "../../domain/program/names.ts";

/** A commit by its first seven digits. */
export function commitLink(webUrl: string, commit: string): string {
  return `[\`${commit.slice(0, 7)}\`](${webUrl}/commit/${commit})`;
}

/** A branch by its name. */
export function branchLink(webUrl: string, branch: string): string {
  return `[\`${branch}\`](${webUrl}/tree/${branch})`;
}

/** A file or folder of the memory branch. */
export function memoryLink(webUrl: string, path: string, text: string): string {
  const kind = /\.\w+$/.test(path) ? "blob" : "tree";
  return `[${text}](${webUrl}/${kind}/${MEMORY_BRANCH}/${path})`;
}

/** A comment of an issue. */
export function commentLink(webUrl: string, issue: number, comment: number, text: string): string {
  return `[${text}](${webUrl}/issues/${issue}#issuecomment-${comment})`;
}
