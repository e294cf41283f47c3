// Messages of the app's commits, and the trailers by which its own commits are found again. A commit message is no
// Markdown, but GitHub acts on it all the same: mentions, references, closing words, `[skip ci]`, trailers.

import { programTitle, TRAILER } from "../../domain/program/names.ts";
import { cut, oneLine } from "../format/inert.ts";

/** Length of a first line that GitHub and git show whole. */
const SUBJECT_CHARACTERS = 72;
/** What a subject says about the change even when the program's name is long. */
const LEAST_CHARACTERS = 24;
const CHANGE_CHARACTERS = 500;
const PARAGRAPH_CHARACTERS = 16_384;

/** The commit of a kept proposal. `change` is the agent's sentence. */
export function commitMessage(commit: {
  readonly program: string;
  readonly iteration: number;
  readonly attempt: number;
  readonly runId: string;
  readonly change: string;
}): string {
  const fix = commit.attempt > 1 ? `, fix ${commit.attempt - 1}` : "";
  const begin = `${programTitle(commit.program)} Iteration ${commit.iteration}${fix}`;
  const change = neutral(commit.change, CHANGE_CHARACTERS);
  const room = Math.max(LEAST_CHARACTERS, SUBJECT_CHARACTERS - begin.length - 2);
  const short = cut(change, room);
  return [
    change === "" ? begin : `${begin}: ${short}`,
    ...(short === change ? [] : [`Change: ${change}`]),
    [
      `${TRAILER.program}: ${commit.program}`,
      `${TRAILER.iteration}: ${commit.iteration}`,
      `${TRAILER.run}: ${commit.runId}`,
      ...(commit.attempt > 1 ? [`${TRAILER.attempt}: ${commit.attempt}`] : []),
    ].join("\n"),
  ].join("\n\n");
}

/** What the trailers of a commit say, from its last paragraph alone; null where they are not all there exactly once. */
export function parseTrailers(
  message: string,
): { readonly program: string; readonly iteration: number; readonly run: string } | null {
  const paragraph = lastParagraph(message);
  const value = (key: string): string | null => {
    const [line, second] = paragraph.filter((one) => one.startsWith(`${key}:`));
    return line === undefined || second !== undefined ? null : line.slice(key.length + 1).trim();
  };
  const program = value(TRAILER.program);
  const iteration = value(TRAILER.iteration);
  const run = value(TRAILER.run);
  if (program === null || iteration === null || run === null) return null;
  if (!/^[a-z0-9-]{1,100}$/.test(program) || !/^\d{1,9}$/.test(iteration)) return null;
  return { program, iteration: Number(iteration), run };
}

/** A commit on the memory branch. Nothing there is worth a CI run, and the trailer says so to GitHub's. */
export function memoryCommitMessage(commit: {
  readonly program: string;
  /** Types of the journal events that it adds. */
  readonly events: readonly string[];
}): string {
  // GitHub docs, "Skipping workflow runs": the trailer comes last, behind two empty lines.
  return `${cut(`${programTitle(commit.program)} ${commit.events.join(", ") || "projections"}`, 200)}\n\n\nskip-checks: true`;
}

/** The merge that brings the canonical branch up to date. */
export function mergeMessage(commit: { readonly program: string; readonly from: string }): string {
  return `${programTitle(commit.program)} Merge ${neutral(commit.from, 100)} to stay up to date`;
}

/** The commit that takes back what iterations had put on the branch and what was not kept, named by its commits. */
export function revertMessage(commit: {
  readonly program: string;
  readonly iterations: readonly number[];
  readonly commits: readonly string[];
}): string {
  const [what, were] = commit.iterations.length === 1 ? ["iteration", "was"] : ["iterations", "were"];
  return [
    `${programTitle(commit.program)} Take back ${what} ${commit.iterations.join(" and ")}, which ${were} not kept`,
    [
      `${TRAILER.program}: ${commit.program}`,
      ...commit.commits.map((id) => `${TRAILER.takesBack}: ${id}`),
    ].join("\n"),
  ].join("\n\n");
}

/** Ids of the commits that this one took back; none where it is no such commit of this program. */
export function revertedBy(message: string, program: string): readonly string[] {
  const [first, ...others] = lastParagraph(message);
  if (first !== `${TRAILER.program}: ${program}`) return [];
  const key = `${TRAILER.takesBack}: `;
  return others.flatMap((line) => (line.startsWith(key) ? [line.slice(key.length)] : []));
}

/** Its lines; none where it is longer than any of ours: people write commits, too. */
function lastParagraph(message: string): readonly string[] {
  const text = message.trimEnd().replaceAll("\r\n", "\n");
  const gap = text.lastIndexOf("\n\n");
  const paragraph = gap < 0 ? text : text.slice(gap + 2);
  return paragraph.length > PARAGRAPH_CHARACTERS ? [] : paragraph.split("\n");
}

/**
 * Outside text as one line on which GitHub does not act. Brackets become parentheses, which disarms `[skip ci]`
 * in all its spellings; a space breaks mentions, references and links; no `Key-Word:` is left to be a trailer.
 */
function neutral(text: string, max: number): string {
  return cut(
    cut(oneLine(text), max)
      .replaceAll("[", "(")
      .replaceAll("]", ")")
      .replace(/\*{2,}/g, "")
      .replace(/[@#](?=\S)/g, "$& ")
      .replace(/(?<![0-9a-z])(gh|ghsa|cve)-(?=\w)/gi, "$1 ")
      .replace(/:\/\//g, ": //")
      .replace(/www\./gi, "www ")
      .replace(/(-[a-z]{1,30}) ?:/gi, "$1")
      .trim(),
    max,
  );
}
