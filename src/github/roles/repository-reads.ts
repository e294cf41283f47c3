// The role `RepositoryReads` over Octokit. Puts the requests of `read/` together and makes none itself.

import type { Clock } from "../../ports/clock.ts";
import type { RepositoryReads } from "../../ports/forge/repository-reads.ts";
import { Installations } from "../http/installations.ts";
import { recentComments } from "../read/comments.ts";
import { Permissions } from "../read/permissions.ts";
import { readiness } from "../read/readiness-reads.ts";
import { lookAtRepository } from "../read/repository-look.ts";
import { memoryHead, programIssues, repositoriesOfAll } from "../read/sweep-reads.ts";
import type { Caches, Ways } from "./ways.ts";

export function repositoryReads(
  { app, of, ofAccount }: Ways,
  { blobs }: Caches,
  clock: Clock,
): RepositoryReads {
  const permissions = new Permissions(clock);
  const owners = new Installations(app, clock);
  return {
    repositories: (leaveOut) => repositoriesOfAll(app, ofAccount, leaveOut),
    find: (owner, name) => owners.find(owner, name),
    access: (repository) => owners.of(repository),
    readiness: async (repository) => readiness(of(repository), repository, await owners.of(repository)),
    lookAtRepository: (repository) => lookAtRepository(of(repository), repository),
    programIssues: (repository) => programIssues(of(repository), repository),
    memoryHead: (repository) => memoryHead(of(repository), repository),
    recentComments: (repository, since) => recentComments(of(repository), repository, since),
    readText: (repository, id) => blobs.text(of(repository), repository, id),
    standing: (repository, login) => permissions.of(of(repository), repository, login),
  };
}
