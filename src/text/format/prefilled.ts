// Links to GitHub's own pages with a form on it filled in, for what only a person may do. Never longer than GitHub
// takes.

import { URL_CHARACTERS } from "../../domain/limits.ts";

/**
 * The page that makes a new file; with its text where that fits into a link, else without.
 * @param branch on which the file is to be made
 */
export function newFileUrl(webUrl: string, branch: string, path: string, text: string): string {
  // As forms are sent, with `+` for a space: what is mostly indentation becomes a third shorter than percent signs.
  const page = `${webUrl}/new/${pathOf(branch)}?${new URLSearchParams({ filename: path })}`;
  const filled = `${page}&${new URLSearchParams({ value: text })}`;
  return filled.length > URL_CHARACTERS ? page : filled;
}

/** The page that edits a file of the branch. */
export function editFileUrl(webUrl: string, branch: string, path: string): string {
  return `${webUrl}/edit/${pathOf(branch)}/${path}`;
}

/** The page on which an issue of this form is written. */
export function issueFormUrl(webUrl: string, file: string): string {
  return `${webUrl}/issues/new?${new URLSearchParams({ template: file })}`;
}

/** A branch's name inside an address, and harmless inside a Markdown link. */
function pathOf(branch: string): string {
  return branch
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("(", "%28").replaceAll(")", "%29"))
    .join("/");
}
