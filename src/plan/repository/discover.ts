// Which program files still want an issue, and which issue it is to be. Pure; told everything it needs. One issue a
// program: an issue that carries it already is taken, one that a person closed stays closed.

import { isOldEdition } from "../../domain/program/legacy.ts";
import { carriesFile, LABEL, nameFromTitle } from "../../domain/program/names.ts";
import type { Problem } from "../../domain/program/program.ts";
import { type FileProgram, SINGLE_PROGRAM } from "../../domain/program/program-files.ts";
import type { ListedIssue } from "../../domain/repository/view.ts";
import type { Registry } from "../../text/journal/registry.ts";
import { parseProgram } from "../../text/program/program.ts";
import { worldProblem } from "../../text/program/world-problems.ts";
import {
  guardIssue,
  guardTitle,
  type ProgramIssueText,
  programIssue,
} from "../../text/setup/program-issue.ts";
import { sameText } from "../same-text.ts";

/** The programs of a repository as they are. */
export interface Programs {
  readonly self: string;
  /** Programs on the default branch. */
  readonly files: readonly FileProgram[];
  readonly registry: Registry | "absent";
  readonly issues: readonly ListedIssue[];
}

/** What has to be read before anything can be decided. */
interface Read {
  /** Texts of the files that `wanting` names, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Those of `askedForFiles` who have write access. */
  readonly trusted: ReadonlySet<string>;
}

/** What is to be done, each for one program. */
export type Discovery =
  | { readonly type: "issue.open"; readonly program: string; readonly text: ProgramIssueText }
  | { readonly type: "issue.edit"; readonly issue: number; readonly change: Partial<ProgramIssueText> };

/** What each program file lacks: an issue, or that its issue says what it is. In the order of the files. */
export function discover(programs: Programs, read: Read): readonly Discovery[] {
  return wanting(programs).flatMap((program) => issueFor(programs, program, read));
}

/** Logins whose role decides whether an issue of theirs carries a program file. */
export function askedForFiles(programs: Programs): readonly string[] {
  const asked = wanting(programs).flatMap(({ name }) =>
    carriers(programs, name).flatMap(({ author }) => (author?.type === "User" ? [author.login] : [])),
  );
  return [...new Set(asked)];
}

/** Files whose program was not adopted yet. */
export function wanting({ files, registry, issues, self }: Programs): readonly FileProgram[] {
  const rows = registry === "absent" ? [] : registry.programs;
  const adopted = new Set(rows.filter(({ source }) => source.kind === "file").map(({ name }) => name));
  const others = rows.length > 0 || issues.some((issue) => isIssueProgram(issue, self));
  return files.filter(({ name, file }) => !adopted.has(name) && !(others && file.path === SINGLE_PROGRAM));
}

function isIssueProgram({ state, labels, author, title }: ListedIssue, self: string): boolean {
  if (state !== "open" || !labels.includes(LABEL.program) || author?.login === self) return false;
  // An older edition opened issues for files only.
  return !(isOldEdition(author) && nameFromTitle(title) !== null);
}

/** Issues that say they carry this program, oldest first; whether their authors may is another matter. */
function carriers({ issues, self, registry }: Programs, name: string): readonly ListedIssue[] {
  const rows = registry === "absent" ? [] : registry.programs;
  return issues
    .filter(({ number }) => rows.every(({ issue }) => issue !== number))
    .filter(({ title, labels, author }) =>
      author?.login === self
        ? carriesFile(title, name) || title === guardTitle(name)
        : carriesFile(title, name) && (labels.includes(LABEL.program) || labels.includes(LABEL.completed)),
    )
    .toSorted((a, b) => Number(a.state === "closed") - Number(b.state === "closed") || a.number - b.number);
}

function issueFor(programs: Programs, { name, file }: FileProgram, read: Read): readonly Discovery[] {
  const text = read.texts.get(file.path) ?? "";
  const problems = problemsOf(programs, name, text);
  const wanted =
    problems.length > 0 ? guardIssue(name, file.path, problems) : programIssue(name, file.path, text);
  const [issue] = carriers(programs, name).filter(
    ({ author }) =>
      author?.login === programs.self || isOldEdition(author) || read.trusted.has(author?.login ?? ""),
  );
  if (issue === undefined) return [{ type: "issue.open", program: name, text: wanted }];
  // A real program's issue is looked after by its own reconcile; a closed one is left alone.
  if (issue.state === "closed" || issue.title !== guardTitle(name)) return [];
  const touched = issue.edited !== null && issue.edited.login !== programs.self;
  const missing = wanted.labels.some((label) => !issue.labels.includes(label));
  const change: Partial<ProgramIssueText> = {
    ...(issue.title === wanted.title ? {} : { title: wanted.title }),
    ...(touched || sameText(issue.body, wanted.body) ? {} : { body: wanted.body }),
    // Labels that a person takes off this request are not put on again; those of a program must be.
    ...(missing && problems.length === 0
      ? { labels: [...new Set([...issue.labels, ...wanted.labels])] }
      : {}),
  };
  return Object.keys(change).length === 0 ? [] : [{ type: "issue.edit", issue: issue.number, change }];
}

/** Why this file cannot run yet. */
function problemsOf({ registry }: Programs, name: string, text: string): readonly Problem[] {
  const other = registry === "absent" ? undefined : registry.programs.find((row) => row.name === name);
  // Whether an older edition ran it is known where it is adopted, and so is whether it must say a direction.
  return other === undefined
    ? parseProgram(text, { legacy: true }).problems
    : [worldProblem.nameTaken(name, other.issue)];
}
