// The words for a proposal that is refused, the same wherever it is: in the runner's report, and in the app's verdict.
// Paths are a stranger's, so they are quoted and bounded; they are not yet inert.

import { NEW_ENTRIES, PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../domain/limits.ts";
import type { Oddity, ProposalProblem } from "../../domain/paths/proposal-policy.ts";

/** How many paths a refusal names. */
const NAMED = 10;
/** Characters of a path that are quoted. */
const PATH_CHARACTERS = 200;

type Whole = Extract<ProposalProblem, { readonly code: "too-many-files" | "too-many-bytes" }>;
type OfPath = Exclude<ProposalProblem, Whole>;

const PATH: Readonly<Record<Exclude<OfPath["code"], "not-regular">, string>> = {
  "not-plain": "is not a plain relative path",
  "named-twice": "is named twice",
  "outside-target": "is outside Target",
  excluded: "is excluded by the program",
  protected: "is protected",
  "protected-here": "is protected by the repository's configuration",
  twin: "differs from another path only in case or spelling",
  "twin-directory": "lies in a directory that differs from another only in case or spelling",
  directory: "is a directory and cannot become a file",
  "below-file": "lies below a file",
  link: "is a symbolic link or a submodule in the repository",
  "not-there": "is not there and cannot be deleted",
  "file-too-big": `more than ${grouped(PROPOSAL_FILE_BYTES)} bytes, the most that one file may hold`,
};

const ODD: Readonly<Record<Oddity, string>> = {
  "symbolic-link": "a symbolic link",
  "special-file": "a special file",
  "no-utf-8": "a name that is not UTF-8",
  "too-deep": "a directory deeper than a path may be long",
  crowd: `one of more than ${grouped(NEW_ENTRIES)} new entries`,
};

/** Whole sentences that name at most ten paths; null where there is no problem. */
export function refusalWords(problems: readonly ProposalProblem[]): string | null {
  const paths = problems.flatMap((problem) => ("path" in problem ? [problem] : []));
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
  const told = paths.slice(0, NAMED).map((problem) => `${quote(problem.path)} (${pathWords(problem)})`);
  const whole = problems.flatMap((problem) => ("path" in problem ? [] : [wholeWords(problem)]));
  const said = [...(told.length === 0 ? [] : [`${told.join(", ")}${more}.`]), ...whole];
  return said.length === 0 ? null : said.join(" ");
}

/** Refusals of one file that only a reader of the disk finds. */
export const fileRefusal = {
  changing: (path: string) => `${quote(path)} (changed while it was read).`,
  secret: (path: string) => `${quote(path)} (holds a secret of the agent).`,
} as const;

/** Why one path is refused, as the end of a sentence that begins with it. */
export function pathWords(problem: OfPath): string {
  if (problem.code !== "not-regular") return PATH[problem.code];
  return problem.odd === null
    ? "would be no regular file"
    : `is ${ODD[problem.odd]}, and a proposal may hold only regular files`;
}

function wholeWords(problem: Whole): string {
  return problem.code === "too-many-files"
    ? `${problem.files} files, where at most ${PROPOSAL_FILES} are allowed.`
    : `${grouped(problem.bytes)} bytes together, where at most ${grouped(PROPOSAL_BYTES)} are allowed.`;
}

/** A number of seven digits alone looks like a commit. */
function grouped(bytes: number): string {
  return bytes.toLocaleString("en-US");
}

function quote(path: string): string {
  return JSON.stringify(path.slice(0, PATH_CHARACTERS));
}
