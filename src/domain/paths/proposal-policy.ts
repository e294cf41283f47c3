// Whether a proposal may become a commit: its paths, kinds and sizes, checked against every file of the commit that
// it would stand on. Takes nothing for granted that a runner said. Refuses in doubt.

import type { ProposedFile } from "../journal/iteration.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../limits.ts";
import type { FileModes } from "../repository/view.ts";
import { checkPaths, type PathProblem, type PathRules } from "./paths.ts";

/** Empty when the commit may be made. @param base all files of the commit that the proposal stands on */
export function checkProposal(
  files: readonly ProposedFile[],
  rules: PathRules,
  base: FileModes,
): readonly PathProblem[] {
  const paths = files.map(({ path }) => path);
  return [
    ...checkPaths(paths, rules, new Set(base.keys())),
    ...files.flatMap((file) => {
      const reason = refusal(file, base.get(file.path));
      return reason === null ? [] : [{ path: file.path, reason }];
    }),
    ...tooMuch(files),
  ];
}

function refusal({ mode, contents }: ProposedFile, before: string | undefined): string | null {
  if (before !== undefined && !isRegular(before))
    return "is a symbolic link or a submodule in the repository";
  if (!isRegular(mode)) return "would be no regular file";
  if (contents === null) return before === undefined ? "is not there and cannot be deleted" : null;
  return bytesOf(contents) > PROPOSAL_FILE_BYTES ? `holds more than ${PROPOSAL_FILE_BYTES} bytes` : null;
}

function tooMuch(files: readonly ProposedFile[]): readonly PathProblem[] {
  const last = files.at(-1)?.path ?? "";
  const bytes = files.reduce((sum, { contents }) => sum + bytesOf(contents ?? ""), 0);
  return [
    ...(files.length > PROPOSAL_FILES
      ? [
          {
            path: last,
            reason: `is one of ${files.length} files, where at most ${PROPOSAL_FILES} are allowed`,
          },
        ]
      : []),
    ...(bytes > PROPOSAL_BYTES
      ? [
          {
            path: last,
            reason: `is one of files with ${bytes} bytes together, where at most ${PROPOSAL_BYTES} are allowed`,
          },
        ]
      : []),
  ];
}

/** 100664 is found in old repositories. */
function isRegular(mode: string): boolean {
  return mode === "100644" || mode === "100755" || mode === "100664";
}

/** At least as many as this base64 text stands for. */
function bytesOf(contents: string): number {
  return Math.floor((contents.replace(/=+$/, "").length * 3) / 4);
}
