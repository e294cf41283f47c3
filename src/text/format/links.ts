// Links into the repository's own web pages as Markdown, with names of ours as their words.

import { MEMORY_BRANCH } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";

/** A commit by its first seven digits. */
export function commitLink(links: Links, commit: string): string {
  return `[\`${commit.slice(0, 7)}\`](${links.commit(commit)})`;
}

/** A branch by its name. */
export function branchLink(links: Links, branch: string): string {
  return `[\`${branch}\`](${links.branch(branch)})`;
}

/** A file or folder of the memory branch. */
export function memoryLink(links: Links, path: string, text: string): string {
  const address = /\.\w+$/.test(path) ? links.file(MEMORY_BRANCH, path) : links.folder(MEMORY_BRANCH, path);
  return `[${text}](${address})`;
}

/** A comment of an issue. */
export function commentLink(links: Links, issue: number, comment: number, text: string): string {
  return `[${text}](${links.comment(issue, comment)})`;
}
