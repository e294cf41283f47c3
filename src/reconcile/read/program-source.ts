// Where a program's text is kept, and the text. An issue that nobody adopted yet carries a file program when its
// title says so, its author may (an older edition's bot made such issues for files), and the default branch has that file.

import { maySteer } from "../../domain/authority.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { isOldEdition } from "../../domain/program/legacy.ts";
import { carriesFile, LABEL, nameFromTitle } from "../../domain/program/names.ts";
import { filePrograms } from "../../domain/program/program-files.ts";
import type { FileRef, ProgramKey, ProgramView } from "../../domain/repository/view.ts";
import type { Observation } from "../../plan/world.ts";
import type { RepositoryReads } from "../../ports/forge/repository-reads.ts";

/** What a look has shown. */
interface Seen {
  readonly key: ProgramKey;
  readonly name: string;
  readonly view: ProgramView;
}

/** @param state null: not adopted */
export async function programIn(
  forge: RepositoryReads,
  seen: Seen,
  state: ProgramState | null,
): Promise<Observation["program"]> {
  const { issue, sources } = seen.view;
  const file = state === null ? await unadoptedFile(forge, seen) : sources[0];
  if (file !== undefined) {
    const text = await forge.readText(seen.key, file.id);
    return { source: { kind: "file", path: file.path }, text };
  }
  if (issue === "absent" || state?.source.kind === "file") return "absent";
  return { source: { kind: "issue" }, text: issue.body };
}

async function unadoptedFile(
  forge: RepositoryReads,
  { key, name, view }: Seen,
): Promise<FileRef | undefined> {
  const { issue, self } = view;
  if (issue === "absent" || issue.state !== "open" || !issue.labels.includes(LABEL.program)) return undefined;
  if (nameFromTitle(issue.title) === null || !carriesFile(issue.title, name)) return undefined;
  const { files } = await forge.lookAtRepository(key);
  const file = filePrograms(files).find((one) => one.name === name)?.file;
  if (file === undefined || issue.author?.login === self || isOldEdition(issue.author)) return file;
  const { author } = issue;
  return author?.type === "User" && maySteer((await forge.standing(key, author.login)).permission)
    ? file
    : undefined;
}
