// The role `Branches` over Octokit. Puts the requests of `git/` together and makes none itself.

import type { Branches } from "../../ports/forge/branches.ts";
import { commitFiles, restoreTree } from "../git/commits.ts";
import { advanceRef, createRef } from "../git/git-data.ts";
import { mergeInto } from "../git/merge.ts";
import { resetBranch } from "../git/reset.ts";
import { revert } from "../git/revert.ts";
import type { Caches, Ways } from "./ways.ts";

export function branches({ of }: Ways, caches: Caches): Branches {
  return {
    createBranch: (repository, branch, at) => createRef(of(repository), repository, branch, at),
    commit: (repository, request) => commitFiles(of(repository), caches, repository, request),
    restore: (repository, request) => restoreTree(of(repository), repository, request),
    fastForward: (repository, branch, to) =>
      advanceRef(of(repository), repository, branch, { from: null, to }),
    merge: (repository, branch, from, message) =>
      mergeInto(of(repository), repository, branch, from, message),
    revert: (repository, request) => revert(of(repository), caches.trees, repository, request),
    reset: (repository, branch, expectedHead, to) =>
      resetBranch(of(repository), repository, branch, expectedHead, to),
  };
}
