// The look at a repository as a whole: its program files and the issues that the app may have made for them.
// Reads only; a read that fails fails the look.

import { LABEL, MEMORY_BRANCH, memoryPath } from "../../domain/program/names.ts";
import { PROGRAMS_FOLDER, SINGLE_PROGRAM } from "../../domain/program/program-files.ts";
import type { FileRef, ListedIssue, Repository, RepositoryView } from "../../domain/repository/view.ts";
import { nodesOf, type ProgramsReply } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { PROGRAMS } from "./queries.ts";
import { listedIssue } from "./views.ts";

const REGISTRY = `refs/heads/${MEMORY_BRANCH}:${memoryPath.registry()}`;
const LABELS = [LABEL.program, LABEL.completed, LABEL.autoloop];

export async function lookAtRepository(api: GithubApi, where: Repository): Promise<RepositoryView> {
  const { owner, name: repo } = where;
  const ask = (after: string | null) =>
    api.query<ProgramsReply>(PROGRAMS, { owner, repo, registry: REGISTRY, labels: LABELS, after });
  const { viewer, repository } = await ask(null);
  const issues: ListedIssue[] = nodesOf(repository.issues).map(listedIssue);
  let page = repository.issues.pageInfo;
  while (page.hasNextPage) {
    const more = (await ask(page.endCursor)).repository.issues;
    issues.push(...nodesOf(more).map(listedIssue));
    page = more.pageInfo;
  }
  const { registry } = repository;
  return {
    self: viewer.login,
    files: filesOf(repository),
    registry: registry?.oid === undefined ? "absent" : { path: memoryPath.registry(), id: registry.oid },
    issues,
  };
}

function filesOf({ single, programs }: ProgramsReply["repository"]): readonly FileRef[] {
  const files = (programs?.entries ?? []).flatMap((entry) => [
    ...(entry.type === "blob" ? [{ path: `${PROGRAMS_FOLDER}/${entry.name}`, id: entry.oid }] : []),
    ...(entry.object?.entries ?? [])
      .filter(({ type, name }) => type === "blob" && name === "program.md")
      .map(({ name, oid }) => ({ path: `${PROGRAMS_FOLDER}/${entry.name}/${name}`, id: oid })),
  ]);
  return single?.oid === undefined ? files : [...files, { path: SINGLE_PROGRAM, id: single.oid }];
}
