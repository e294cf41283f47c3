// Whether a proposal may become a commit: its paths, kinds and sizes, checked against every file of the commit that
// it would stand on. The one policy for the runner and the app; takes nothing for granted that a report says. Refuses in
// doubt.

import type { ProposedFile } from "../journal/iteration.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../limits.ts";
import type { FileModes } from "../repository/view.ts";
import { normalisePath, type PathProblem, type PathRules, pathCheck } from "./paths.ts";

/**
 * Something that stands where only a file may; `too-deep`: no path leads to what is in it; `crowd`: so many new entries that
 * nobody looked at all of them.
 */
export type Oddity = "symbolic-link" | "special-file" | "no-utf-8" | "too-deep" | "crowd";

/** One change of a proposal. `path` is outside text. */
export interface ProposedChange {
  readonly path: string;
  /** Git's mode of the file afterwards; of no account for one that is deleted, but regular all the same. */
  readonly mode: string;
  /** Size of the file afterwards; null: it is deleted. */
  readonly bytes: number | null;
  /** What was found in place of a file, where somebody looked at a disk. */
  readonly odd?: Oddity;
}

/** Why a proposal is refused, with the facts; its words are in `text/outcome/refusals.ts`. */
export type ProposalProblem =
  | PathProblem
  /** It would be no regular file; `odd` says what it is where somebody looked. */
  | { readonly code: "not-regular"; readonly path: string; readonly odd: Oddity | null }
  /** The base holds a symbolic link or a submodule there or above. */
  | { readonly code: "link"; readonly path: string }
  /** It is to be deleted, but the base does not hold it. */
  | { readonly code: "not-there"; readonly path: string }
  | { readonly code: "file-too-big"; readonly path: string }
  /** The proposal as a whole: its number of files, and their bytes together. */
  | { readonly code: "too-many-files"; readonly files: number }
  | { readonly code: "too-many-bytes"; readonly bytes: number };

/**
 * At most one problem for each change, in their order, then those of the whole; empty when the commit may be made.
 * @param base all files of the commit that the proposal stands on, links and submodules too
 */
export function checkProposal(
  changes: readonly ProposedChange[],
  base: FileModes,
  rules: PathRules,
): readonly ProposalProblem[] {
  const codeOf = pathCheck(rules, new Set(base.keys()));
  const links = new Set([...base].flatMap(([path, mode]) => (isRegular(mode) ? [] : [path])));
  const bytes = changes.reduce((sum, change) => sum + (change.bytes ?? 0), 0);
  return [
    ...changes.flatMap((change): readonly ProposalProblem[] => {
      const { path } = change;
      // Asked in any case: the paths after it are checked against it, too.
      const code = codeOf(path);
      if (change.odd !== undefined || !isRegular(change.mode))
        return [{ code: "not-regular", path, odd: change.odd ?? null }];
      if (isAtLink(path, links)) return [{ code: "link", path }];
      if (code !== null) return [{ code, path }];
      if (change.bytes === null) return base.has(path) ? [] : [{ code: "not-there", path }];
      return change.bytes > PROPOSAL_FILE_BYTES ? [{ code: "file-too-big", path }] : [];
    }),
    ...(changes.length > PROPOSAL_FILES ? [{ code: "too-many-files", files: changes.length } as const] : []),
    ...(bytes > PROPOSAL_BYTES ? [{ code: "too-many-bytes", bytes } as const] : []),
  ];
}

/** The change that a file of a proposal is. `bytes` is at least the number that its base64 text stands for. */
export function changeOf({ path, mode, contents }: ProposedFile): ProposedChange {
  const bytes = contents === null ? null : Math.floor((contents.replace(/=+$/, "").length * 3) / 4);
  return { path, mode, bytes };
}

/** A path that is not plain is refused as such, however long it is. */
function isAtLink(path: string, links: ReadonlySet<string>): boolean {
  if (links.size === 0 || normalisePath(path) === null) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (links.has(path.slice(0, end))) return true;
  }
  return false;
}

/** 100664 is found in old repositories. */
function isRegular(mode: string): boolean {
  return mode === "100644" || mode === "100755" || mode === "100664";
}
